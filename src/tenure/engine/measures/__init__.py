"""Measures evaluated: every account on any days, from the tables of a publication."""

from tenure.engine.measures.panel import Panel, evaluate

__all__ = ["Panel", "evaluate"]
