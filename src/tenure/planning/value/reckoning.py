"""What a number was worth in a stretch of days, from a rate a unit; and what an account paid in it. Pure.

See docs/algorithms/goals.md.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tenure.core.money import round_half_away
from tenure.core.periods import DAY

Values = Sequence[tuple[date, Decimal]]  # ascending
_NOTHING: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of change is worth: for each month that it lasts (`month`), or the first time it is reached."""

    minor: int
    per: str
    baseline: Decimal
    falls: bool  # the goal is to come below the baseline

    def gain(self, value: Decimal) -> Fraction:
        change = Fraction(value) - Fraction(self.baseline)
        return -change if self.falls else change


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`units` are the mean change over the days, for a rate a month, else what was gained for the first time."""

    minor: int
    units: Fraction


def reckon(rate: Rate, values: Values, first: date, last: date) -> Reckoned | None:
    """From the first to the last day, both included. None where no value is known yet; never less than nothing."""
    if not any(on <= last for on, _ in values):
        return None
    return _lasting(rate, values, first, last) if rate.per == "month" else _once(rate, values, first, last)


def _lasting(rate: Rate, values: Values, first: date, last: date) -> Reckoned:
    """Each day counts for its part of its month; a value holds until the next."""
    total, gains = _NOTHING, _NOTHING
    for begin, end, value in _stretches(values, first, last):
        gain = rate.gain(value)
        total += gain * months(begin, end)
        gains += gain * ((end - begin).days + 1)
    days = (last - first).days + 1
    return Reckoned(max(0, round_half_away(total * rate.minor)), max(_NOTHING, gains / days))


def _once(rate: Rate, values: Values, first: date, last: date) -> Reckoned:
    """What is farther than anything before: what was lost and won again is not counted twice."""
    before = max((rate.gain(value) for on, value in values if on < first), default=_NOTHING)
    until = max((rate.gain(value) for on, value in values if on <= last), default=_NOTHING)
    units = max(_NOTHING, until) - max(_NOTHING, before)
    return Reckoned(round_half_away(units * rate.minor), units)


def _stretches(values: Values, first: date, last: date) -> Iterable[tuple[date, date, Decimal]]:
    """Days on which one value holds, cut to the days asked."""
    ends = [on - DAY for on, _ in values[1:]] + [last]
    for (on, value), end in zip(values, ends, strict=True):
        begin, until = max(on, first), min(end, last)
        if begin <= until:
            yield begin, until, value


def months(first: date, last: date) -> Fraction:
    """How many months these days are, both included: each day is its part of its own month."""
    total, day = _NOTHING, first
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        end = min(last, day.replace(day=length))
        total += Fraction((end - day).days + 1, length)
        day = end + DAY
    return total


def paid(rows: Iterable[tuple[date, date | None, int]], first: date, last: date) -> int:
    """What was paid from the first to the last day, of (start, end exclusive, MRR) rows; rounded once."""
    total = _NOTHING
    for start, end, mrr in rows:
        begin, until = max(start, first), min(end - DAY if end else last, last)
        if begin <= until:
            total += mrr * months(begin, until)
    return round_half_away(total)
