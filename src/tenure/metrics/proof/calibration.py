"""Calibration: how often it happened among accounts of one band, or of about the same probability."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from tenure.metrics.proof.cases import Bools, Floats, Ints

_Z: Final = 1.959963984540054  # 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate`, and the 95 % interval from `low` to `high`, are None without cases. `said` is the mean probability that
    was given, if one was.
    """

    name: str
    cases: int
    events: int
    rate: float | None
    low: float | None
    high: float | None
    said: float | None = None


def rates(happened: Bools, group: Ints, names: tuple[str, ...], said: Floats | None = None) -> list[Rate]:
    """How often it happened in each group; `group` is the place in `names`, -1 for a case that belongs to none."""
    inside, size = group >= 0, len(names)
    cases = np.bincount(group[inside], minlength=size)
    events = np.bincount(group[inside & happened], minlength=size)
    sums = None if said is None else np.bincount(group[inside], said[inside], size)
    return [
        _rate(name, int(cases[i]), int(events[i]), None if sums is None else float(sums[i]))
        for i, name in enumerate(names)
    ]


def deciles(probability: Floats, happened: Bools, parts: int = 10) -> list[Rate]:
    """Cases in parts of about equal size, by rising probability; equal probabilities are never parted, so there may be
    fewer parts.
    """
    if not len(probability):
        return []
    edges = np.unique(np.quantile(probability, np.arange(1, parts) / parts))
    places = np.searchsorted(edges, probability, side="right")
    kept, group = np.unique(places, return_inverse=True)
    return rates(happened, group, tuple(str(n + 1) for n in range(len(kept))), probability)


def brier(probability: Floats, happened: Bools) -> float:
    """Mean squared distance of the probability from what happened; 0 is best. Not a number without cases."""
    return float(np.mean((probability - happened) ** 2)) if len(probability) else float("nan")


def _rate(name: str, cases: int, events: int, said: float | None) -> Rate:
    if not cases:
        return Rate(name, 0, 0, None, None, None)
    low, high = wilson(events, cases)
    return Rate(name, cases, events, events / cases, low, high, None if said is None else said / cases)


def wilson(events: int, cases: int) -> tuple[float, float]:
    """Wilson's interval of a share: right for few cases and for none of them, where the plain one is not."""
    share, z = events / cases, _Z**2 / cases
    middle, half = share + z / 2, _Z * sqrt(share * (1 - share) / cases + z / 4 / cases)
    # Without or with nothing but events one end is the share itself, but for rounding.
    return min(share, max(0.0, (middle - half) / (1 + z))), max(share, min(1.0, (middle + half) / (1 + z)))
