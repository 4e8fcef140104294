"""Objectives in words as of a day: the numbers with their unit, how far, how they stand, and the line behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning import numbers
from tenure.planning.models import Goal
from tenure.planning.plans.progress import STANDINGS, WHOLE, Stood, Values, elapsed, stood
from tenure.planning.plans.standing import post_of, values_of

_POINTS: Final = 24  # of a small line


@dataclass(frozen=True, slots=True)
class Told:
    goal: Goal
    measure: Measure | None
    state: Stood
    values: Values
    day: date

    @property
    def now(self) -> str:
        return self._number(self.state.value)

    @property
    def baseline(self) -> str:
        return self._number(self.goal.baseline)

    @property
    def target(self) -> str:
        return self._number(self.goal.target)

    @property
    def ends(self) -> tuple[str, str]:
        """Baseline and target for a scale whose unit stands beside its value already."""
        unit = "%" if numbers.is_share(self.measure) else ""
        both = (self.goal.baseline, self.goal.target)
        first, last = ("–" if one is None else f"{numbers.bare(one, self.measure)}{unit}" for one in both)
        return first, last

    @property
    def unit(self) -> str:
        return numbers.unit_of(self.measure, self.goal.unit)

    @property
    def share(self) -> float | None:
        return None if self.state.progress is None else self.state.progress / WHOLE

    @property
    def standing(self) -> tuple[str, str]:
        """Word and band; what the customer confirmed stands above the rest."""
        return ("Verified", "good") if self.verified else STANDINGS[self.state.standing]

    @property
    def verified(self) -> bool:
        """By the customer, up to the day."""
        on = self.goal.customer_verified_on
        return on is not None and on <= self.day

    @property
    def time(self) -> float | None:
        """Which part of the time is over."""
        post = post_of(self.goal)
        found = elapsed(post.begun_on, post.due_on, self.day)
        return None if found is None else float(found)

    @property
    def trend(self) -> Sequence[float | None]:
        """The values at even steps from the baseline to today, the baseline first."""
        begun = self.goal.baseline_on or self.goal.plan.started_on
        if begun is None or begun >= self.day or len(self.values) < 1:
            return ()
        days = (self.day - begun).days
        steps = [begun + timedelta(days=round(n * days / (_POINTS - 1))) for n in range(_POINTS)]
        found = [self._on(step) for step in steps]
        first = self.goal.baseline if found[0] is None else found[0]
        return [None if one is None else float(one) for one in (first, *found[1:])]

    @property
    def goalpost(self) -> float | None:
        return None if self.goal.target is None else float(self.goal.target)

    @property
    def came_from(self) -> str:
        if self.goal.measure:
            return self.measure.name if self.measure else f"{self.goal.measure}, a measure that was retired"
        return "Typed by hand"

    def _on(self, day: date) -> Decimal | None:
        known = [value for on, value in self.values if on <= day]
        return known[-1] if known else None

    def _number(self, value: Decimal | None) -> str:
        return numbers.told(value, self.measure, self.goal.unit)


def told(goals: Iterable[Goal], day: date, measures: Mapping[str, Measure] | None = None) -> list[Told]:
    found = list(goals)
    declared = published_measures() if measures is None else measures
    values = values_of(found, day)
    return [_told(goal, declared, values.get(goal.pk, ()), day) for goal in found]


def _told(goal: Goal, declared: Mapping[str, Measure], values: Values, day: date) -> Told:
    return Told(goal, declared.get(goal.measure), stood(post_of(goal), values, day), values, day)


def tally(rows: Sequence[Told]) -> Mapping[str, Any]:
    """How a plan stands: counts over its objectives without cancelled ones."""
    live = [one for one in rows if one.state.standing != "cancelled"]
    standing = [one.state.standing for one in live]
    shares = [one.share for one in live if one.share is not None]
    return {
        "all": len(live), "attained": standing.count("attained"), "overdue": standing.count("overdue"),
        "at_risk": standing.count("slow") + standing.count("behind"),
        "verified": sum(one.verified for one in live),
        "mean": sum(shares) / len(shares) if shares else None,
    }  # fmt: skip
