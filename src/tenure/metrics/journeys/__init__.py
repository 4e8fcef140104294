"""Journeys: the stages of a customer's life, where an account stands on any day, and the way it really went.

`docs/algorithms/journeys.md` says how. An account's stage on a day is a pure function of the facts up to that day.
"""

from tenure.metrics.journeys.journey import BadJourney, Criterion, Journey, Stage, Touchpoint, read
from tenure.metrics.journeys.visits import Visits

__all__ = ["BadJourney", "Criterion", "Journey", "Stage", "Touchpoint", "Visits", "read"]
