"""Measures and scores in words."""

from typing import Final

from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import band
from tenure.web import format as words

# A band's mark on pages, and its word.
TONES: Final = {
    "green": ("good", "Healthy"),
    "yellow": ("warn", "Watch"),
    "red": ("bad", "At risk"),
    "none": ("idle", "No score"),
}
_SUFFIX: Final = {"days": " d", "hours": " h"}


def tone(score: int | None) -> tuple[str, str]:
    """The mark and the word of a score in hundredths."""
    return TONES[band(score)]


def score(hundredths: int | None) -> str:
    return words.EMPTY if hundredths is None else words.number(round(hundredths / 100))


def points(hundredths: int) -> str:
    """To a tenth, so that what is shown adds up to what is shown within a tenth."""
    return words.number(hundredths / 100, 1, plus=True)


def value(measure: Measure, number: float | None) -> str:
    """A value in the unit of its measure; a dash where it is not known."""
    if number is None:
        return words.EMPTY
    if measure.unit == "ratio":
        return words.percent(number, 0, plus=measure.formula.kind == "change")
    whole = float(number).is_integer() or abs(number) >= 100
    return words.number(number, 0 if whole else 1) + _SUFFIX.get(measure.unit, "")
