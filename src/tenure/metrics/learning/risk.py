"""The learned risk itself: curves that are added up. Whole numbers, so that they add up exactly."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from pydantic import TypeAdapter

from tenure.metrics.learning.basis import Basis
from tenure.metrics.learning.fitting import sigmoid
from tenure.metrics.proof.cases import Floats, Ints

POINT: Final = 10_000  # one of log-odds


@dataclass(frozen=True, slots=True)
class Term:
    """What one measure gives: a curve, straight between the knots and level beyond them, in points of log-odds.

    `unknown` is what a missing value gives. It is learned like any other, and 0 if none was missing: nothing is known
    about what that means.
    """

    measure: str
    knots: tuple[float, ...]
    points: tuple[int, ...]
    unknown: int

    def __post_init__(self) -> None:
        if not self.knots or len(self.knots) != len(self.points) or any(b <= a for a, b in pairwise(self.knots)):
            raise ValueError(f"{self.measure}: a curve needs rising knots, and points for each of them.")

    def of(self, x: Floats) -> Ints:
        unknown = np.isnan(x)
        known = np.interp(np.where(unknown, self.knots[0], x), self.knots, self.points)
        return np.where(unknown, self.unknown, np.rint(known).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Risk:
    """`base` is the log-odds, in points, of an account whose every measure gives 0: about the average one."""

    base: int
    terms: tuple[Term, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(term.measure for term in self.terms)

    def explain(self, x: Floats) -> Ints:
        """Rows x measures: the points each gives (above 0 is riskier). With `base` they sum to the log-odds exactly."""
        if not self.terms:
            return np.zeros((len(x), 0), dtype=np.int64)
        return np.column_stack([term.of(x[:, i]) for i, term in enumerate(self.terms)])

    def log_odds(self, x: Floats) -> Ints:
        """In points."""
        sums: Ints = self.base + self.explain(x).sum(axis=1)
        return sums

    def predict(self, x: Floats) -> Floats:
        """The probability for each row; columns in the order of `measures`, not a number where unknown."""
        return sigmoid(self.log_odds(x) / POINT)

    def to_json(self) -> str:
        return _JSON.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Risk":
        """Predicts exactly what the written one does; raises pydantic.ValidationError for anything else."""
        return _JSON.validate_json(text)


_JSON: Final = TypeAdapter(Risk)


def from_weights(measures: tuple[str, ...], basis: Basis, weights: Floats, design: Floats) -> Risk:
    """Each term is moved so that its mean over what was learned from is 0; the base takes the difference."""
    terms, base = [], weights[0]
    for measure, knots, place in zip(measures, basis.knots, basis.places, strict=True):
        mean = float(design[:, place].mean(axis=0) @ weights[place])
        points = np.rint((weights[place] - mean) * POINT).astype(np.int64)
        unknown = int(points[-1]) if design[:, place.stop - 1].any() else 0
        terms.append(Term(measure, tuple(map(float, knots)), tuple(map(int, points[:-1])), unknown))
        base += mean
    return Risk(round(float(base) * POINT), tuple(terms))
