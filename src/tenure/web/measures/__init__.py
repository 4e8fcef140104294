"""Measures: the words for their values and for scores, and the pages on which they are looked at and changed."""

from tenure.web.measures.words import TONES, Cause, causes, points, score, tone, value, why

__all__ = ["TONES", "Cause", "causes", "points", "score", "tone", "value", "why"]
