"""What moved a score between two days: each input with its value then and now, and the points that cost or gave."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One input on one day; `value` None when it was unknown."""

    measure: str
    value: float | None
    points: int


@dataclass(frozen=True, slots=True)
class Moved:
    """`points` in hundredths; the points of all Moved add up to the difference of the scores.

    `because` is "value" when the value changed, "known" or "unknown" when it came or went, "age" when the same answer
    fades, "weight" when others came or went and its share changed, "scorecard" when it is in only one of the two.
    """

    measure: str
    before: float | None
    after: float | None
    points: int
    because: str


def explain(before: Sequence[Reading], after: Sequence[Reading]) -> list[Moved]:
    """Inputs that moved the score, the largest move first."""
    was, now = ({reading.measure: reading for reading in side} for side in (before, after))
    names = dict.fromkeys([*(r.measure for r in after), *(r.measure for r in before)])
    moved = [_moved(name, was.get(name), now.get(name)) for name in names]
    return sorted((one for one in moved if one.points), key=lambda one: -abs(one.points))


def _moved(name: str, was: Reading | None, now: Reading | None) -> Moved:
    points = (now.points if now else 0) - (was.points if was else 0)
    before, after = was.value if was else None, now.value if now else None
    return Moved(name, before, after, points, _because(was, now, before, after))


def _because(was: Reading | None, now: Reading | None, before: float | None, after: float | None) -> str:
    if was is None or now is None:
        return "scorecard"
    if before is None:
        return "known"
    if after is None:
        return "unknown"
    return "weight" if before == after else "value"
