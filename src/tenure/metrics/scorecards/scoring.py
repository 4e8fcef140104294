"""Values to scores.

Every input i has a value, which its curve maps to a level s in 0..100, and a weight w, which its coverage c lessens: an
unknown value has coverage 0 and so no say, a fading answer has less and less. With the shares p = w c / sum(w c),
input i gives or takes

    points(i) = p(i) (s(i) - 70), cut to hundredths towards zero

and the score is 70 plus all points: by definition, so contributions add up to it exactly. It lies in 0..100 and is less
than n hundredths away from the mean of the levels weighted with p. An input that says 70 moves nothing. Coverage is
sum(w c): how much of the whole weight was known. Without any known input there is no score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tenure.metrics.scorecards.bands import POINT, START
from tenure.metrics.scorecards.scorecard import Scorecard

Grid = npt.NDArray[np.float64]
Points = npt.NDArray[np.int32]
_NUDGE = 1e-6  # of a hundredth: what float arithmetic loses below a whole hundredth


@dataclass(frozen=True, slots=True)
class Scored:
    """`score` in hundredths, -1 without one; `points` inputs x days x accounts, in the order of the scorecard."""

    score: Points
    coverage: Grid
    points: Points


def score(card: Scorecard, values: Mapping[str, Grid], coverage: Mapping[str, Grid]) -> Scored:
    """The score of every cell of the grids, days x accounts; not a number is unknown."""
    inputs = list(card.weighted())
    weight = np.stack([share * coverage[one.measure] for one, share in inputs])
    total = weight.sum(axis=0)
    known = total > 0
    points = np.zeros(weight.shape, dtype=np.int32)
    for i, (one, _) in enumerate(inputs):
        level = _level(one.curve, values[one.measure])
        share = np.divide(weight[i], total, out=np.zeros_like(total), where=known)
        exact = share * (level * POINT - START)
        points[i] = np.trunc(exact + np.sign(exact) * _NUDGE).astype(np.int32)
    return Scored(np.where(known, START + points.sum(axis=0), -1).astype(np.int32), total, points)


def levels(card: Scorecard, values: Mapping[str, Grid]) -> dict[str, Grid]:
    """The level of each input by its measure; not a number where its value is unknown."""
    return {one.measure: _at(one.curve, values[one.measure]) for one, _ in card.weighted()}


def _level(curve: tuple[tuple[float, float], ...], values: Grid) -> Grid:
    """Straight between the points of the curve, level beyond them; an unknown value is put where it moves nothing."""
    level: Grid = np.nan_to_num(_at(curve, values), nan=START / POINT)
    return level


def _at(curve: tuple[tuple[float, float], ...], values: Grid) -> Grid:
    at, to = zip(*curve, strict=True)
    level: Grid = np.interp(values, at, to)
    return level
