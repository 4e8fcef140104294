"""Who turned out right where a person and the score disagreed about an account.

The kinder of the two expects good, the other harm. What happens first within some days decides: harm (it left, or paid
less) against the kinder, good (it paid more, or renewed) for the kinder; on one day harm counts. If nothing happens,
nothing is decided: silence proves neither right.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from tenure.metrics.proof.calibration import wilson
from tenure.metrics.proof.cases import LEAST


@dataclass(frozen=True, slots=True)
class Disagreement:
    """From the end of `day` on the pulse of `who` was kinder, or harsher, than the score."""

    account: str
    who: str
    day: date
    kinder: bool


class Right(StrEnum):
    PERSON = "person"
    SCORE = "score"
    NOBODY = "nobody"  # nothing happened that decides
    OPEN = "open"  # ... and the time is not over yet


@dataclass(frozen=True)
class Tally:
    """How often each was right. Shares are of what was decided, with a 95 % interval."""

    counts: Mapping[Right, int]

    @property
    def cases(self) -> int:
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        return self.counts.get(Right.PERSON, 0) + self.counts.get(Right.SCORE, 0)

    @property
    def few(self) -> bool:
        return self.decided < LEAST

    @cached_property
    def person(self) -> tuple[float, float, float] | None:
        """The share in which the person was right, and its interval; None when too few were decided."""
        if self.few:
            return None
        right = self.counts.get(Right.PERSON, 0)
        return (right / self.decided, *wilson(right, self.decided))

    @property
    def better(self) -> Right | None:
        """Who was surely right more often; None when that cannot be told."""
        if self.person is None:
            return None
        _, low, high = self.person
        return Right.PERSON if low > _HALF else Right.SCORE if high < _HALF else None


_HALF: Final = 0.5
Days = Mapping[str, Sequence[date]]


def once(found: Iterable[Disagreement], within: int) -> list[Disagreement]:
    """Of the same account, person and side one begins only when the time of the one before is over.

    So a score that goes to and fro over a bound, or a pulse given again, does not count one outcome several times.
    """
    kept: list[Disagreement] = []
    ends: dict[tuple[str, str, bool], date] = {}
    for one in sorted(found, key=lambda one: (one.day, one.account)):
        key = (one.account, one.who, one.kinder)
        if key not in ends or one.day > ends[key]:
            kept.append(one)
            ends[key] = one.day + timedelta(days=within)
    return kept


def decide(one: Disagreement, harm: Days, good: Days, within: int, today: date) -> Right:
    """By what happened on the days (day, day + within], up to today."""
    end = one.day + timedelta(days=within)
    harmed, improved = (_first(days.get(one.account, ()), one.day, min(end, today)) for days in (harm, good))
    if harmed is None and improved is None:
        return Right.NOBODY if end <= today else Right.OPEN
    bad = improved is None or (harmed is not None and harmed <= improved)
    return Right.SCORE if bad == one.kinder else Right.PERSON


def _first(days: Sequence[date], after: date, until: date) -> date | None:
    return min((day for day in days if after < day <= until), default=None)


def tally(outcomes: Iterable[Right]) -> Tally:
    return Tally(Counter(outcomes))
