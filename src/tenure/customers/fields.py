"""What can be known of an account in a list: one declaration a field, which table, filter, sort, export and totals use.

Values in conditions are what people write: money in major units of the reporting currency, shares in percent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from tenure.core.conditions import Field


@dataclass(frozen=True, slots=True)
class AccountField:
    """`path` leads from Account to the value; `unit` says how a stored value relates to the one people read."""

    name: str
    label: str
    kind: str  # of tenure.core.conditions: text, many, number, date, flag
    path: str
    unit: str = ""  # money (minor units), share (of 1), points (hundredths), days_ago, weeks
    column: bool = True  # may be a column of the list
    filterable: bool = True
    sortable: bool = True
    width: int = 14  # characters, in a spreadsheet
    priority: str = "p3"  # hides below 992 px; "p2" below 641 px, "" never
    help: str = ""
    choices: tuple[str, ...] = ()
    learned: bool = False  # offered only while there is a learned risk to be shown

    @property
    def numeric(self) -> bool:
        return self.kind == "number" and self.unit != "weeks"

    @property
    def of_state(self) -> bool:
        return self.path.startswith("state__")


_STATUS = ("customer", "paused", "lapsed", "trial", "prospect")
_MOTION = ("sales_led", "product_led", "hybrid")

_DECLARED: Final = (
    AccountField("name", "Account", "text", "name", width=32, priority=""),
    AccountField("id", "Account ID", "text", "id", width=20),
    AccountField("domain", "Domain", "text", "domain", width=24),
    AccountField("status", "Status", "text", "state__status", choices=_STATUS, help="From its subscriptions"),
    AccountField("owner", "Owner", "text", "owner__email", width=24),
    AccountField("segment", "Segment", "text", "segment"),
    AccountField("region", "Region", "text", "region"),
    AccountField("country", "Country", "text", "country"),
    AccountField("industry", "Industry", "text", "industry", width=18),
    AccountField("tier", "Tier", "text", "tier"),
    AccountField("motion", "Motion", "text", "motion", choices=_MOTION),
    AccountField("channel", "Channel", "text", "channel"),
    AccountField("tag", "Tags", "many", "tags", width=24, sortable=False),
    AccountField("product", "Products", "many", "state__product_ids", width=24, sortable=False),
    AccountField("plan", "Plans", "many", "state__plan_ids", width=24, sortable=False),
    AccountField("arr", "ARR", "number", "state__arr_minor", "money", priority="", help="12 times MRR, today"),
    AccountField("mrr", "MRR", "number", "state__mrr_minor", "money"),
    AccountField("mrr_change", "MRR change, 12 months", "number", "state__mrr_change_12m_minor", "money"),
    AccountField(
        "health", "Health", "number", "state__health", "points",
        help="Score of its scorecard, 0 to 100; at risk below 40, healthy from 70",
    ),
    AccountField("health_change", "Health change", "number", "state__health_change", "points", help="Since yesterday"),
    AccountField(
        "churn_risk", "Churn risk", "number", "state__churn_risk", "share", learned=True,
        help="Probability of leaving within 90 days, learned from the book’s past, in percent",
    ),
    AccountField("seats", "Seats", "number", "state__seats"),
    AccountField(
        "utilisation", "Seats used", "number", "state__utilisation", "share",
        help="Active users of the last 30 days out of seats, in percent",
    ),
    AccountField("active_users", "Active users", "number", "state__active_users_30d", help="In the last 30 days"),
    AccountField("weekly_users", "Weekly users", "number", "state__active_users_7d", help="In the last 7 days"),
    AccountField(
        "usage_trend", "Usage trend", "number", "state__usage_trend", "share",
        help="Active users against the 30 days before, in percent",
    ),
    AccountField(
        "usage", "Usage, 20 weeks", "number", "state__usage_weeks", "weeks",
        filterable=False, sortable=False, width=40, help="Weekly active users, oldest week first",
    ),
    AccountField(
        "features", "Features used", "number", "state__features_used_30d", help="Of those bought, in the last 30 days"
    ),
    AccountField("nps", "NPS", "number", "state__nps", help="Latest answer, 0 to 10"),
    AccountField("open_tickets", "Open tickets", "number", "state__open_tickets"),
    AccountField("customer_since", "Customer since", "date", "state__customer_since"),
    AccountField("renewal", "Renewal", "date", "state__renewal_on", priority="p2"),
    AccountField("last_active", "Last active", "date", "state__last_event_on", "days_ago"),
    AccountField("last_contact", "Last contact", "date", "state__last_touch_on", "days_ago"),
    AccountField("created", "Created", "date", "created_on"),
    AccountField("parent", "Parent", "text", "state__parent_id", help="Ultimate parent; itself if it has none"),
    AccountField("referred_by", "Referred by", "text", "referred_by_account_id"),
    AccountField("do_not_ask", "Do not ask", "flag", "do_not_ask", help="Not to be asked for referrals or references"),
    AccountField("is_test", "Test account", "flag", "is_test", help="Left out of every number"),
)  # fmt: skip

FIELDS: Final[dict[str, AccountField]] = {field.name: field for field in _DECLARED}
COLUMNS: Final[tuple[str, ...]] = tuple(field.name for field in _DECLARED if field.column)
DEFAULT_COLUMNS: Final = (
    "name", "status", "owner", "arr", "health", "usage", "utilisation", "nps", "renewal", "last_contact",
)  # fmt: skip
DEFAULT_SORT: Final = "-arr"


def offered(names: Iterable[str], learned: bool) -> list[AccountField]:
    """Those that may be chosen now; `learned` says whether there is a learned risk to be shown."""
    return [FIELDS[name] for name in names if learned or not FIELDS[name].learned]


@cache
def condition_fields() -> dict[str, Field]:
    """The fields a filter may ask for, as `tenure.core.conditions` wants them."""
    return {f.name: Field(f.name, f.kind, f.label, f.choices) for f in _DECLARED if f.filterable}


def known_columns(names: object) -> tuple[str, ...]:
    """The columns of a stored or sent choice that exist, each once, the name first; the default if none is left."""
    asked = [name for name in names if name in COLUMNS] if isinstance(names, list | tuple) else []
    kept = tuple(dict.fromkeys(asked))
    return ("name", *(name for name in kept if name != "name")) if kept else DEFAULT_COLUMNS


def known_sort(sort: str) -> str:
    """`sort` if it names a sortable field, with a minus for descending; the default otherwise."""
    field = FIELDS.get(sort.removeprefix("-"))
    return sort if field and field.sortable else DEFAULT_SORT
