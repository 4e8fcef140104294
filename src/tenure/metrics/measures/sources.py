"""The tables a measure may be declared over: one row is something that happened, or was so for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tenure.core.conditions import Field


@dataclass(frozen=True, slots=True)
class Source:
    """`table` is a table of the engine, or a query over one in brackets. `day` is when a row happened or began, `until`
    the day it ended (exclusive), if it lasts.

    `fields` may be asked in a filter, `things` counted once each, `amounts` added up or taken as the latest value.
    """

    name: str
    label: str
    table: str
    day: str
    until: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    things: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    only: tuple[str, ...] = ()  # kinds of measures that make sense of its rows; any if empty
    steps: bool = False  # rows are what the level changes by, already


def _texts(**labels: str) -> dict[str, Field]:
    return {name: Field(name, "text", label) for name, label in labels.items()}


def _flags(**labels: str) -> dict[str, Field]:
    return {name: Field(name, "flag", label) for name, label in labels.items()}


_ALL: Final = (
    Source("usage", "Usage", "user_feature_day", "day",
           fields=_texts(feature="Feature", user_id="User"), things=("user_id", "feature", "day"), amounts=("events",)),
    Source("user_days", "Days on which a user was active", "user_day", "day", fields=_texts(user_id="User"),
           things=("user_id", "day"), amounts=("events",)),
    Source("subscriptions", "Subscriptions", "subscriptions", "start_date", "end_date_excl",
           fields=_texts(status="Status", product_id="Product", plan_id="Plan"),
           things=("product_id", "plan_id"), amounts=("seats", "mrr_minor")),
    Source("seats", "Paid seats", "seat_steps", "day", amounts=("delta",), steps=True),
    Source("mrr", "MRR in the account's own money", "mrr_steps", "day", amounts=("delta_minor",), steps=True),
    Source("entitlements", "Entitlements", "entitlements", "start_date", "end_date_excl",
           fields=_texts(feature="Feature", product_id="Product"), things=("feature",)),
    Source("users", "Users", "users", "created_on", "deactivated_on", things=("user_id",)),
    Source("contacts", "Contacts", "contacts", "created_on", "left_on",
           fields=_texts(role="Role"), things=("contact_id",)),
    Source("departures", "Contacts who left", "contacts", "left_on", fields=_texts(role="Role")),
    Source("touchpoints", "Touchpoints", "touchpoints", "occurred_on",
           fields=_texts(kind="Kind", role="Role of the contact"), things=("contact_id",)),
    Source("tickets", "Tickets", "tickets", "opened_on", "solved_on",
           fields=_texts(priority="Priority") | _flags(escalated="Escalated"), amounts=("answer_hours",)),
    Source("surveys", "Survey answers", "surveys", "responded_on", fields=_texts(type="Type"), amounts=("score",),
           things=("user_id",)),
    Source("tones", "How texts sounded: each for 90 days, as it was labelled on the day", "tones", "said_on", "until",
           fields=_texts(kind="Kind of text", tone="Tone"), amounts=("value",), only=("level",)),
    Source("onboardings", "Onboardings under way",
           "(SELECT *, least(completed_on, cancelled_on) AS ended_on FROM onboardings)", "started_on", "ended_on"),
    Source("milestones", "Milestones", "milestones", "reached_on",
           fields=_texts(milestone="Milestone"), things=("user_id", "milestone")),
    Source("goals_due", "Goals that fell due", "(SELECT * FROM goals WHERE cancelled = 0)", "due_on"),
    Source("goals_attained", "Goals attained", "(SELECT * FROM goals WHERE cancelled = 0)", "attained_on"),
    Source("renewals", "Renewals", "renewals", "term_end_on", "decided_on"),
    Source("reviews", "Business reviews held", "reviews", "held_on"),
    Source("pulses", "CSM pulses", "pulses", "given_on", amounts=("score",)),
)  # fmt: skip
SOURCES: Final[Mapping[str, Source]] = {source.name: source for source in _ALL}
