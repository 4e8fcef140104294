"""Curves, fitting and splits, each against the slow way."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.metrics.learning import folds, in_time_and_by_account
from tenure.metrics.learning.basis import KNOTS, Basis, hats, knots_of
from tenure.metrics.learning.fitting import STRENGTHS, choose, sigmoid, solve
from tenure.metrics.proof.cases import Floats

_column = st.lists(st.none() | st.integers(-20, 20), max_size=60).map(
    lambda cells: np.array([math.nan if cell is None else cell / 4 for cell in cells], dtype=float)
)


def line_at(knots: list[float], heights: Sequence[float], x: float) -> float:
    """Straight between knots, level beyond the ends."""
    if x <= knots[0]:
        return heights[0]
    for (a, low), (b, high) in pairwise(zip(knots, heights, strict=True)):
        if x <= b:
            return low + (high - low) * (x - a) / (b - a)
    return heights[-1]


@given(x=_column, data=st.data())
def test_columns_times_heights_are_the_curve(x: Floats, data: st.DataObject) -> None:
    knots = knots_of(x)
    assert 1 <= len(knots) <= KNOTS
    assert (np.diff(knots) > 0).all()
    heights = data.draw(st.lists(st.integers(-9, 9), min_size=len(knots), max_size=len(knots)))
    found = hats(x, knots) @ np.array([*heights, 50.0])
    expected = [50.0 if math.isnan(one) else line_at(knots.tolist(), heights, one) for one in x]
    assert found == pytest.approx(expected)


def test_a_frequent_value_leaves_knots_for_the_rest() -> None:
    knots = knots_of(np.array([0.0] * 900 + list(range(1, 101))))
    assert knots[0] == 0
    assert len(knots) == KNOTS


def test_few_values_are_all_knots_and_none_at_all_are_one() -> None:
    assert knots_of(np.array([1.0, 0, 1, np.nan])).tolist() == [0, 1]
    assert knots_of(np.array([np.nan, np.nan])).tolist() == [0]


def problem(seed: int, rows: int = 60) -> tuple[Basis, Floats, Floats]:
    dice = np.random.default_rng(seed)
    x = np.where(dice.random((rows, 2)) < 0.2, np.nan, dice.normal(size=(rows, 2)))
    basis = Basis(tuple(knots_of(x[:, i]) for i in range(2)))
    return basis, basis.design(x), (dice.random(rows) < sigmoid(np.nan_to_num(x[:, 0], nan=1.0))).astype(float)


def by_hand(basis: Basis, design: Floats, happened: Floats, strength: float) -> Callable[[Floats], float]:
    """The penalised log-likelihood, row by row and step by step."""

    def worth(weights: Floats) -> float:
        total = 0.0
        for row, hit in zip(design, happened, strict=True):
            said = 1 / (1 + math.exp(-float(row @ weights)))
            total += math.log(said if hit else 1 - said)
        for place in basis.places:
            *curve, unknown = weights[place].tolist()
            steps = [b - a for a, b in pairwise(curve)]
            bends = [b - a for a, b in pairwise(steps)]
            rough = sum(s * s for s in steps) + sum(b * b for b in bends) + unknown * unknown
            total -= strength / 2 * (rough + 1e-3 * sum(c * c for c in [*curve, unknown]))
        return total

    return worth


@settings(max_examples=15)
@given(seed=st.integers(0, 999), strength=st.sampled_from(STRENGTHS))
def test_no_other_weights_are_better(seed: int, strength: float) -> None:
    basis, design, happened = problem(seed)
    found = solve(design, happened, strength * basis.roughness())
    worth = by_hand(basis, design, happened, strength)
    best = worth(found)
    for place in range(len(found)):
        for move in (-0.02, 0.02):
            assert worth(found + move * np.eye(len(found))[place]) < best + 1e-7


def test_the_answer_does_not_depend_on_where_it_starts() -> None:
    basis, design, happened = problem(3)
    penalty: Floats = 3 * basis.roughness()
    far = np.random.default_rng(1).normal(scale=5, size=(design.shape[1],))
    assert solve(design, happened, penalty) == pytest.approx(solve(design, happened, penalty, far), abs=1e-3)


def test_it_settles_where_one_value_parts_the_sides_and_where_nothing_happened() -> None:
    x = np.arange(40.0)[:, None]
    basis = Basis((knots_of(x[:, 0]),))
    design = basis.design(x)
    parted = (x[:, 0] >= 20).astype(float)
    weights = solve(design, parted, basis.roughness())
    slope = design.T @ (parted - sigmoid(design @ weights)) - basis.roughness() @ weights
    assert np.abs(slope).max() < 1e-3
    assert sigmoid(design @ solve(design, np.zeros(40), basis.roughness())).max() < 1e-6


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_strength_chosen_foretells_other_accounts_best(seed: int) -> None:
    basis, design, happened = problem(seed, rows=150)
    account = np.arange(150) // 2
    fold = folds(happened > 0, account, 3, seed=1)

    def worth(strength: float) -> float:
        total = 0.0
        for part in range(3):
            weights = solve(design[fold != part], happened[fold != part], strength * basis.roughness())
            for row, hit in zip(design[fold == part], happened[fold == part], strict=True):
                said = 1 / (1 + math.exp(-float(row @ weights)))
                total += math.log(said if hit else 1 - said)
        return total

    assert choose(design, happened > 0, account, basis.roughness()) == max(STRENGTHS, key=worth)


def test_noise_is_smoothed_harder_than_a_signal() -> None:
    dice = np.random.default_rng(4)
    noise: list[float] = []
    signal: list[float] = []
    for _ in range(9):
        x = dice.normal(size=(400, 3))
        basis = Basis(tuple(knots_of(x[:, i]) for i in range(3)))
        for happened, found in ((dice.random(400) < 0.3, noise), (dice.random(400) < sigmoid(2 * x[:, 0]), signal)):
            found.append(choose(basis.design(x), happened, np.arange(400), basis.roughness()))
    assert np.median(noise) >= 100 > np.median(signal)


_rows = st.lists(st.tuples(st.integers(0, 14), st.booleans(), st.integers(0, 9)), min_size=1, max_size=60)


@given(rows=_rows, seed=st.integers(0, 9))
def test_an_account_is_in_one_fold_and_both_sides_are_dealt_evenly(
    rows: list[tuple[int, bool, int]], seed: int
) -> None:
    account, happened, _ = (np.array(column) for column in zip(*rows, strict=True))
    found = folds(happened, account, 4, seed)
    of: dict[int, int] = {}
    for one, fold in zip(account.tolist(), found.tolist(), strict=True):
        assert of.setdefault(one, fold) == fold
    hit = set(account[happened].tolist())
    for side in (hit, set(of) - hit):
        counts = [sum(of[one] == fold for one in side) for fold in range(4)]
        assert max(counts) - min(counts) <= 1


@given(rows=_rows, horizon=st.integers(1, 4))
def test_nothing_tested_was_learned_from(rows: list[tuple[int, bool, int]], horizon: int) -> None:
    account, happened, day = (np.array(column) for column in zip(*rows, strict=True))
    tested = np.zeros(len(rows), dtype=int)
    for known, asked in in_time_and_by_account(day, account, happened, horizon):
        tested += asked
        assert not set(account[known].tolist()) & set(account[asked].tolist())
        if len(set(day.tolist())) > 1 and known.any() and asked.any():
            assert day[known].max() + horizon < day[asked].min()
    assert tested.max() <= 1
    assert set(day[tested == 1].tolist()) == {d for d in set(day.tolist()) if d >= day[tested == 1].min()}
