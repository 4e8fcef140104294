"""Penalised logistic regression by Newton's method, and how strong the penalty should be."""

from typing import Final

import numpy as np

from tenure.metrics.learning.splitting import folds
from tenure.metrics.proof.cases import Bools, Floats, Ints

STRENGTHS: Final = (10_000.0, 1000.0, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0)  # smoothest first
_STEPS: Final = 50
_LONGEST: Final = 4.0  # of one step, in log-odds
_CLOSE: Final = 1e-6
_BLOCK: Final = 8192


def sigmoid(log_odds: Floats) -> Floats:
    """The probability; beyond 30 it is as good as sure."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))


def solve(design: Floats, happened: Floats, penalty: Floats, start: Floats | None = None) -> Floats:
    """The weights with the highest log-likelihood minus half the penalty. There is one answer, wherever it starts."""
    weights = _plain(design, happened) if start is None else start
    for _ in range(_STEPS):
        said = sigmoid(design @ weights)
        slope = design.T @ (happened - said) - penalty @ weights
        step = np.linalg.solve(_bend(design, np.maximum(said * (1 - said), 1e-9)) + penalty, slope)
        # Far from the answer a full step may throw everything beyond where the curve still tells the way back.
        weights = weights + step * min(1.0, _LONGEST / float(np.abs(step).max()))
        if slope @ step < _CLOSE:
            break
    return weights


def _bend(design: Floats, weight: Floats) -> Floats:
    """Block by block, so that no second copy of the design is made."""
    total = np.zeros((design.shape[1], design.shape[1]))
    for start in range(0, len(design), _BLOCK):
        block = design[start : start + _BLOCK]
        total += (block.T * weight[start : start + _BLOCK]) @ block
    return total


def choose(design: Floats, happened: Bools, account: Ints, penalty: Floats) -> float:
    """The strength that foretells accounts it has not seen best, by log-likelihood over three folds of accounts."""
    fold, loss, hit = folds(happened, account, 3, seed=1), np.zeros(len(STRENGTHS)), happened.astype(np.float64)
    for part in range(3):
        out, weights = fold == part, None
        for i, strength in enumerate(STRENGTHS):
            weights = solve(design[~out], hit[~out], strength * penalty, weights)
            loss[i] += _loss(sigmoid(design[out] @ weights), hit[out])
    return STRENGTHS[int(np.argmin(loss))]


def _plain(design: Floats, happened: Floats) -> Floats:
    """Only the constant: the rate of all."""
    weights = np.zeros(design.shape[1])
    rate = np.clip(happened.mean(), 1e-6, 1 - 1e-6)
    weights[0] = np.log(rate / (1 - rate))
    return weights


def _loss(said: Floats, happened: Floats) -> float:
    return -float(np.sum(np.where(happened > 0, np.log(said), np.log1p(-said))))
