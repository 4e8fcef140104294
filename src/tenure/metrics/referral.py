"""Customers who start to talk about referring us."""

from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.customers import DO_NOT_ASK, NOT_ONBOARDED, base, flagged_at_opening, onboarded_by
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table
from tenure.metrics.exact import flag, without
from tenure.metrics.kpi import Kpi
from tenure.metrics.retention import PAUSE
from tenure.metrics.rows import NOT_PAYING, counted, one
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

INITIATED: Final = "referral_discussion_initiated"


def _initiations(ask: Ask) -> Table:
    events = facts()["referral_events"]
    return events.filter(
        events.event == INITIATED,
        events.occurred_on > day(ask, "opening"),
        events.occurred_on <= day(ask, "closing"),
    )


def _eligible(ask: Ask) -> Table:
    """Units paying at the opening or the closing with `reason`: why they could not have been asked."""
    unit, onboarded, silent = base(ask), onboarded_by(ask, "opening"), flagged_at_opening(ask, "do_not_ask")
    joined = unit.left_join(onboarded, "unit_id").select(*(unit[c] for c in unit.columns), "onboarded")
    asked = joined.left_join(silent, "unit_id").select(*(joined[c] for c in joined.columns), "flagged")
    return without(asked.mutate(reason=_reason(asked)), "onboarded", "flagged")


def _reason(unit: Table) -> Column:
    return ibis.cases(
        (unit.pays_opening == 0, NOT_PAYING),
        (unit.onboarded.isnull(), NOT_ONBOARDED),
        (unit.flagged.notnull(), DO_NOT_ASK),
        else_=ibis.null("string"),
    )


def _accounts(ask: Ask) -> Table:
    events = to_units(ask, Ends(ask), _initiations(ask))
    first = events.group_by("unit_id").aggregate(first_on=events.occurred_on.min())
    unit = _eligible(ask)
    joined = unit.left_join(first, "unit_id").select(*(unit[c] for c in unit.columns), "first_on")
    return counted(joined, flag(joined.first_on.notnull()), one(joined), joined.reason)


def _users(ask: Ask) -> Table:
    """Users of eligible units who were active in the days up to the opening."""
    seen = facts()["user_day"]
    active = seen.filter(
        seen.day <= day(ask, "opening"), seen.day > day(ask, "opening", -ask.number("active_days"))
    ).select("account_id", "user_id")
    users = to_units(ask, Ends(ask), active.distinct()).view()
    unit = _eligible(ask).filter(lambda table: table.reason.isnull()).view()
    eligible = users.semi_join(unit, "unit_id").select("unit_id", "account_id", "user_id")
    events = _initiations(ask)
    first = events.group_by(["account_id", "user_id"]).aggregate(first_on=events.occurred_on.min())
    joined = eligible.left_join(first, ["account_id", "user_id"]).select(
        unit_id=eligible.user_id, account_id=eligible.account_id, first_on=first.first_on
    )
    return counted(joined, flag(joined.first_on.notnull()), one(joined), ibis.null("string"))


_COMMON: Final[dict[str, Any]] = {"unit": "ratio", "good": "up", "section": "6.A", "window": "3m"}

INITIATION: Final = Kpi(
    id="referral_discussion_initiation_rate",
    name="Referral discussion initiation rate",
    sentence="The share of customers who started to talk about referring us, even if they did not finish.",
    formula="those with at least one referral_discussion_initiated event in the period, through any channel ÷ units"
    " paying at the opening, with an onboarding completed by then and not flagged do-not-ask",
    grain="unit",
    source="subscriptions, onboardings, attributes, referral_events",
    takes=PAUSE,
    details={"first_on": "date"},
    expression=_accounts,
    **_COMMON,
)

KPIS: Final = (
    Kpi(
        id="referral_discussion_initiation_rate_users",
        name="Referral discussion initiation rate of users",
        sentence="The share of active users who started to talk about referring us.",
        formula="those with at least one referral_discussion_initiated event in the period ÷ users of eligible"
        " units who were active in the days up to the opening",
        grain="user",
        source="subscriptions, onboardings, attributes, referral_events, user_day",
        takes=(*PAUSE, "active_days"),
        details={"account_id": "text", "first_on": "date"},
        expression=_users,
        **_COMMON,
    ),
)
