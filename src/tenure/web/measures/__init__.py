"""Measures: the words for their values and for scores, and the pages on which they are looked at and changed."""

from tenure.health.words import TONES, tone
from tenure.web.measures.words import Cause, causes, points, score, value, why

__all__ = ["TONES", "Cause", "causes", "points", "score", "tone", "value", "why"]
