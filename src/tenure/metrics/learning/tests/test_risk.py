"""The learned risk adds up, survives being written down, and stays silent where it knows nothing."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tenure.metrics.learning import Card, Examples, Learned, Risk, Term, fit, gather, learn
from tenure.metrics.learning.risk import POINT
from tenure.metrics.proof import Comparison, Events, TooFew, Verdict, area, longest_silence
from tenure.metrics.scorecards import explain
from tenure.metrics.scorecards.explain import Reading

DAY = date(2024, 5, 1)


def book(seed: int = 1, accounts: int = 300, days: int = 6, signal: float = 1.5) -> Examples:
    """Accounts on some days, 90 apart. Use decides who leaves, days since the last event say a little of it."""
    dice = np.random.default_rng(seed)
    account, day = np.tile(np.arange(accounts), days), np.repeat(np.arange(days) * 90, accounts)
    use = dice.normal(size=accounts)[account] + 0.3 * dice.normal(size=len(account))
    silent = np.maximum(np.rint(10 - 2 * use + 6 * dice.normal(size=len(account))), 0)
    seen = np.where(dice.random(len(account)) < 0.1, np.nan, silent)
    happened = dice.random(len(account)) < 1 / (1 + np.exp(2 + signal * use))
    return Examples(
        ("use", "silent", "noise"), np.column_stack([use, seen, dice.normal(size=len(account))]), happened, account, day
    )


def learned(examples: Examples) -> Learned:
    return learn(examples, 90, DAY, {"days since the last event": longest_silence(examples.column("silent"))})


@pytest.fixture(scope="module")
def found() -> Learned:
    return learned(book())


def test_it_is_shown_where_it_beats_the_baselines(found: Learned) -> None:
    tested = found.card.tested
    assert isinstance(tested, Comparison)
    assert tested.verdict is Verdict.BETTER
    assert found.risk is not None
    assert set(tested.baselines) == {"days since the last event", "last period's rate"}
    assert found.card.brier is not None
    assert found.card.brier_of_rate is not None
    assert found.card.brier < found.card.brier_of_rate
    assert sum(part.cases for part in found.card.deciles) == tested.cases == 600
    assert tested.left_out == 0
    assert (found.card.rows, found.card.accounts, found.card.tested_from) == (1800, 300, 360)


def test_its_probabilities_are_about_right_on_what_it_has_not_seen(found: Learned) -> None:
    for part in found.card.deciles:
        assert part.low is not None
        assert part.high is not None
        assert part.said is not None
        assert part.low - 0.06 < part.said < part.high + 0.06


def test_the_same_examples_give_the_same_risk(found: Learned) -> None:
    assert learned(book()) == found


@settings(max_examples=30)
@given(cells=st.lists(st.tuples(*[st.none() | st.floats(-40, 40)] * 3), min_size=1, max_size=5))
def test_contributions_add_up_exactly(found: Learned, cells: list[tuple[float | None, ...]]) -> None:
    risk = found.risk
    assert risk is not None
    x = np.array([[np.nan if cell is None else cell for cell in row] for row in cells])
    for points, log_odds, said in zip(risk.explain(x).tolist(), risk.log_odds(x), risk.predict(x), strict=True):
        assert risk.base + sum(points) == log_odds
        assert said == 1 / (1 + np.exp(-log_odds / POINT))


def test_a_move_explains_itself_like_that_of_a_score(found: Learned) -> None:
    risk, x = found.risk, np.array([[1.0, 3.0, 0.2], [-2.0, np.nan, 0.2]])
    assert risk is not None
    values = [[None if np.isnan(cell) else float(cell) for cell in row] for row in x]
    was, now = (map(Reading, risk.measures, *sides) for sides in zip(values, risk.explain(x).tolist(), strict=True))
    moves = explain([*was], [*now])
    before, after = risk.log_odds(x)
    assert sum(move.points for move in moves) == after - before > 0
    assert {move.measure: move.because for move in moves} == {"use": "value", "silent": "unknown"}


def test_what_is_unknown_is_learned_and_is_no_zero() -> None:
    dice = np.random.default_rng(2)
    unknown = dice.random(2000) < 0.3
    x = np.where(unknown, np.nan, dice.normal(size=2000))[:, None]
    happened = dice.random(2000) < np.where(unknown, 0.7, 0.1)
    risk = fit(Examples(("pulse",), x, happened, np.arange(2000), np.zeros(2000, dtype=int)))
    said = risk.predict(np.array([[np.nan], [0.0]]))
    assert said[0] == pytest.approx(0.7, abs=0.05)
    assert said[1] == pytest.approx(0.1, abs=0.05)


def test_what_was_never_unknown_gives_nothing_when_it_is() -> None:
    risk = fit(book(days=1).only(~np.isnan(book(days=1).column("silent"))))
    assert [term.unknown for term in risk.terms] == [0, 0, 0]
    assert risk.log_odds(np.full((1, 3), np.nan)).tolist() == [risk.base]


def test_a_measure_of_which_nothing_is_known_gives_nothing() -> None:
    some = book(days=1)
    none = Examples(
        ("use", "nothing"),
        np.column_stack([some.x[:, 0], np.full(len(some), np.nan)]),
        some.happened,
        some.account,
        some.day,
    )
    assert not fit(none).explain(none.x)[:, 1].any()


def test_it_finds_a_curve_that_turns() -> None:
    dice = np.random.default_rng(3)
    x = dice.uniform(-3, 3, size=(3000, 1))
    happened = dice.random(3000) < 1 / (1 + np.exp(3 - np.abs(x[:, 0]) * 1.5))
    risk = fit(Examples(("depth",), x, happened, np.arange(3000), np.zeros(3000, dtype=int)))
    low, middle, high = risk.predict(np.array([[-2.8], [0.0], [2.8]]))
    assert min(low, high) > 4 * middle
    assert area(risk.predict(x), happened) > 0.75


def test_written_down_and_read_again_it_says_the_same(found: Learned) -> None:
    assert found.risk is not None
    again = Risk.from_json(found.risk.to_json())
    x = np.random.default_rng(5).normal(scale=20, size=(500, 3))
    assert again == found.risk
    assert (again.predict(x) == found.risk.predict(x)).all()
    assert Card.from_json(found.card.to_json()) == found.card


@pytest.mark.parametrize("knots", [[], [1.0, 0.0], [0.0]])
def test_a_curve_that_is_none_is_refused(knots: list[float]) -> None:
    term = {"measure": "use", "knots": knots, "points": [1, 2], "unknown": 0}
    with pytest.raises(ValidationError, match="rising knots"):
        Risk.from_json(json.dumps({"base": 0, "terms": [term]}))


def test_a_term_is_level_beyond_its_knots() -> None:
    term = Term("use", (0.0, 10.0), (100, -100), 7)
    assert term.of(np.array([-5, 0, 2.5, 10, 99, np.nan])).tolist() == [100, 100, 50, -100, -100, 7]


def test_shuffled_labels_are_not_enough_to_learn_from() -> None:
    for seed in range(5):
        some = book(seed)
        shuffled = np.random.default_rng(seed).permutation(some.happened)
        quiet = learned(Examples(some.measures, some.x, shuffled, some.account, some.day))
        assert quiet.risk is None
        assert isinstance(quiet.card.tested, Comparison)
        assert quiet.card.tested.verdict is Verdict.NO_SIGNAL
        assert quiet.card.sentence.startswith("Not enough to learn from.")
        assert "no signal" in quiet.card.sentence


def test_what_a_baseline_already_knows_is_not_shown() -> None:
    some = book()
    as_good = learn(some, 90, DAY, {"use": -some.column("use")})
    assert as_good.risk is None
    assert "not surely better than use" in as_good.card.sentence


def test_too_few_events_or_too_short_a_past_claims_nothing() -> None:
    rare = book()
    rare = Examples(rare.measures, rare.x, rare.happened & (rare.account < 9), rare.account, rare.day)
    assert isinstance(learned(rare).card.tested, TooFew)
    assert learned(rare).risk is None
    short = learn(book(days=2), 900, DAY, {})
    assert short.card.tested == TooFew(0, 0)
    assert Card.from_json(short.card.to_json()) == short.card
    assert learned(book().only(np.zeros(1800, dtype=bool))).card.sentence.startswith(
        "Not enough to learn from. Too few"
    )


def test_the_horizon_begins_the_day_after_and_ends_with_its_last_day() -> None:
    events, there = Events(np.arange(4), np.array([10, 11, 20, 21])), (np.zeros(4, dtype=int), np.full(4, 99))
    found = gather({"use": np.zeros((1, 4))}, np.array([10]), events, there, horizon=10, today=20)
    assert found.happened.tolist() == [False, True, True, False]
    assert len(gather({"use": np.zeros((1, 4))}, np.array([10]), events, there, horizon=10, today=19)) == 0


@given(
    rows=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), max_size=5),
    today=st.integers(0, 50), horizon=st.integers(1, 15), data=st.data(),
)  # fmt: skip
def test_examples_are_those_whose_horizon_has_passed(
    rows: list[tuple[int, int]], today: int, horizon: int, data: st.DataObject
) -> None:
    since = np.array(data.draw(st.lists(st.integers(0, 30), min_size=3, max_size=3)))
    until = np.array(data.draw(st.lists(st.integers(0, 60), min_size=3, max_size=3)))
    days, grid = np.array([5, 12, 30]), np.arange(9.0).reshape(3, 3)
    events = Events(np.array([a for a, _ in rows], dtype=int), np.array([d for _, d in rows], dtype=int))
    found = gather({"use": grid, "less": grid - 100}, days, events, (since, until), horizon, today)
    expected = [
        ([grid[i, a], grid[i, a] - 100], any(who == a and day < at <= day + horizon for who, at in rows), a, day)
        for i, day in enumerate(days.tolist()) if day + horizon <= today
        for a in range(3) if since[a] <= day < until[a]
    ]  # fmt: skip
    assert found.measures == ("use", "less")
    assert found.x.tolist() == [x for x, *_ in expected]
    assert found.happened.tolist() == [hit for _, hit, *_ in expected]
    assert found.account.tolist() == [a for *_, a, _ in expected]
    assert found.day.tolist() == [day for *_, day in expected]


def test_who_waits_hears_of_each_fit_and_may_end_it() -> None:
    heard: list[tuple[int, int]] = []
    learn(book(), 90, DAY, {}, lambda done, fits: heard.append((done, fits)))
    assert heard == [(n, 6) for n in range(6)]

    def stop(_done: int, _fits: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        learn(book(), 90, DAY, {}, stop)
