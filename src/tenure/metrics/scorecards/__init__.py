"""Scorecards: measures through curves to one score an account, which is the sum of what each input gives or takes."""

from tenure.metrics.scorecards.bands import BANDS, START, band
from tenure.metrics.scorecards.explain import Moved, explain
from tenure.metrics.scorecards.scorecard import BadScorecard, Scorecard, read
from tenure.metrics.scorecards.scoring import Scored, levels, score

__all__ = [
    "BANDS",
    "START",
    "BadScorecard",
    "Moved",
    "Scorecard",
    "Scored",
    "band",
    "explain",
    "levels",
    "read",
    "score",
]
