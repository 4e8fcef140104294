"""Bands of a score. Scores and points are hundredths of a point, so that sums are exact."""

from typing import Final

POINT: Final = 100
# An input at this level neither gives nor takes: it is where healthy begins.
START: Final = 70 * POINT
BANDS: Final = (("red", 0), ("yellow", 40 * POINT), ("green", 70 * POINT))  # each from its score on


def band(score: int | None) -> str:
    """The band of a score in hundredths; "none" without a score."""
    if score is None:
        return "none"
    return next(name for name, least in reversed(BANDS) if score >= least)
