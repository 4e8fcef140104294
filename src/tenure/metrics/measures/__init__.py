"""Measures: what may be watched about an account on any day, as declarations over dated facts.

A measure is a pure function of facts and a day. Its kind says how rows become a number (see `kinds`), `sources` which
rows there are. The engine evaluates any set of measures for all accounts on any set of days (`engine.measures`).
"""

from tenure.metrics.measures.kinds import Formula
from tenure.metrics.measures.measure import BadMeasure, Measure, in_sentence, read

__all__ = ["BadMeasure", "Formula", "Measure", "in_sentence", "read"]
