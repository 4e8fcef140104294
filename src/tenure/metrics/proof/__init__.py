"""Proof: what a prediction was worth, held against what happened.

A prediction is any number an account was given beforehand (a score turned round, a probability, days since the last
event). Everything here takes `Cases` and gives a result that can be checked by hand, or `TooFew` with a sentence.
"""

from tenure.metrics.proof.calibration import Rate, brier, deciles, rates
from tenure.metrics.proof.capture import Capture, capture
from tenure.metrics.proof.cases import LEAST, Cases, TooFew, too_few
from tenure.metrics.proof.confusion import Confusion, confusion
from tenure.metrics.proof.foretelling import Foretold, foretold
from tenure.metrics.proof.lead import Lead, Survival, after_falling, lead
from tenure.metrics.proof.looking import Events, look, said_before
from tenure.metrics.proof.roc import Area, area, area_with_interval
from tenure.metrics.proof.verdict import Comparison, Verdict, compare, longest_silence, same_for_all

__all__ = [
    "LEAST", "Area", "Capture", "Cases", "Comparison", "Confusion", "Events", "Foretold", "Lead", "Rate", "Survival",
    "TooFew", "Verdict", "after_falling", "area", "area_with_interval", "brier", "capture", "compare", "confusion",
    "deciles", "foretold", "lead", "longest_silence", "look", "rates", "said_before", "same_for_all", "too_few",
]  # fmt: skip
