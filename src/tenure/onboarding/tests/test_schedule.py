"""The schedule: worked examples, and the same computed day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.onboarding import workdays
from tenure.onboarding.schedule import (
    Bar,
    Forecast,
    Node,
    Shift,
    State,
    Stretch,
    cost,
    earliest,
    forecast,
    moved,
    shifts,
)
from tenure.onboarding.tests import slow

MONDAY = date(2026, 9, 28)
DAY = timedelta(days=1)


def day(number: int) -> date:
    """The n-th day after the Monday on which plans of these tests begin."""
    return MONDAY + number * DAY


PLAN = (
    Node("kick_off", 3, planned_finish=day(2)),
    Node("access", 2, ("kick_off",), planned_finish=day(4)),
    Node("data", 5, ("kick_off",), planned_finish=day(9)),
    Node("training", 1, ("access", "data"), planned_finish=day(10)),
)


def told(found: Forecast) -> dict[str, tuple[date, date, str]]:
    return {key: (bar.start, bar.finish, bar.state) for key, bar in found.bars.items()}


class TestWorkingDays:
    def test_a_weekend_has_no_number_of_its_own(self) -> None:
        friday, saturday, monday = day(4), day(5), day(7)
        assert workdays.since(monday) == workdays.since(saturday) == workdays.until(saturday) + 1
        assert workdays.until(saturday) == workdays.until(friday) == workdays.since(friday)

    @settings(deadline=None)
    @given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
    def test_they_are_counted_as_one_would(self, start: date, days: int) -> None:
        end = start + days * DAY
        assert workdays.between(start, end) == slow.working_days(start, end)
        assert workdays.day(workdays.until(start)) == slow.back_to_work(start)
        assert slow.working_days(start, workdays.later(start, days)) == days or days == 0


class TestExamples:
    def test_before_anything_happened_it_is_as_planned(self) -> None:
        found = forecast(PLAN, MONDAY, MONDAY, day(10))
        assert told(found) == {
            "kick_off": (day(0), day(2), "on_track"),
            "access": (day(3), day(4), "planned"),
            "data": (day(3), day(9), "planned"),
            "training": (day(10), day(10), "planned"),
        }
        assert (found.finish, found.late, found.state, found.done) == (day(10), 0, "on_track", 0)
        assert {key: bar.slack for key, bar in found.bars.items()} == {
            "kick_off": 0, "access": 3, "data": 0, "training": 0
        }  # fmt: skip

    def test_who_is_late_moves_those_who_wait(self) -> None:
        nodes = [Node("kick_off", 3, planned_finish=day(2), ended=day(4)), *PLAN[1:]]
        found = forecast(nodes, MONDAY, day(9), day(10))
        assert told(found)["access"] == (day(7), day(9), "behind")  # a day past its end
        assert told(found)["data"] == (day(7), day(11), "behind")
        assert (found.finish, found.late, found.state) == (day(14), 2, "behind")
        assert found.done == 3 / 11
        assert (found.bars["access"].slack, found.bars["data"].slack) == (2, 0)
        assert (cost(nodes, "access", MONDAY, day(9)), found.bars["access"].delay) == (0, 1)

    def test_a_stuck_step_moves_the_end_by_each_day_it_stays_so(self) -> None:
        done = Node("kick_off", 3, planned_finish=day(2), ended=day(2))
        stuck = Node("data", 5, ("kick_off",), planned_finish=day(9), stuck=(Stretch(day(4)),))
        nodes = [done, Node("access", 2, ("kick_off",), ended=day(4)), stuck, PLAN[3]]
        on_tuesday, on_wednesday = (forecast(nodes, MONDAY, day(n), day(10)) for n in (15, 16))
        assert (on_tuesday.state, on_tuesday.bars["data"].state) == ("stuck", "stuck")
        assert workdays.between(on_tuesday.finish, on_wednesday.finish) == 1
        # One day was worked on before, four are left: Wednesday to Monday, and the training on Tuesday.
        assert (on_tuesday.bars["data"].finish, on_tuesday.finish, on_tuesday.late) == (day(21), day(22), 8)
        assert cost(nodes, "data", MONDAY, day(15)) == 8
        # With the other not done either, both hold the training up, and mending one helps by what the other leaves.
        assert cost([done, PLAN[1], stuck, PLAN[3]], "data", MONDAY, day(15)) == 4

    def test_stuck_where_there_is_slack_is_not_yet_the_whole_plan(self) -> None:
        stuck = Node("access", 2, ("kick_off",), stuck=(Stretch(day(3)),))
        nodes = [Node("kick_off", 3, ended=day(2)), stuck, *PLAN[2:]]
        found = forecast(nodes, MONDAY, day(4), day(10))
        assert (found.bars["access"].state, found.state) == ("stuck", "on_track")
        assert cost(nodes, "access", MONDAY, day(4)) == 0

    def test_what_is_dropped_holds_nobody_up_and_is_nothing_done(self) -> None:
        nodes = [Node("kick_off", 3, ended=day(0), dropped=True), *PLAN[1:]]
        found = forecast(nodes, MONDAY, day(0))
        assert (found.bars["data"].start, found.done, found.all_days) == (day(1), 0, 8)

    def test_finished_on_a_weekend_and_before_its_turn(self) -> None:
        nodes = [Node("a", 3), Node("b", 4, ("a",), ended=day(5)), Node("c", 1, ("b",))]
        found = forecast(nodes, MONDAY, day(6))
        assert (found.bars["b"].start, found.bars["b"].finish, found.bars["c"].start) == (day(4), day(4), day(7))

    def test_a_promise_is_believed_until_it_is_broken(self) -> None:
        nodes = [Node("a", 2, promised=day(3))]
        assert forecast(nodes, MONDAY, day(0)).finish == day(3)
        assert forecast(nodes, MONDAY, day(4)).finish == day(4)

    def test_an_empty_plan_ends_when_it_begins(self) -> None:
        found = forecast([], day(5), MONDAY)
        assert (found.finish, found.done, found.state) == (day(7), 0, "on_track")

    def test_what_a_move_shifts(self) -> None:
        before = forecast(PLAN, MONDAY, MONDAY)
        after = forecast(moved(PLAN, "data", day(7), 5), MONDAY, MONDAY)
        assert shifts(before, after) == [
            Shift("data", day(3), day(9), day(7), day(11)),
            Shift("training", day(10), day(10), day(14), day(14)),
        ]
        assert earliest(PLAN, "data", MONDAY, MONDAY) == day(3)
        assert earliest(PLAN, "kick_off", MONDAY, MONDAY) == MONDAY

    def test_a_step_waits_for_one_that_is_not_there_no_more(self) -> None:
        assert forecast([Node("b", 1, ("gone",))], MONDAY, MONDAY).finish == MONDAY


def _days(most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(day)


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Node], date]:
    """Steps that wait for earlier ones, in any order, with anything that may have happened to them by a day."""
    known = draw(st.integers(0, 30))
    nodes = []
    for number in range(draw(st.integers(1, 6))):
        after = draw(st.sets(st.sampled_from([f"s{one}" for one in range(number)]), max_size=3)) if number else set()
        stuck = []
        if draw(st.booleans()):
            first, until = draw(st.integers(0, known)), draw(st.none() | st.integers(0, known))
            stuck.append(Stretch(day(first), None if until is None else day(max(first, until))))
        nodes.append(
            Node(
                f"s{number}", draw(st.integers(1, 6)), tuple(sorted(after)), draw(st.none() | _days(40)),
                draw(st.none() | _days(50)), draw(st.none() | _days(known)), stuck=tuple(stuck),
            )
        )  # fmt: skip
    return draw(st.permutations(nodes)), day(known)


class TestDayByDay:
    @given(plans())
    @settings(max_examples=200, deadline=None)
    def test_each_step_begins_and_ends_as_when_it_is_lived_through(self, known: tuple[list[Node], date]) -> None:
        nodes, today = known
        spans = slow.live(nodes, MONDAY, today)
        found = forecast(nodes, MONDAY, today)
        assert {key: (bar.start, bar.finish) for key, bar in found.bars.items()} == spans
        assert found.finish == slow.end(spans)

    @given(plans())
    @settings(max_examples=80, deadline=None)
    def test_slack_and_cost_are_what_trying_it_out_gives(self, known: tuple[list[Node], date]) -> None:
        nodes, today = known
        found = forecast(nodes, MONDAY, today)
        for bar in filter(_open, found.bars.values()):
            assert bar.slack == slow.slack(nodes, bar.key, MONDAY, today)
            assert cost(nodes, bar.key, MONDAY, today) == slow.cost(nodes, bar.key, MONDAY, today)
        assert all(bar.slack is None for bar in found.bars.values() if not bar.is_open)

    @given(plans())
    @settings(max_examples=100, deadline=None)
    def test_somebody_holds_up_the_end_and_nobody_is_behind_before_they_could_begin(
        self, known: tuple[list[Node], date]
    ) -> None:
        nodes, today = known
        found = forecast(nodes, MONDAY, today)
        for bar in found.bars.values():
            assert (bar.state == State.PLANNED) == (bar.is_open and bar.start > today and not _stuck(nodes, bar.key))
        still_open = [bar for bar in found.bars.values() if bar.is_open]
        if still_open and max(bar.finish for bar in still_open) == found.finish:
            assert any(bar.is_critical for bar in still_open)


def _open(bar: Bar) -> bool:
    return bar.is_open


def _stuck(nodes: list[Node], key: str) -> bool:
    return next(one for one in nodes if one.key == key).is_stuck


@pytest.mark.parametrize("today", [day(0), day(5), day(6)])
def test_today_may_be_a_weekend(today: date) -> None:
    assert forecast(PLAN, today, today).finish >= today
