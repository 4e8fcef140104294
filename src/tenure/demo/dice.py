"""Repeatable chance for one account at a time.

Each account draws from a stream of its own, named by the seed, the account and the subject. So an account's story does
not depend on how many others there are before it, in which order they are told, or how they are cut into batches.
"""

from collections.abc import Sequence
from math import log
from statistics import NormalDist
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_NORMAL = NormalDist()
_BLOCK = 256


class Dice:
    """Draws from uniform numbers taken in blocks: a scalar call of numpy costs ten times as much."""

    def __init__(self, *stream: int) -> None:
        self._source = np.random.default_rng(stream)
        self._drawn: list[float] = []

    def roll(self) -> float:
        if not self._drawn:
            self._drawn = self._source.random(_BLOCK).tolist()
        return self._drawn.pop()

    def chance(self, probability: float) -> bool:
        return self.roll() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.roll() * len(options))]

    def weighted(self, options: Sequence[tuple[T, float]]) -> T:
        left = self.roll() * sum(weight for _, weight in options)
        for option, weight in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][0]

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        return _NORMAL.inv_cdf(min(max(self.roll(), 1e-9), 1 - 1e-9)) * deviation + mean

    def skewed(self, power: float) -> float:
        """Between 0 and 1; a power above one favours small numbers."""
        return float(self.roll() ** power)

    def gap(self, mean: float) -> int:
        """Days until something that comes on average every `mean` days; at least one."""
        return 1 + int(-log(1 - self.roll()) * mean)
