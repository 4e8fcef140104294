"""Weights for a scorecard from what happened: a logistic model of its own inputs, none of which may count backwards.

Each input's level, as its curve gives it, says how far it is from where healthy begins. The log-odds of the event are a
constant plus the sum of what each input lacks times its weight; no weight is below nothing. A penalty holds the weights
where the present ones are, so that they move only as far as the data insist. What is offered was learned on earlier
days alone, and is held against later ones beside the present weights.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tenure.metrics.learning.fitting import STRENGTHS, sigmoid
from tenure.metrics.learning.splitting import decided_before, folds, tested_from
from tenure.metrics.proof.cases import Bools, Cases, Floats, Ints, TooFew, too_few
from tenure.metrics.proof.roc import DRAWS, SEED, Area, drawn_areas, measured
from tenure.metrics.scorecards.bands import POINT, START

WHOLE: Final = 100
_STEPS: Final = 60
_CLOSE: Final = 1e-8
_SMALLEST: Final = 2.0**-20


@dataclass(frozen=True, slots=True)
class Seen:
    """One row for an account on a day. Columns are inputs: levels from 0 to 100, if known, and coverage."""

    level: Floats
    coverage: Floats
    happened: Bools
    account: Ints
    day: Ints

    def only(self, rows: Bools) -> "Seen":
        return Seen(self.level[rows], self.coverage[rows], self.happened[rows], self.account[rows], self.day[rows])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`weights` are whole numbers that add up to 100, in the order of the inputs; None where there is no signal.

    Areas are of the later days, from `tested_from` on; `low` and `high` hold the middle 95 % of the difference.
    """

    weights: tuple[int, ...] | None
    suggested: Area
    present: Area
    low: float
    high: float
    tested_from: int
    learned: tuple[int, int]  # accounts to which it happened, of accounts, on the days that were learned from

    @property
    def better(self) -> bool:
        return self.weights is not None and self.low > 0

    @property
    def sentence(self) -> str:
        on = f"on the later days the suggested weights had an area under ROC of {self.suggested.value:.2f} " \
             f"({self.suggested.low:.2f} to {self.suggested.high:.2f})"  # fmt: skip
        if self.weights is None:
            return f"No signal: {on}, which cannot be told from chance. Nothing is suggested."
        word = "better" if self.better else "not surely better"
        gain = self.suggested.value - self.present.value
        numbers = (f"{number:+.2f}".replace("-", "\u2212") for number in (gain, self.low, self.high))
        said, low, high = numbers
        return f"{on[0].upper()}{on[1:]}, the present ones {self.present.value:.2f}: {word}, {said} ({low} to {high})."


def suggest(seen: Seen, present: Floats, horizon: int) -> Suggestion | TooFew:
    """`present` are the weights in force as shares of the whole; what happened is within `horizon` days of each day."""
    if not len(seen.day):
        return TooFew(0, 0)
    known, first = seen.only(decided_before(seen.day, horizon)), tested_from(seen.day)
    later = seen.only(seen.day >= first)
    for part in (known, later):
        if few := too_few(Cases.of(np.zeros(len(part.day)), part.happened, part.account)):
            return few
    weights = _fitted(known, present)
    asked = Cases.of(risk_of(later, weights), later.happened, later.account)
    now = asked.judged_by(risk_of(later, present))
    gain = drawn_areas(asked, DRAWS, SEED) - drawn_areas(now, DRAWS, SEED)
    low, high = np.quantile(gain, (0.025, 0.975))
    found = measured(asked)
    offered = whole(weights) if found.better_than_chance and weights.sum() > 0 else None
    events = len(np.unique(known.account[known.happened]))
    return Suggestion(
        offered, found, measured(now), float(low), float(high), first, (events, len(np.unique(known.account)))
    )


def risk_of(seen: Seen, weights: Floats) -> Floats:
    """What the score would lack: as a scorecard with these weights, whose unknown inputs are left out."""
    given = seen.coverage * weights
    lack, total = (given * _lack(seen.level)).sum(axis=1), given.sum(axis=1)
    risk: Floats = np.divide(lack, total, out=np.zeros(len(lack)), where=total > 0)
    return risk


