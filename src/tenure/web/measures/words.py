"""Measures and scores in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tenure.metrics.measures import Measure, in_sentence
from tenure.metrics.scorecards import Moved
from tenure.web import format as words

_SUFFIX: Final = {"days": " d", "hours": " h"}


def score(hundredths: int | None) -> str:
    return words.EMPTY if hundredths is None else words.number(round(hundredths / 100))


def points(hundredths: int) -> str:
    """To the hundredth, so that what is shown adds up to what is shown."""
    return words.number(hundredths / 100, 2, plus=True)


def value(measure: Measure, number: float | None) -> str:
    """A value in the unit of its measure; a dash where it is not known."""
    if number is None:
        return words.EMPTY
    if measure.unit == "ratio":
        return words.percent(number, 0, plus=measure.formula.kind == "change")
    whole = float(number).is_integer() or abs(number) >= 100
    return words.number(number, 0 if whole else 1) + _SUFFIX.get(measure.unit, "")


@dataclass(frozen=True, slots=True)
class Cause:
    """One input that moved a score, in words."""

    name: str
    why: str
    points: str
    gave: bool
    text: str


def causes(moved: Iterable[Moved], known: Mapping[str, Measure]) -> list[Cause]:
    """In their order; an input whose measure is retired has no name any more."""
    return [_cause(one, known[one.measure]) for one in moved if one.measure in known]


def why(moved: Moved, measure: Measure) -> str:
    """From what to what, or why else it moved."""
    before, after = value(measure, moved.before), value(measure, moved.after)
    return {
        "value": f"{before} → {after}", "known": f"now known: {after}", "unknown": f"no longer known, was {before}",
        "weight": f"{after}, counts differently because other inputs came, went or faded",
        "scorecard": "is in only one of the two scorecards",
    }[moved.because]  # fmt: skip


def _cause(moved: Moved, measure: Measure) -> Cause:
    told = why(moved, measure)
    verb = "gave" if moved.points > 0 else "took"
    text = f"{in_sentence(measure.name)} {told} {verb} {words.number(abs(moved.points) / 100, 2)}"
    return Cause(measure.name, told, points(moved.points), moved.points > 0, text)
