"""Spread of values over accounts, against counting one by one."""

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.metrics.measures.spread import Bar, Spread, quartiles, spread

_numbers = st.one_of(st.integers(-50, 5000).map(float), st.floats(-1, 3, allow_nan=False), st.just(nan))


def slow_quantile(values: list[float], share: float) -> float:
    """Between the two nearest of the sorted values."""
    at = share * (len(values) - 1)
    low = sorted(values)[int(at)]
    high = sorted(values)[min(int(at) + 1, len(values) - 1)]
    return low + (high - low) * (at - int(at))


def slow_count(bar: Bar, values: list[float]) -> int:
    return sum(1 for value in values if value >= bar.low and (bar.high is None or value < bar.high))


@given(st.lists(_numbers, min_size=1, max_size=60))
def test_it_equals_counting_one_by_one(values: list[float]) -> None:
    known = [value for value in values if value == value]
    found = spread(np.array(values))
    assert (found.known, found.unknown, found.of) == (len(known), len(values) - len(known), len(values))
    if known:
        assert (found.least, found.most) == (min(known), max(known))
        quarters = [slow_quantile(known, share) for share in (0.25, 0.5, 0.75)]
        assert [found.lower, found.median, found.upper] == pytest.approx(quarters)
        assert [bar.accounts for bar in found.bars] == [slow_count(bar, known) for bar in found.bars]
        assert sum(bar.accounts for bar in found.bars) == len(known)
        assert len(found.bars) <= 45


def test_nothing_known_has_no_quantile_and_no_bar() -> None:
    assert spread(np.array([nan, nan])) == Spread(0, 2)


def test_few_whole_numbers_have_a_bar_each() -> None:
    found = spread(np.array([0.0, 0, 0, 1, 3]))
    assert found.bars == (Bar(0, 1, 3), Bar(1, 2, 1), Bar(2, 3, 0), Bar(3, 4, 1))


def test_a_long_tail_stands_in_one_last_bar() -> None:
    found = spread(np.array([*range(100), 5000.0]))
    assert (found.bars[-1].high, found.bars[-1].accounts) == (None, 1)
    assert len(found.bars) < 25


def test_one_value_alone_has_one_bar() -> None:
    assert spread(np.array([0.3, 0.3])).bars == (Bar(0.3, 0.4, 2),)
    assert spread(np.array([1.0, 1.0])).bars == (Bar(1, 2, 2),)
    assert spread(np.array([1.0, 1.0]), whole=False).bars == (Bar(1, 1.1, 2),)


def test_quartiles_count_only_who_belongs_to_the_book_on_the_day() -> None:
    values = np.array([[1.0, 2, 3, nan], [5, 6, 7, 8]])
    counts = np.array([[True, True, True, True], [True, False, False, False]])
    first, second = quartiles(values, counts)
    assert (first.lower, first.median, first.upper, first.known, first.of) == (1.5, 2, 2.5, 3, 4)
    assert (second.median, second.known, second.of) == (5, 1, 1)
    assert quartiles(values, ~counts & False)[0].median is None
