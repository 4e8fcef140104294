"""The learned risk: the probability that something happens to an account within a horizon, from its measures.

Each measure has a curve in log-odds; the risk is their sum, so what each gives or takes is known exactly. It is shown
only where its card says that it beats the baselines on accounts and days it has not seen.
"""

from tenure.metrics.learning.card import Card
from tenure.metrics.learning.examples import Examples, gather
from tenure.metrics.learning.learn import Learned, fit, learn
from tenure.metrics.learning.risk import POINT, Risk, Term
from tenure.metrics.learning.splitting import folds, in_time_and_by_account

__all__ = [
    "POINT",
    "Card",
    "Examples",
    "Learned",
    "Risk",
    "Term",
    "fit",
    "folds",
    "gather",
    "in_time_and_by_account",
    "learn",
]
