"""Claims are made only where there is something to claim."""

import numpy as np
import pytest

from tenure.metrics.proof import Area, Cases, Comparison, TooFew, Verdict, compare, longest_silence, same_for_all

N = 400


def cases(signal: float, seed: int = 5) -> Cases:
    happened = np.arange(N) < 80
    return Cases.of(np.random.default_rng(seed).normal(size=N) + signal * happened, happened)


def beside(signal: float, rival: float) -> Comparison:
    found = compare(cases(signal), {"the rival": cases(rival, seed=6).risk, "the rate": same_for_all(0.2, N)})
    assert isinstance(found, Comparison)
    return found


def test_a_strong_signal_is_better_than_a_weak_rival() -> None:
    found = beside(1.5, 0.5)
    assert found.verdict is Verdict.BETTER
    assert "better than the rival" in found.sentence
    assert (found.cases, found.events, found.left_out) == (N, 80, 0)


def test_as_good_as_the_rival_is_not_better() -> None:
    found = beside(1.5, 1.5)
    assert found.verdict is Verdict.NOT_BETTER
    assert "not surely better than the rival" in found.sentence


def test_better_must_lie_above_the_interval_of_each_rival() -> None:
    own, weak = Area(0.8, 0.75, 0.85, 0.0), Area(0.6, 0.55, 0.65, 0.0)
    for high, expected in ((0.79, Verdict.BETTER), (0.8, Verdict.NOT_BETTER)):
        rivals = {"weak": weak, "strong": Area(0.76, 0.7, high, 0.0)}
        assert Comparison(own, rivals, N, 80, 0).verdict is expected


def test_a_rate_said_of_everyone_is_chance() -> None:
    flat = beside(1.5, 0.5).baselines["the rate"]
    assert (flat.value, flat.low, flat.high) == (0.5, 0.5, 0.5)


def test_shuffled_labels_have_no_signal() -> None:
    for seed in range(40):
        strong = cases(1.5)
        happened = np.random.default_rng(seed).permutation(strong.happened)
        found = compare(Cases.of(strong.risk, happened), {"the rate": same_for_all(0.2, N)})
        assert isinstance(found, Comparison)
        assert found.verdict is Verdict.NO_SIGNAL
        assert "no signal" in found.sentence


def test_a_signal_the_wrong_way_round_is_none() -> None:
    assert beside(-1.5, 0.5).verdict is Verdict.NO_SIGNAL


def test_rows_of_which_nothing_was_said_are_left_out_for_the_rivals_too() -> None:
    some = cases(1.5)
    risk = np.where(np.arange(N) % 4 == 0, np.nan, some.risk)
    rival = np.where(np.isnan(risk), np.nan, 1.0)
    found = compare(some.judged_by(risk), {"the rival": rival})
    assert isinstance(found, Comparison)
    assert (found.cases, found.events, found.left_out) == (300, 60, 100)


def test_a_rival_must_say_something_of_each_row() -> None:
    with pytest.raises(ValueError, match="must say something"):
        compare(cases(1), {"the rival": np.where(np.arange(N) == 7, np.nan, 1.0)})


def test_too_few_events_claim_nothing() -> None:
    assert compare(Cases.of(np.arange(50), np.arange(50) < 4), {}) == TooFew(4, 46)


def test_no_event_at_all_is_the_longest_silence() -> None:
    assert longest_silence(np.array([3.0, np.nan, 90.0])).tolist() == [3.0, np.inf, 90.0]
