"""What the visits tell equals what counting account by account tells."""

from datetime import date
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenure.core.periods import DAY
from tenure.metrics.journeys import Journey, Visits, read
from tenure.metrics.journeys.telling import cohorts, flow, lasted, standings
from tenure.metrics.journeys.visits import OPEN
from tenure.metrics.journeys.walking import OUT

FIRST = date(2026, 1, 20)
ACCOUNTS, PLACES = 4, 3
WORTH = np.array([100, 20, 3, 0])
GRID = st.lists(st.lists(st.integers(-1, PLACES - 1), min_size=ACCOUNTS, max_size=ACCOUNTS), min_size=2, max_size=30)


def journey(*days: int | None) -> Journey:
    made = [{"name": f"S{n}", "days": one, "leave": [{"when": "tier = a"}]} for n, one in enumerate(days)]
    return read({"id": "j1", "name": "J", "stages": made}, {})


MADE = journey(3, None, 5)
Runs = list[tuple[int, int, int, int | None, int]]


def runs(grid: list[list[int]]) -> Runs:
    """Account, stage, first day, first day elsewhere, where then; days count from the first of the grid."""
    found: Runs = []
    for n in range(ACCOUNTS):
        row, at = [day[n] for day in grid], 0
        while at < len(row):
            end = at
            while end < len(row) and row[end] == row[at]:
                end += 1
            if row[at] != OUT:
                found.append((n, row[at], at, *((None, OUT) if end == len(row) else (end, row[end]))))
            at = end
    return found


def slow_lasted(lengths: list[tuple[int, bool]], share: float) -> int | None:
    """Each day in turn: of those still there, how many go."""
    still = 1.0
    for day in range(1, 40):
        there = [one for one in lengths if one[0] >= day]
        if there:
            still *= 1 - sum(1 for length, ended in there if ended and length == day) / len(there)
        if still <= 1 - share + 1e-9:
            return day
    return None


@given(GRID, st.integers(0, 28))
def test_standings_count_what_is_there(grid: list[list[int]], opening: int) -> None:
    opening = min(opening, len(grid) - 1)
    visits = Visits.of(np.array(grid, dtype=np.int8), FIRST)
    last = len(grid) - 1
    told = standings(MADE, visits, WORTH, FIRST + opening * DAY, FIRST + last * DAY)
    for place, found in enumerate(told):
        mine = [run for run in runs(grid) if run[1] == place]
        here = [run for run in mine if run[3] is None]
        over = [run for run in here if MADE.stages[place].days and last - run[2] > (MADE.stages[place].days or 0)]
        ended = [run[4] for run in mine if run[3] is not None and run[3] > opening]
        known = [((run[3] if run[3] is not None else last) - run[2], run[3] is not None) for run in mine if run[2]]
        assert (found.accounts, found.worth) == (len(here), sum(WORTH[run[0]] for run in here))
        assert (found.stalled, found.stalled_worth) == (len(over), sum(WORTH[run[0]] for run in over))
        assert found.moved_on == sum(1 for then in ended if then > place)
        assert found.fell_back == sum(1 for then in ended if OUT < then < place)
        assert found.gone == sum(1 for then in ended if then == OUT)
        assert (found.median, found.upper) == (slow_lasted(known, 0.5), slow_lasted(known, 0.75))


@given(GRID, st.integers(0, 28), st.integers(0, 28))
def test_the_flow_has_everybody_once(grid: list[list[int]], a: int, b: int) -> None:
    a, b = sorted((min(a, len(grid) - 1), min(b, len(grid) - 1)))
    visits = Visits.of(np.array(grid, dtype=np.int8), FIRST)
    found = {(one.start, one.end): (one.accounts, one.worth)
             for one in flow(visits, WORTH, FIRST + a * DAY, FIRST + b * DAY)}  # fmt: skip
    for start, end in product(range(PLACES), range(-1, PLACES)):
        mine = [n for n in range(ACCOUNTS) if (grid[a][n], grid[b][n]) == (start, end)]
        assert found.get((start, end), (0, 0)) == (len(mine), sum(WORTH[n] for n in mine))


def test_returning_from_a_stage_that_calls_is_no_falling_back() -> None:
    call = {"name": "Call", "from_anywhere": True, "enter": [{"when": "tier = a"}]}
    first = {"name": "A", "leave": [{"when": "tier = a"}]}
    made = read({"id": "j1", "name": "J", "stages": [first, {"name": "B"}, call]}, {})
    visits = Visits.of(np.array([[2, 1], [0, 0]], dtype=np.int8), FIRST)
    told = standings(made, visits, np.array([1, 1]), FIRST, FIRST + DAY)
    assert [(one.moved_on, one.fell_back) for one in told] == [(0, 0), (0, 1), (1, 0)]
    assert [one.kind(made) for one in flow(visits, np.array([1, 1]), FIRST, FIRST + DAY)] == ["back", "on"]


def test_one_that_lasts_counts_for_as_long_as_it_has() -> None:
    """Two of three ended after 2 days, but seven more have lasted 10: half of them are still there."""
    entered = np.array([10] * 3 + [4] * 7)
    left = np.array([12, 12, 12] + [OPEN] * 7)
    visits = Visits(np.arange(10), np.zeros(10, dtype=np.int64), entered, left, np.full(10, OUT),
                    np.ones(10, dtype=np.bool_))  # fmt: skip
    day = date(1970, 1, 15)
    assert (lasted(visits, day, 0.3), lasted(visits, day, 0.5)) == (2, None)


@given(GRID)
def test_cohorts_count_those_who_came_in_a_month(grid: list[list[int]]) -> None:
    last = len(grid) - 1
    found = cohorts(MADE, Visits.of(np.array(grid, dtype=np.int8), FIRST), 0, FIRST + last * DAY)
    came = [run for run in runs(grid) if run[1] == 0 and run[2]]
    months = sorted({(FIRST + run[2] * DAY).replace(day=1) for run in came})
    assert [one.month for one in found] == months
    for one in found:
        mine = [run for run in came if (FIRST + run[2] * DAY).replace(day=1) == one.month]
        told = [run for run in mine if last - run[2] >= 3]
        assert (one.entered, one.told) == (len(mine), len(told))
        assert one.within == sum(1 for run in told if run[4] > 0 and run[3] is not None and run[3] - run[2] <= 3)
        assert (one.moved_on, one.still) == (sum(1 for run in mine if run[4] > 0), sum(1 for run in mine if not run[3]))
        assert one.gone == sum(1 for run in mine if run[3] and run[4] == OUT)
        assert one.moved_on + one.fell_back + one.gone + one.still == one.entered
