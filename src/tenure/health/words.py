"""A score in words: the mark and the word of its band, and from which move on it is worth telling in whole points."""

from typing import Final

from tenure.metrics.scorecards.bands import POINT, band

TONES: Final = {
    "green": ("good", "Healthy"),
    "yellow": ("warn", "Watch"),
    "red": ("bad", "At risk"),
    "none": ("idle", "No score"),
}
LEAST_MOVE: Final = 5 * POINT


def tone(score: int | None) -> tuple[str, str]:
    """The mark and the word of a score in hundredths."""
    return TONES[band(score)]
