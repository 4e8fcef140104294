"""What the blocks of a review are filled from: the facts of one account in a period, nothing dated after its last day.

What several blocks ask is asked once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

import numpy as np

from tenure.company.clock import zone
from tenure.company.models import Settings, settings_row
from tenure.core.periods import DAY, starts_at
from tenure.customers.models import Account
from tenure.engine import account as engine
from tenure.engine.comparable import Comparable, Spread, comparable, measured, spread, week_ends
from tenure.engine.measures.panel import Panel
from tenure.metrics.measures import Measure
from tenure.metrics.measures.kinds import Formula
from tenure.planning.models import Goal
from tenure.planning.plans.verbs import SOURCE
from tenure.planning.reviews.exhibits import Facts, Figure, Tone, Unit, Value, written

_USERS: Final[dict[str, Any]] = {"kind": "distinct", "of": "usage", "count": "user_id", "days": 30}
_SEATS: Final[dict[str, Any]] = {"kind": "level", "of": "seats", "amount": "delta"}
# Fixed here and not asked of the library, so that two reviews can be compared whatever was redefined in between.
_FORMULAS: Final[dict[str, dict[str, Any]]] = {
    "active": _USERS,
    "active_week": _USERS | {"days": 7},
    "seats": _SEATS,
    "utilisation": {"kind": "ratio", "over": _USERS, "under": _SEATS},
    "breadth": {"kind": "share", "days": 30},
    "days_of_use": {"kind": "ratio", "over": {"kind": "sum", "of": "user_days", "days": 30}, "under": _USERS},
}
SMALL: Final = 0.05
COMPARED: Final = ("utilisation", "breadth", "days_of_use")


class _Asked(Measure):
    """A measure whose name nobody reads."""

    name: str = "asked"
    group: Any = "usage"


def _measures(*names: str) -> list[Measure]:
    return [_Asked(id=name, formula=_formula(_FORMULAS[name])) for name in names]


def _formula(body: dict[str, Any]) -> Formula:
    return _Asked.model_validate({"id": "one", "formula": body}).formula


@dataclass
class Ground:
    """The period is the whole weeks (since, as_of]."""

    account: Account
    since: date
    as_of: date
    company: Settings

    @classmethod
    def of(cls, account: Account, as_of: date, days: int) -> Self:
        weeks = max(1, round(days / 7))
        return cls(account, as_of - 7 * weeks * DAY, as_of, settings_row())

    def facts(self, **shown: Any) -> Facts:
        return Facts(as_of=self.as_of, since=self.since, **shown)

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.company)

    @property
    def begins(self) -> datetime:
        return starts_at(self.since + DAY, self.zone)

    @property
    def ends(self) -> datetime:
        """The first instant after the period."""
        return starts_at(self.as_of + DAY, self.zone)

    @cached_property
    def weeks(self) -> list[date]:
        return week_ends(self.as_of, (self.as_of - self.since).days // 7 + 1)

    @cached_property
    def peers(self) -> Comparable:
        return comparable(self.account.pk, self.as_of)

    @cached_property
    def panel(self) -> Panel:
        """Of the account, first, and of comparable ones: all in one pass over the days of usage."""
        return measured(_measures(*_FORMULAS), [self.account.pk, *self.peers.accounts], self.weeks)

    @cached_property
    def goals(self) -> Sequence[engine.GoalAt]:
        """Those that the customer knows of: what was written here and is not shared with them stays out of a deck."""
        found = [goal for goal in engine.goals(self.account.pk, self.as_of) if not goal.dropped]
        ours = Goal.objects.filter(pk__in=[goal.goal_id for goal in found], source=SOURCE)
        among_us = set(ours.exclude(shared=True, plan__shared=True).values_list("pk", flat=True))
        return [goal for goal in found if goal.goal_id not in among_us]

    def series(self, name: str) -> tuple[float | None, ...]:
        """Week by week."""
        return tuple(_known(value) for value in self.panel.values[name][:, 0])

    def now(self, name: str) -> float | None:
        return self.series(name)[-1]

    def before(self, name: str) -> float | None:
        """When the period began."""
        return self.series(name)[0]

    def spread(self, name: str, row: int = -1) -> Spread:
        return spread(self.panel.values[name][row, 1:])

    def figure(self, label: str, name: str, unit: Unit = "number", more_is_good: bool = True) -> Figure:
        """A measure now, and what it was when the period began."""
        now, before = self.now(name), self.before(name)
        note, tone = change(before, now, unit, more_is_good)
        return Figure(label=label, value=Value(amount=now, unit=unit), note=note, tone=tone)


def change(
    before: float | None, now: float | None, unit: Unit = "number", more_is_good: bool = True, currency: str = ""
) -> tuple[str, Tone]:
    """What it was, in words, and how that is to be taken; a change that cannot be read is none, a small one no news."""
    if before is None or now is None:
        return "", ""
    said = written(before, unit, currency)
    if said == written(now, unit, currency):
        return "as before", ""
    small = abs(now - before) < SMALL * abs(before)
    return f"from {said}", "" if small else "good" if (now > before) == more_is_good else "bad"


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def count(number: int, one: str, many: str = "") -> str:
    """1 ticket, 3 tickets, no tickets."""
    return f"{number:,} {one}" if number == 1 else f"{number or 'no'} {many or f'{one}s'}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """“A, B and C”, or “A, B and 4 more”."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def week_names(days: Sequence[date]) -> tuple[str, ...]:
    """“3 Sep”: under the marks of a chart."""
    return tuple(f"{day.day} {day:%b}" for day in days)
