"""The person's book in five numbers; each is a filter of the accounts list, so the list shows the same number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Sum
from django.urls import reverse

from tenure.core.conditions import All, AnyOf, Check, Condition
from tenure.customers.access import visible_accounts
from tenure.customers.filters import where
from tenure.health import disagreements as listed
from tenure.metrics.scorecards.bands import POINT, START
from tenure.web import format as words
from tenure.web.day.look import Look
from tenure.web.waiting import RENEWAL_AHEAD

_QUIET = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    shown: str
    url: str


def book(look: Look) -> tuple[list[Line], Any]:
    """The lines, and the day they are of."""
    conditions = dict(_conditions(look))
    parts = {name: where(condition, look.currency) for name, condition in conditions.items()}
    accounts = visible_accounts(look.desk.user).filter(where(_whole(look), look.currency))
    found = accounts.order_by().aggregate(
        all_n=Count("pk"), all_arr=Sum("state__arr_minor"), day=Max("state__as_of"),
        **{f"{name}_n": Count("pk", filter=part) for name, part in parts.items()},
        **{f"{name}_arr": Sum("state__arr_minor", filter=part) for name, part in parts.items()},
    )  # fmt: skip
    return [_line(name, label, found, conditions, look) for name, label in _LABELS.items()], found["day"]


def disagreements(look: Look) -> Line | None:
    """Where the person and the score say different things, on their own day; nothing when they agree."""
    if not look.desk.own:
        return None
    open_ = listed.counts(look.desk.user, listed.Asked(mine=True), look.desk.today)["open"]
    url = f"{reverse('disagreements:page')}?mine=1"
    return Line("You and the score disagree", words.number(open_), url) if open_ else None


_LABELS = {
    "all": "Customers", "arr": "ARR in your care", "low": "At risk or watch", "soon": "Renewing within 90 days",
    "quiet": "No contact for 30 days",
}  # fmt: skip


def _whole(look: Look) -> All:
    whose = look.desk.whose
    paying = Check("status", "is", "customer")
    return All((paying,)) if whose is None else All((Check("owner", "is", whose.email), paying))


def _conditions(look: Look) -> Iterator[tuple[str, Condition]]:
    today = look.desk.today
    yield "low", Check("health", "below", START // POINT)
    yield "soon", All((Check("renewal", "at_least", today), Check("renewal", "at_most", today + RENEWAL_AHEAD)))
    long_ago = Check("last_contact", "below", today - _QUIET)
    yield "quiet", AnyOf((long_ago, Check("last_contact", "empty")))


def _line(name: str, label: str, found: dict[str, Any], conditions: dict[str, Condition], look: Look) -> Line:
    if name == "arr":
        return Line(label, words.money_short(found["all_arr"], look.currency), _url(look))
    count = found[f"{name}_n"]
    shown = words.number(count)
    if name in {"low", "soon"} and count:
        accounts = "account" if count == 1 else "accounts"
        shown += f" {accounts}, {words.money_short(found[f'{name}_arr'], look.currency)}"
    return Line(label, shown, _url(look, conditions.get(name)))


def _url(look: Look, condition: Condition | None = None) -> str:
    parts = _whole(look).parts
    more = condition.parts if isinstance(condition, All) else (condition,) if condition else ()
    return f"{reverse('accounts:list')}?{urlencode({'where': All((*parts, *more)).text()})}"
