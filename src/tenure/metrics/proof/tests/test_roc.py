"""Area under ROC and its interval, against pairs counted one by one and draws made row by row."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.metrics.proof import LEAST, Area, Cases, TooFew, area, area_with_interval, too_few
from tenure.metrics.proof.roc import drawn_areas

_rows = st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(1, 3)), min_size=1, max_size=14)


def by_pairs(risk: list[float], happened: list[bool]) -> float:
    won = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, hit in zip(risk, happened, strict=True) if hit
        for b, other in zip(risk, happened, strict=True) if not other
    ]  # fmt: skip
    return sum(won) / len(won) if won else math.nan


@given(rows=_rows)
def test_it_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[int, bool, int]]) -> None:
    risk, happened, times = (list(column) for column in zip(*rows, strict=True))
    found = area(np.array(risk, dtype=float), np.array(happened))
    assert found == pytest.approx(by_pairs([*map(float, risk)], happened), nan_ok=True)

    often = [(r, h) for r, h, n in rows for _ in range(n)]
    weighted = area(np.array(risk, dtype=float), np.array(happened), np.array(times, dtype=float))
    assert weighted == pytest.approx(by_pairs([float(r) for r, _ in often], [h for _, h in often]), nan_ok=True)


def test_it_takes_an_endless_risk() -> None:
    assert area(np.array([np.inf, np.inf, 1.0]), np.array([True, False, False])) == pytest.approx(0.75)


def made(seed: int, accounts: int = 40, days: int = 3, strength: float = 1.0) -> Cases:
    """Accounts looked at on some days; the first third leave, all at the end of the last."""
    dice = np.random.default_rng(seed)
    leaves = np.arange(accounts) < accounts // 3
    account = np.tile(np.arange(accounts), days)
    risk = np.round(dice.normal(size=accounts * days) + strength * leaves[account], 1)
    return Cases.of(risk, leaves[account] & (np.arange(accounts * days) >= accounts * (days - 1)), account)


@settings(max_examples=10)
@given(seed=st.integers(0, 1000))
def test_accounts_are_drawn_whole_and_each_side_apart(seed: int) -> None:
    cases = made(seed)
    found = drawn_areas(cases, draws=5, seed=seed)
    hit = sorted(set(cases.account[cases.happened].tolist()))
    others = sorted(set(cases.account.tolist()) - set(hit))
    dice = np.random.default_rng(seed)
    for draw in found:
        chosen = [*dice.choice(hit, len(hit)), *dice.choice(others, len(others))]
        rows = [row for account in chosen for row in range(len(cases)) if cases.account[row] == account]
        assert draw == pytest.approx(by_pairs(cases.risk[rows].tolist(), cases.happened[rows].tolist()))


def test_the_same_cases_give_the_same_interval_around_the_value() -> None:
    found, again = area_with_interval(made(7)), area_with_interval(made(7))
    assert isinstance(found, Area)
    assert found == again
    assert found.low < found.value < found.high
    assert found.better_than_chance


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Two normal distributions one apart: the truth is known."""
    truth, inside = 0.5 * (1 + math.erf(0.5)), 0
    for seed in range(60):
        dice = np.random.default_rng(seed)
        happened = np.arange(120) < 40
        found = area_with_interval(Cases.of(dice.normal(size=120) + happened, happened), draws=200)
        assert isinstance(found, Area)
        inside += found.low <= truth <= found.high
    assert 52 <= inside <= 60


def test_rows_of_one_account_do_not_make_it_surer() -> None:
    once, thrice = made(3, days=1), made(3, days=1)
    thrice = Cases(*(np.tile(getattr(thrice, name), 3) for name in ("risk", "happened", "account", "value")))
    assert area_with_interval(once) == area_with_interval(thrice)


@pytest.mark.parametrize(("events", "others"), [(LEAST - 1, 50), (50, LEAST - 1), (0, 0)])
def test_too_few_on_either_side_claims_nothing(events: int, others: int) -> None:
    happened = np.arange(events + others) < events
    found = area_with_interval(Cases.of(np.arange(events + others), happened))
    assert found == TooFew(events, others)
    assert f"it happened to {events} accounts and not to {others}" in found.sentence


def test_an_account_seen_often_is_one_and_one_of_which_nothing_was_said_is_none() -> None:
    happened = np.arange(40) < 20
    assert too_few(Cases.of(np.zeros(40), happened)) is None
    assert too_few(Cases.of(np.zeros(40), happened, np.arange(40) // 4)) == TooFew(5, 5)
    assert too_few(Cases.of(np.where(np.arange(40) < 15, np.nan, 0.0), happened)) == TooFew(5, 20)