def _lack(level: Floats) -> Floats:
    lack: Floats = (START / POINT - np.nan_to_num(level, nan=START / POINT)) / WHOLE
    return lack


def _fitted(known: Seen, present: Floats) -> Floats:
    """With the strength of the penalty that foretells accounts it has not seen best."""
    x, hit = known.coverage * _lack(known.level), known.happened.astype(np.float64)
    fold, loss = folds(known.happened, known.account, 3, seed=1), np.zeros(len(STRENGTHS))
    for part in range(3):
        out = fold == part
        for i, strength in enumerate(STRENGTHS):
            weights = fit(x[~out], hit[~out], present, strength)
            loss[i] += _loss(x[out], hit[out], weights)
    return fit(x, hit, present, STRENGTHS[int(np.argmin(loss))])[1:]


def fit(x: Floats, hit: Floats, present: Floats, strength: float) -> Floats:
    """The constant, then the weights: the most likely ones, none below nothing, minus half the penalty.

    The present weights say only how inputs compare; how much a point counts is fitted first.
    """
    scale = _solve(x @ present[:, None], hit, np.zeros(1), 1e-6)
    return _solve(x, hit, scale[1] * present, strength, np.concatenate([scale[:1], scale[1] * present]))


def _solve(x: Floats, hit: Floats, centre: Floats, strength: float, start: Floats | None = None) -> Floats:
    """Newton's method on the inputs that are free to move; a step that makes it worse is halved."""
    design, middle = np.column_stack([np.ones(len(x)), x]), np.concatenate([[0.0], centre])
    pull = np.full(len(middle), strength)
    pull[0] = 0.0
    rate = np.clip(hit.mean(), 1e-6, 1 - 1e-6)
    weights = np.concatenate([[np.log(rate / (1 - rate))], centre]) if start is None else start
    value = _cost(design, hit, weights, middle, pull)
    for _ in range(_STEPS):
        said = sigmoid(design @ weights)
        slope = design.T @ (said - hit) + pull * (weights - middle)
        free = (weights > 0) | (slope < 0)
        free[0] = True
        bend = (design[:, free].T * np.maximum(said * (1 - said), 1e-9)) @ design[:, free] + np.diag(pull[free] + 1e-9)
        step = np.zeros(len(weights))
        step[free] = -np.linalg.solve(bend, slope[free])
        weights, better = _stepped(design, hit, weights, step, middle, pull, value)
        if value - better < _CLOSE * max(1.0, abs(value)):
            break
        value = better
    return weights


def _stepped(
    design: Floats, hit: Floats, weights: Floats, step: Floats, middle: Floats, pull: Floats, value: float
) -> tuple[Floats, float]:
    size = 1.0
    while size > _SMALLEST:
        tried = weights + size * step
        tried[1:] = np.maximum(tried[1:], 0.0)
        cost = _cost(design, hit, tried, middle, pull)
        if cost < value:
            return tried, cost
        size /= 2
    return weights, value


def _cost(design: Floats, hit: Floats, weights: Floats, middle: Floats, pull: Floats) -> float:
    odds = design @ weights
    return float(np.sum(np.logaddexp(0.0, odds) - hit * odds) + (pull * (weights - middle) ** 2).sum() / 2)


def _loss(x: Floats, hit: Floats, weights: Floats) -> float:
    odds = weights[0] + x @ weights[1:]
    return float(np.sum(np.logaddexp(0.0, odds) - hit * odds))


def whole(weights: Floats) -> tuple[int, ...]:
    """Whole numbers that add up to 100, none below 1: what the data give nothing stays in sight."""
    shares = weights / weights.sum() * WHOLE
    found = np.floor(shares).astype(int)
    found[np.argsort(found - shares, kind="stable")[: WHOLE - int(found.sum())]] += 1
    for n in np.flatnonzero(found == 0):
        found[n], found[np.argmax(found)] = 1, found.max() - 1
    return tuple(int(n) for n in found)
