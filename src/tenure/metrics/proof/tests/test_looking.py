"""Cases of the past and lead times, against a walk day by day; and nothing from the future is read."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.metrics.proof import Cases, Events, after_falling, lead, look, said_before
from tenure.metrics.proof.lead import survival

ACCOUNTS, DAYS = 3, 12
_grid = st.lists(
    st.lists(st.none() | st.integers(0, 3), min_size=ACCOUNTS, max_size=ACCOUNTS), min_size=DAYS, max_size=DAYS
).map(lambda rows: np.array([[math.nan if cell is None else float(cell) for cell in row] for row in rows]))
_days = st.sampled_from((1, 2, 3)).map(lambda step: 5 + step * np.arange(DAYS))
_events = st.lists(st.tuples(st.integers(0, ACCOUNTS - 1), st.integers(0, 45)), max_size=5)


def events_of(rows: list[tuple[int, int]]) -> Events:
    return Events(np.array([a for a, _ in rows], dtype=int), np.array([d for _, d in rows], dtype=int))


def said_by_hand(grid: Any, days: Any, account: int, day: int) -> float:
    known = [row for row in range(len(days)) if days[row] <= day]
    return float(grid[known[-1], account]) if known else math.nan


@given(grid=_grid, days=_days, rows=_events, before=st.integers(1, 9), first=st.integers(6, 40), data=st.data())
def test_a_case_is_what_was_said_before_the_window_and_what_happened_in_it(
    grid: Any, days: Any, rows: list[tuple[int, int]], before: int, first: int, data: st.DataObject
) -> None:
    since = np.array(data.draw(st.lists(st.integers(0, 40), min_size=ACCOUNTS, max_size=ACCOUNTS)))
    until = np.array(data.draw(st.lists(st.integers(0, 60), min_size=ACCOUNTS, max_size=ACCOUNTS)))
    windows = [(first, first + 5), (first + 5, first + 9)]
    found = look(grid, days, events_of(rows), (since, until), windows, before, value=grid)
    expected = [
        (said_by_hand(grid, days, account, a - before), any(who == account and a <= day < b for who, day in rows),
         account)
        for a, b in windows for account in range(ACCOUNTS) if since[account] <= a - 1 < until[account]
    ]  # fmt: skip
    assert found.risk == pytest.approx([risk for risk, *_ in expected], nan_ok=True)
    assert found.happened.tolist() == [hit for _, hit, _ in expected]
    assert found.account.tolist() == [account for *_, account in expected]
    assert found.value.tolist() == [0 if math.isnan(risk) else risk for risk, *_ in expected]


@given(grid=_grid, days=_days, rows=_events, planted=_events, before=st.integers(1, 9), first=st.integers(6, 40))
def test_nothing_planted_in_the_future_changes_what_was_said(
    grid: Any, days: Any, rows: list[tuple[int, int]], planted: list[tuple[int, int]], before: int, first: int
) -> None:
    there = np.zeros(ACCOUNTS, dtype=int), np.full(ACCOUNTS, 100)
    plain = look(grid, days, events_of(rows), there, [(first, first + 9)], before)
    later = np.where((days > first - before)[:, None], 99.0, grid)
    after = [*rows, *((account, first + 9 + day) for account, day in planted)]
    peeking = look(later, days, events_of(after), there, [(first, first + 9)], before)
    assert plain.risk == pytest.approx(peeking.risk, nan_ok=True)
    assert plain.happened.tolist() == peeking.happened.tolist()


def test_a_prediction_of_the_same_day_is_refused() -> None:
    nothing = np.zeros((1, 1)), np.zeros(1, dtype=int), events_of([]), (np.zeros(1, dtype=int), np.ones(1, dtype=int))
    with pytest.raises(ValueError, match="at least one day older"):
        look(*nothing, [(1, 2)], before=0)


def test_no_windows_give_no_cases() -> None:
    there = np.zeros(1, dtype=int), np.ones(1, dtype=int)
    assert len(look(np.zeros((1, 1)), np.zeros(1, dtype=int), events_of([]), there, [], before=1)) == len(
        Cases.of(np.empty(0), np.empty(0, dtype=bool))
    )


@given(grid=_grid, days=_days, rows=_events)
def test_what_was_said_before_each_event(grid: Any, days: Any, rows: list[tuple[int, int]]) -> None:
    found = said_before(grid, days, events_of(rows), (1, 7, 30))
    for i, (account, day) in enumerate(rows):
        expected = [said_by_hand(grid, days, account, day - before) for before in (1, 7, 30)]
        assert found[i] == pytest.approx(expected, nan_ok=True)


def lead_by_hand(grid: Any, days: Any, account: int, day: int, cut: float) -> tuple[float, bool] | str:
    """Goes back from the event for as long as the account stays above the cut."""
    rows = [row for row in range(len(days)) if days[row] < day]
    if not rows or math.isnan(grid[rows[-1], account]):
        return "unknown"
    if grid[rows[-1], account] <= cut:
        return "unwarned"
    row = rows[-1]
    while row > 0 and grid[row - 1, account] > cut:
        row -= 1
    return float(day - days[row]), bool(row == 0 or math.isnan(grid[row - 1, account]))


@given(grid=_grid, days=_days, rows=_events, cut=st.integers(0, 2))
def test_lead_is_how_long_the_warning_stood(grid: Any, days: Any, rows: list[tuple[int, int]], cut: int) -> None:
    found = lead(grid, days, events_of(rows), cut)
    expected = [lead_by_hand(grid, days, account, day, cut) for account, day in rows]
    assert list(zip(found.days.tolist(), found.at_least.tolist(), strict=True)) == [
        one for one in expected if isinstance(one, tuple)
    ]
    assert found.unwarned == expected.count("unwarned")
    assert found.unknown == expected.count("unknown")


def test_a_lead_in_words() -> None:
    grid, days = np.array([[0.0, 0, 9], [9, 0, 9], [9, 0, 9]]), np.array([10, 20, 30])
    found = lead(grid, days, events_of([(0, 35), (1, 35)]), 5)
    assert found.sentence == "1 of 2 were warned of; half of those at least 15 days ahead."
    assert (
        lead(grid, days, events_of([(2, 35)]), 5).sentence
        == "1 of 1 were warned of, most of them for longer than is known."
    )
    assert lead(grid, days, events_of([(1, 35)]), 5).sentence == "0 of 1 were warned of."
    assert lead(grid, days, events_of([(1, 10)]), 5).sentence.startswith("Nothing was said")


def redistributed(lasted: list[int], cut_short: list[bool]) -> dict[int, float]:
    """Efron's way to the same estimate: whoever is cut short hands its weight on to those who lasted longer."""
    order = sorted(range(len(lasted)), key=lambda i: (lasted[i], cut_short[i]))
    weight, share, found = [1 / len(lasted)] * len(lasted), 1.0, {}
    for place, i in enumerate(order):
        rest = order[place + 1 :]
        if not cut_short[i]:
            share -= weight[i]
            found[lasted[i]] = share
        for other in rest if cut_short[i] else ():
            weight[other] += weight[i] / len(rest)
    return found


