"""How measures lie over the book today: behind a curve, and as the first curve of a measure that is added."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tenure.engine.measures import looking
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.metrics.proof.cases import Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """`values` are the known ones, ascending; `of` counts accounts, known or not."""

    values: Floats
    of: int

    @property
    def known(self) -> float | None:
        """The share of accounts of which the value is known; None without accounts."""
        return len(self.values) / self.of if self.of else None

    def at(self, *shares: float) -> tuple[float, ...]:
        """Quantiles; none without values."""
        return tuple(float(q) for q in np.quantile(self.values, shares)) if len(self.values) else ()


def spreads() -> Mapping[str, Spread]:
    """Of every published measure, by id; none of any before something is computed."""
    measures = list(published_measures().values())
    try:
        book = looking.today(measures)
    except (NothingPublished, TooSlow):
        return {}
    there = book.there[-1]
    return {one.id: _spread(grid[-1][there]) for one, grid in zip(measures, book.values, strict=True)}


def _spread(values: Floats) -> Spread:
    return Spread(np.sort(values[~np.isnan(values)]), len(values))


def first_curve(measure: Measure) -> list[tuple[float, float]]:
    """What most of the book has is where healthy begins; its ends are 10 and 100."""
    spread = spreads().get(measure.id)
    values = _rising(spread.at(0.05, 0.5, 0.95) if spread else ())
    return list(zip(values, (10, 70, 100) if measure.good == "up" else (100, 70, 10), strict=True))


def _rising(found: tuple[float, ...]) -> tuple[float, float, float]:
    low, middle, high = found or (0.0, 0.5, 1.0)
    if not float(f"{low:.3g}") < float(f"{middle:.3g}") < float(f"{high:.3g}"):
        apart = max(high - low, 1.0)
        low, high = middle - apart, middle + apart
    return float(f"{low:.3g}"), float(f"{middle:.3g}"), float(f"{high:.3g}")
