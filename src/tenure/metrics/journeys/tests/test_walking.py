"""The stage of every account on every day equals a walk with a pencil: account by account, day by day."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.core.periods import DAY
from tenure.metrics.journeys.journey import Journey, read
from tenure.metrics.journeys.visits import OPEN, Visits, number
from tenure.metrics.journeys.walking import OUT, furthest, stages

DAYS, ACCOUNTS = 20, 3
FIRST = date(2026, 1, 1)


def journey(called: tuple[bool, ...], back: int) -> Journey:
    made = [
        {"name": f"S{n}", "from_anywhere": anywhere, "leave": [{"when": "tier = a"}],
         "enter": [{"when": "tier = a"}] if anywhere else []}
        for n, anywhere in enumerate((False, *called))
    ]  # fmt: skip
    return read({"id": "j1", "name": "J", "falls_back_after": back, "stages": made}, {})


def pencil(made: Journey, there: list[bool], enter: list[list[bool]], leave: list[list[bool]]) -> list[int]:
    """One account; lists by stage of lists by day."""
    reached: list[int] = []
    found = []
    for day in range(len(there)):
        at = 0 if there[day] else OUT
        while there[day] and (after := made.next(at)) is not None and leave[at][day] and enter[after][day]:
            at = after
        reached.append(at)
        stage = max(reached[max(0, day - made.falls_back_after + 1) :]) if there[day] else OUT
        for place, one in enumerate(made.stages):
            if there[day] and one.from_anywhere and enter[place][day] and not leave[place][day]:
                stage = place
        found.append(stage)
    return found


@given(st.data(), st.lists(st.booleans(), min_size=1, max_size=4), st.integers(1, 9))
def test_stages_are_those_of_a_walk(data: st.DataObject, called: list[bool], back: int) -> None:
    made = journey(tuple(called), back)
    shape = (DAYS, ACCOUNTS)

    def grid() -> np.ndarray:
        flat = data.draw(st.lists(st.booleans(), min_size=DAYS * ACCOUNTS, max_size=DAYS * ACCOUNTS))
        return np.array(flat).reshape(shape)

    there, enter, leave = grid(), [grid() for _ in made.stages], [grid() for _ in made.stages]
    found = stages(made, there, enter, leave)
    for n in range(ACCOUNTS):
        slow = pencil(made, there[:, n].tolist(), [e[:, n].tolist() for e in enter], [e[:, n].tolist() for e in leave])
        assert found[:, n].tolist() == slow


@given(st.lists(st.integers(-1, 5), min_size=1, max_size=40), st.integers(1, 50))
def test_the_furthest_of_some_days(row: list[int], days: int) -> None:
    found = furthest(np.array(row, dtype=np.int8)[:, None], days)[:, 0].tolist()
    assert found == [max(row[max(0, at - days + 1) : at + 1]) for at in range(len(row))]


PLACES = st.lists(st.lists(st.integers(-1, 3), min_size=ACCOUNTS, max_size=ACCOUNTS), min_size=1, max_size=12)


def by_hand(places: list[list[int]]) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = set()
    for n in range(ACCOUNTS):
        row = [day[n] for day in places]
        for at, stage in enumerate(row):
            if stage == OUT or (at and row[at - 1] == stage):
                continue
            end = next((later for later in range(at, len(row)) if row[later] != stage), None)
            left, then = (OPEN, OUT) if end is None else (number(FIRST) + end, row[end])
            found.add((n, stage, number(FIRST) + at, left, then, at > 0))
    return found


def rows(visits: Visits) -> set[tuple[int, ...]]:
    return set(zip(*(getattr(visits, name).tolist() for name in
                     ("account", "stage", "entered", "left", "then", "seen")), strict=True))  # fmt: skip


@given(PLACES)
def test_visits_are_the_runs_of_a_stage(places: list[list[int]]) -> None:
    assert rows(Visits.of(np.array(places, dtype=np.int8), FIRST)) == by_hand(places)


@given(PLACES, st.integers(0, 11))
def test_what_was_known_on_a_day_needs_only_the_days_up_to_it(places: list[list[int]], at: int) -> None:
    at = min(at, len(places) - 1)
    visits = Visits.of(np.array(places, dtype=np.int8), FIRST).up_to(FIRST + at * DAY)
    assert rows(visits) == by_hand(places[: at + 1])


def test_accounts_of_two_books_are_told_apart() -> None:
    both = Visits.of(np.array([[0]], dtype=np.int8), FIRST)
    assert both.joined(both, 1).account.tolist() == [0, 1]


def test_nobody_went_anywhere() -> None:
    assert len(Visits.of(np.zeros((3, 0), dtype=np.int8), FIRST)) == 0


@pytest.mark.parametrize("began", [True, False])
def test_the_beginning_is_known_where_nothing_was_before(began: bool) -> None:
    assert Visits.of(np.array([[0]], dtype=np.int8), FIRST, began).seen.tolist() == [began]