@given(rows=st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=12))
def test_survival_against_handing_weight_on(rows: list[tuple[int, bool]]) -> None:
    found = survival(np.array([t for t, _ in rows], dtype=float), np.array([c for _, c in rows], dtype=bool))
    slow = redistributed([t for t, _ in rows], [c for _, c in rows]) if rows else {}
    assert dict(zip(found.times.tolist(), found.share.tolist(), strict=True)) == pytest.approx(slow, abs=1e-9)
    for time in range(7):
        past = [share for at, share in slow.items() if at <= time]
        assert found.ended_by(time) == pytest.approx(1 - min(past, default=1.0), abs=1e-9)
    reached = [at for at, share in slow.items() if share <= 0.5 - 1e-9]
    if reached:
        assert found.median is not None
        assert found.median <= min(reached)


@given(grid=_grid, days=_days, cut=st.integers(0, 2), data=st.data())
def test_after_falling_follows_each_account_from_its_first_fall(
    grid: Any, days: Any, cut: int, data: st.DataObject
) -> None:
    until = np.array(data.draw(st.lists(st.integers(5, 60), min_size=ACCOUNTS, max_size=ACCOUNTS)))
    event = data.draw(st.lists(st.none() | st.integers(5, 60), min_size=ACCOUNTS, max_size=ACCOUNTS))
    found = after_falling(grid, days, np.array([math.inf if e is None else e for e in event]), until, cut)
    lasted, cut_short = [], []
    for account in range(ACCOUNTS):
        falls = [days[r] for r in range(1, DAYS) if grid[r - 1, account] <= cut < grid[r, account]]
        happens = event[account]
        end = until[account] if happens is None else min(happens, until[account])
        if falls and falls[0] < end:
            lasted.append(float(end - falls[0]))
            cut_short.append(happens is None or happens > until[account])
    slow = survival(np.array(lasted), np.array(cut_short, dtype=bool))
    assert found.times.tolist() == slow.times.tolist()
    assert found.share == pytest.approx(slow.share)
