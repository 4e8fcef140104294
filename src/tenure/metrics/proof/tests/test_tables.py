"""Capture curve, confusion table and calibration, against counting by hand."""

import math
from fractions import Fraction
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.metrics.proof import Capture, Cases, Confusion, TooFew, brier, capture, confusion, deciles, rates
from tenure.metrics.proof.calibration import wilson
from tenure.metrics.proof.capture import capture_line

_rows = st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.integers(0, 9)), min_size=1, max_size=6)
_chances = st.lists(st.tuples(st.sampled_from((0.0, 0.1, 0.25, 0.5, 0.9, 1.0)), st.booleans()), max_size=30)


def cases_of(rows: list[tuple[int, bool, int]]) -> Cases:
    risk, happened, value = (np.array(column) for column in zip(*rows, strict=True))
    return Cases.of(risk, happened, value=value)


def caught_by_hand(rows: list[tuple[int, bool, int]], first: int) -> tuple[float, float]:
    """Events and value among the first so many, worst first: the mean over all orders that respect the risk."""
    orders = [
        order for order in permutations(rows) if [r for r, *_ in order] == sorted((r for r, *_ in rows), reverse=True)
    ]
    events = [sum(hit for _, hit, _ in order[:first]) for order in orders]
    value = [sum(v for _, hit, v in order[:first] if hit) for order in orders]
    all_events, all_value = sum(hit for _, hit, _ in rows), sum(v for _, hit, v in rows if hit)
    return (
        sum(events) / len(orders) / all_events if all_events else 0.0,
        sum(value) / len(orders) / all_value if all_value else 0.0,
    )


@given(rows=_rows)
def test_the_capture_curve_is_the_mean_over_all_orders(rows: list[tuple[int, bool, int]]) -> None:
    found = Capture(*capture_line(cases_of(rows)))
    for first in range(len(rows) + 1):
        assert found.at(first / len(rows)) == pytest.approx(caught_by_hand(rows, first))


def test_capture_says_what_the_worst_part_held() -> None:
    happened = np.arange(100) < 20
    found = capture(Cases.of(np.where(np.arange(100) < 10, 2.0, 1.0), happened, value=np.where(happened, 5.0, 900.0)))
    assert isinstance(found, Capture)
    assert found.sentence() == "The worst 10% held 50% of those it happened to, and 50% of their value."
    assert found.at(0) == (0, 0)
    assert found.at(1) == (1, 1)


def test_capture_of_too_few_claims_nothing() -> None:
    assert capture(Cases.of(np.arange(30), np.arange(30) < 3)) == TooFew(3, 27)


@given(rows=st.lists(st.tuples(st.none() | st.integers(0, 4), st.booleans()), max_size=20), cut=st.integers(0, 4))
def test_a_confusion_table_counts_each_case_once(rows: list[tuple[int | None, bool]], cut: int) -> None:
    risk = np.array([math.nan if r is None else r for r, _ in rows])
    found = confusion(Cases.of(risk, np.array([h for _, h in rows], dtype=bool)), cut)
    told = [(r > cut, hit) for r, hit in rows if r is not None]
    assert found == Confusion(
        told.count((True, True)), told.count((True, False)), told.count((False, True)), told.count((False, False))
    )
    events, warnings = [w for w, hit in told if hit], [hit for w, hit in told if w]
    assert found.caught_of_events == (sum(events) / len(events) if events else None)
    assert found.true_of_warnings == (sum(warnings) / len(warnings) if warnings else None)
    assert found.warned == (len(warnings) / len(told) if told else None)


@given(rows=st.lists(st.tuples(st.integers(-1, 2), st.booleans(), st.integers(0, 10)), max_size=30))
def test_rates_of_bands(rows: list[tuple[int, bool, int]]) -> None:
    group, happened = np.array([g for g, *_ in rows], dtype=int), np.array([h for _, h, _ in rows], dtype=bool)
    said = np.array([s / 10 for *_, s in rows])
    for place, found in enumerate(rates(happened, group, ("red", "yellow", "green"), said)):
        inside = [(h, s / 10) for g, h, s in rows if g == place]
        assert (found.name, found.cases) == (("red", "yellow", "green")[place], len(inside))
        assert found.events == sum(h for h, _ in inside)
        if not inside:
            assert found.rate is found.low is found.high is found.said is None
            continue
        assert found.rate == sum(h for h, _ in inside) / len(inside)
        assert found.said == pytest.approx(sum(s for _, s in inside) / len(inside))
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.rate <= found.high <= 1


def test_wilson_against_the_quadratic_it_solves() -> None:
    """Each end is a share p from which the found one lies just z standard errors of p away."""
    for events, cases in ((3, 10), (40, 90), (0, 12), (12, 12)):
        share = events / cases
        for end in wilson(events, cases):
            if end not in (0, 1):
                assert abs(share - end) == pytest.approx(1.959964 * math.sqrt(end * (1 - end) / cases), rel=1e-5)
    assert wilson(0, 12)[0] == 0
    assert wilson(12, 12)[1] == 1


@given(rows=_chances)
def test_deciles_rise_hold_everyone_once_and_never_part_equals(rows: list[tuple[float, bool]]) -> None:
    said, happened = np.array([p for p, _ in rows]), np.array([h for _, h in rows], dtype=bool)
    found = deciles(said, happened)
    assert len(found) <= 10
    assert sum(part.cases for part in found) == len(rows)
    assert sum(part.events for part in found) == sum(h for _, h in rows)
    means = [part.said for part in found if part.said is not None]
    assert len(means) == len(found)
    assert all(a < b for a, b in pairwise(means))
    by_rank, start = sorted(rows), 0
    for part in found:
        inside, start = by_rank[start : start + part.cases], start + part.cases
        assert part.said == pytest.approx(sum(p for p, _ in inside) / len(inside))
        assert part.rate == sum(h for _, h in inside) / len(inside)


def test_deciles_of_different_probabilities_are_ten_of_one_size() -> None:
    found = deciles(np.arange(1000) / 1000, np.arange(1000) % 2 == 0)
    assert [part.cases for part in found] == [100] * 10


@given(rows=_chances)
def test_brier(rows: list[tuple[float, bool]]) -> None:
    found = brier(np.array([p for p, _ in rows]), np.array([h for _, h in rows], dtype=bool))
    exact = sum((Fraction(p) - h) ** 2 for p, h in rows)
    assert found == pytest.approx(float(exact / len(rows)) if rows else math.nan, nan_ok=True)
