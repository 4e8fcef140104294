"""Foretelling: bands' rates of the earlier time held against the later one, computed account by account."""

import numpy as np
import pytest

from tenure.metrics.proof import Cases, Foretold, TooFew, foretold


def said(seed: int, signal: bool, size: int = 900) -> tuple[Cases, Cases]:
    """The worst third leaves four times as often, if there is a signal."""
    dice = np.random.default_rng(seed)
    halves = []
    for _ in range(2):
        risk = [float(dice.choice([10.0, 50.0, 90.0])) for _ in range(size)]
        chance = [0.5 if signal and value > 80 else 0.1 for value in risk]
        halves.append(Cases.of(risk, [bool(dice.random() < p) for p in chance], [n % 300 for n in range(size)]))
    return halves[0], halves[1]


def test_it_is_the_squared_distance_of_each_bands_rate() -> None:
    earlier, later = said(1, signal=True)
    found = foretold(earlier, later, [30.0, 60.0])
    assert isinstance(found, Foretold)
    rates = {}
    for value in (10.0, 50.0, 90.0):
        rows = [h for r, h in zip(earlier.risk.tolist(), earlier.happened.tolist(), strict=True) if r == value]
        rates[value] = sum(rows) / len(rows)
    flat = sum(earlier.happened.tolist()) / len(earlier)
    rows = list(zip(later.risk.tolist(), later.happened.tolist(), strict=True))
    assert found.by_band == pytest.approx(sum((rates[r] - h) ** 2 for r, h in rows) / len(rows))
    assert found.by_rate == pytest.approx(sum((flat - h) ** 2 for _, h in rows) / len(rows))
    assert found.low < found.gain < found.high
    assert found.better
    assert "is better than last period's rate" in found.sentence


def test_without_a_signal_nothing_is_claimed() -> None:
    better = [
        found.better for seed in range(20) if isinstance(found := foretold(*said(seed, False), [30.0, 60.0]), Foretold)
    ]
    assert sum(better) <= 2


def test_a_band_that_was_empty_before_is_given_the_rate_of_all() -> None:
    earlier = Cases.of([10.0] * 40, [n % 4 == 0 for n in range(40)])
    later = Cases.of([90.0] * 40, [n % 2 == 0 for n in range(40)])
    found = foretold(earlier, later, [30.0])
    assert isinstance(found, Foretold)
    assert found.by_band == found.by_rate
    assert not found.better


def test_too_few_on_either_side_claims_nothing() -> None:
    earlier, later = said(3, True)
    assert isinstance(foretold(earlier, later.only(later.risk > 1000), [30.0]), TooFew)
    assert isinstance(foretold(earlier.only(~earlier.happened), later, [30.0]), TooFew)
