"""Suggested weights: found where there is something, refused where there is nothing, never from later days."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tenure.metrics.learning.fitting import sigmoid
from tenure.metrics.learning.weights import Seen, Suggestion, fit, risk_of, suggest, whole
from tenure.metrics.proof import TooFew, area

DAYS = np.arange(0, 540, 30)
EQUAL = np.full(3, 1 / 3)
HORIZON = 60


def seen(seed: int, weights: tuple[float, ...] = (6.0, 0.0, 1.0), accounts: int = 400) -> Seen:
    """The first input decides most, the second nothing; a tenth of the levels are unknown."""
    dice = np.random.default_rng(seed)
    level = dice.uniform(0, 100, (len(DAYS) * accounts, 3))
    level[dice.random(level.shape) < 0.1] = np.nan
    known = ~np.isnan(level)
    lack = np.where(known, (70 - np.nan_to_num(level)) / 100, 0)
    happened = dice.random(len(level)) < sigmoid(-4 + lack @ np.array(weights))
    account, day = np.tile(np.arange(accounts), len(DAYS)), np.repeat(DAYS, accounts)
    return Seen(level, known.astype(float), happened, account, day)


def found(told: Seen, present: Any = EQUAL) -> Suggestion:
    made = suggest(told, present, HORIZON)
    assert isinstance(made, Suggestion)
    return made


def test_it_finds_what_decides_and_is_better_on_days_it_never_saw() -> None:
    made = found(seen(1))
    assert made.weights is not None
    assert made.weights[0] > 70 > made.weights[2] > made.weights[1] >= 1
    assert sum(made.weights) == 100
    assert made.better
    assert made.low < made.suggested.value - made.present.value < made.high
    assert "better" in made.sentence


def test_where_the_present_weights_are_right_it_claims_nothing() -> None:
    made = found(seen(2, (3.0, 3.0, 3.0)))
    assert made.weights is not None
    assert max(abs(weight - 100 / 3) for weight in made.weights) < 12
    assert not made.better
    assert "not surely better" in made.sentence


def test_on_shuffled_outcomes_there_is_no_signal() -> None:
    dice, told = np.random.default_rng(3), seen(3)
    verdicts = [found(replace(told, happened=dice.permutation(told.happened))) for _ in range(8)]
    assert sum(made.weights is None for made in verdicts) >= 7
    assert sum(made.better for made in verdicts) == 0
    assert "No signal" in next(made for made in verdicts if made.weights is None).sentence


def test_nothing_that_is_dated_later_moves_the_weights() -> None:
    told = seen(4)
    late = told.day + HORIZON >= found(told).tested_from
    planted = replace(told, happened=np.where(late, told.level[:, 1] < 20, told.happened))
    assert found(planted).weights in (found(told).weights, None)
    early = replace(told, happened=np.where(late, told.happened, np.nan_to_num(told.level[:, 1], nan=99) < 20))
    assert found(early).weights != found(told).weights


def test_no_weight_is_below_nothing_and_none_could_be_more_likely() -> None:
    """Checked by trying: no small step from the answer is better, where steps below nothing are not allowed."""
    told = seen(5, (4.0, -2.0, 1.0), accounts=60)
    x, hit = np.where(told.coverage > 0, (70 - np.nan_to_num(told.level)) / 100, 0), told.happened.astype(float)
    weights = fit(x, hit, EQUAL, 3.0)
    scale = fit(x @ EQUAL[:, None], hit, np.zeros(1), 1e-6)[1]

    def cost(at: Any) -> float:
        odds = at[0] + x @ at[1:]
        return float(np.log1p(np.exp(odds)).sum() - hit @ odds + 1.5 * ((at[1:] - scale * EQUAL) ** 2).sum())

    assert (weights[1:] >= 0).all()
    assert weights[2] == 0
    for n in range(4):
        for step in (-1e-3, 1e-3):
            tried = weights + step * np.eye(4)[n]
            if (tried[1:] >= 0).all():
                assert cost(tried) > cost(weights) - 1e-6


def test_the_risk_is_that_of_a_scorecard_whose_unknown_inputs_are_left_out() -> None:
    told = seen(6, accounts=5)
    risk = risk_of(told, np.array([2.0, 1.0, 1.0]))
    for row in range(len(risk)):
        known = [(w, 70 - v) for w, v in zip((2.0, 1.0, 1.0), told.level[row].tolist(), strict=True) if v == v]
        lack = sum(w * v for w, v in known) / sum(w for w, _ in known) / 100 if known else 0
        assert risk[row] == pytest.approx(lack)
    assert found(seen(1)).present.value == pytest.approx(area(risk_of(later := _later(seen(1)), EQUAL), later.happened))


def _later(told: Seen) -> Seen:
    return told.only(told.day >= found(told).tested_from)


def test_too_few_events_suggest_nothing() -> None:
    assert isinstance(suggest(seen(7, (0.0, 0.0, 0.0), accounts=12), EQUAL, HORIZON), TooFew)
    assert isinstance(suggest(seen(7).only(np.zeros(len(DAYS) * 400, dtype=bool)), EQUAL, HORIZON), TooFew)


@pytest.mark.parametrize(
    ("weights", "shown"),
    [([1, 1, 1], (34, 33, 33)), ([13.5, 13.5, 73], (14, 13, 73)), ([5, 0, 0], (98, 1, 1)), ([1e-9, 1, 0], (1, 98, 1))],
)
def test_whole_weights_add_up_to_a_hundred_and_none_is_lost(weights: list[float], shown: tuple[int, ...]) -> None:
    assert whole(np.array(weights, dtype=float)) == shown
