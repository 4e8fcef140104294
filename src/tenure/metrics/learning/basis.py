"""Curves as columns: straight between knots, and one column for what is not known."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tenure.metrics.proof.cases import Floats

KNOTS = 7


@dataclass(frozen=True, slots=True)
class Basis:
    """The knots of each input, and where its columns lie in the design; column 0 is the constant.

    An input has a column for each knot (1 at the knot, falling to 0 at its neighbours) and one that is 1 where the
    value is not known and all the others are 0.
    """

    knots: tuple[Floats, ...]

    @property
    def places(self) -> list[slice]:
        ends = 1 + np.cumsum([0, *(len(knots) + 1 for knots in self.knots)])
        return [slice(int(a), int(b)) for a, b in pairwise(ends)]

    def design(self, x: Floats) -> Floats:
        """Rows x columns."""
        columns = np.ones((len(x), 1 + sum(len(knots) + 1 for knots in self.knots)))
        for i, place in enumerate(self.places):
            columns[:, place] = hats(x[:, i], self.knots[i])
        return columns

    def roughness(self) -> Floats:
        """The penalty: squared steps and bends of each curve, and the size of what is unknown.

        It is 0 only where every input says nothing. A little on everything makes the solution the only one.
        """
        size = 1 + sum(len(knots) + 1 for knots in self.knots)
        penalty = np.zeros((size, size))
        for place, knots in zip(self.places, self.knots, strict=True):
            penalty[place, place] = _roughness(len(knots))
        return penalty


def knots_of(x: Floats) -> Floats:
    """At most `KNOTS` values of the input, about as many cases between each two; every value where there are few.

    Where one value is so frequent that few knots are left (no tickets, say), the others are taken from the rest.
    """
    known = x[~np.isnan(x)]
    values, counts = np.unique(known, return_counts=True)
    if len(values) <= KNOTS:
        return values if len(values) else np.zeros(1)
    spread = _quantiles(known, KNOTS)
    if len(spread) == KNOTS:
        return spread
    frequent = values[np.argmax(counts)]
    return np.union1d(_quantiles(known[known != frequent], KNOTS - 1), frequent)


def _quantiles(values: Floats, count: int) -> Floats:
    """From the first to the last hundredth: beyond them, a curve goes on level."""
    return np.unique(np.quantile(values, np.linspace(0.01, 0.99, count), method="nearest"))


def hats(x: Floats, knots: Floats) -> Floats:
    """Rows x (knots + 1)."""
    unknown, rows, last = np.isnan(x), np.arange(len(x)), len(knots) - 1
    at = np.interp(np.where(unknown, knots[0], x), knots, np.arange(len(knots)))
    low = np.minimum(at.astype(np.int64), max(last - 1, 0))
    columns = np.zeros((len(x), len(knots) + 1))
    columns[rows, np.minimum(low + 1, last)] = at - low
    columns[rows, low] += 1 - (at - low)
    columns[unknown] = 0
    columns[unknown, -1] = 1
    return columns


def _roughness(knots: int) -> Floats:
    size, each = knots + 1, np.eye(knots)
    steps, bends = np.diff(each, axis=0), np.diff(each, n=2, axis=0)
    penalty = np.zeros((size, size))
    penalty[:knots, :knots] = steps.T @ steps + bends.T @ bends
    penalty[knots, knots] = 1
    return penalty + 1e-3 * np.eye(size)
