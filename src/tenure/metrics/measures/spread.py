"""How the values of a measure are spread over accounts: quantiles, bars of a histogram, and how many are unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]  # not a number where unknown
_BARS = 16  # about so many
_WHOLE_BARS = 20  # whole numbers on a range up to this have a bar each
_MOSTLY = 0.9  # so many whole numbers make bars of whole numbers
_ALONE = 0.1  # the width of the only bar of a share that is the same everywhere
_LONG_TAIL = 0.98  # what lies far above this share of the accounts stands in one last bar


@dataclass(frozen=True, slots=True)
class Bar:
    """Accounts with a value of at least `low` and below `high`; None: all from `low` on."""

    low: float
    high: float | None
    accounts: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles are None where nothing is known."""

    known: int
    unknown: int
    least: float | None = None
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    most: float | None = None
    bars: tuple[Bar, ...] = ()

    @property
    def of(self) -> int:
        return self.known + self.unknown


def spread(values: Values, *, whole: bool = True) -> Spread:
    """Unless `whole`, which shares are not, bars may be narrower than 1 even where all values are whole numbers."""
    known = values[~np.isnan(values)]
    unknown = len(values) - len(known)
    if not len(known):
        return Spread(0, unknown)
    least, lower, median, upper, most = (float(one) for one in np.quantile(known, (0, 0.25, 0.5, 0.75, 1)))
    return Spread(len(known), unknown, least, lower, median, upper, most, bars(known, whole))


def bars(known: Values, whole: bool = True) -> tuple[Bar, ...]:
    """At round values; each account is in exactly one bar."""
    edges, tail = _edges(known, whole)
    edges[0] = min(edges[0], float(known.min()))
    counts, _ = np.histogram(known, bins=[*edges, max(edges[-1], float(known.max())) + 1])
    found = [Bar(low, high, int(n)) for low, high, n in zip(edges[:-1], edges[1:], counts, strict=False)]
    return (*found, Bar(edges[-1], None, int(counts[-1]))) if tail or counts[-1] else tuple(found)


def _edges(known: Values, whole: bool) -> tuple[list[float], bool]:
    """Rising edges, and whether what lies above the last of them is a tail that was cut off."""
    low, high = float(known.min()), float(known.max())
    near = float(np.quantile(known, _LONG_TAIL))
    tail = high > near + (near - low) / 2 and near > low
    top = near if tail else high
    step = _step(top - low, whole and float(np.mean(known == np.floor(known))) >= _MOSTLY)
    # Rounded, so that 3 steps of 0.1 are 0.3 and an account with 0.3 stands above that edge.
    first, last = floor(round(low / step, 9)), floor(round(top / step, 9)) + 1
    return [round(n * step, 9) for n in range(first, last + 1)], tail


def _step(width: float, whole: bool) -> float:
    """1, 2 or 5 times a power of ten; not less than 1 for whole numbers."""
    if whole and width <= _WHOLE_BARS:
        return 1.0
    if not width:
        return _ALONE
    rough = width / _BARS
    power = 10.0 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return max(step, 1.0) if whole else step


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Of the accounts that count on one day; None where nothing is known."""

    lower: float | None
    median: float | None
    upper: float | None
    known: int
    of: int


def quartiles(values: Values, counts: npt.NDArray[np.bool_]) -> Sequence[Quartiles]:
    """One a day; `values` and `counts` are days x accounts, `counts` says who belongs to the book on a day."""
    return [_quartiles(row[there]) for row, there in zip(values, counts, strict=True)]


def _quartiles(values: Values) -> Quartiles:
    known = values[~np.isnan(values)]
    if not len(known):
        return Quartiles(None, None, None, 0, len(values))
    lower, median, upper = (float(one) for one in np.quantile(known, (0.25, 0.5, 0.75)))
    return Quartiles(lower, median, upper, len(known), len(values))
