"""Bound measures write values of objectives: the same as asking each day alone, once, and nothing from the future."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account, Subscription
from tenure.engine import publication
from tenure.engine.measures.looking import of_account
from tenure.engine.refresh import refresh
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.library.reading import published_measures
from tenure.planning.models import Goal, GoalState, GoalValue, Measured, SuccessPlan
from tenure.planning.plans import measuring, objectives, verbs
from tenure.planning.plans.measuring import changes
from tenure.planning.tasks import measure_when_needed
from tenure.work.models import Ticket, Touchpoint

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


def ticket(key: str, opened: datetime, solved: datetime | None = None, account: str = "a") -> Ticket:
    return Ticket.objects.create(id=key, account_id=account, opened_at=opened, solved_at=solved)


@pytest.fixture
def clock(home: Path, alice: User) -> Iterator[Any]:
    """Account a had two tickets in January, one of which is open; one came in March."""
    for key in ("a", "b"):
        Account.objects.create(id=key, name=f"Account {key}", owner=alice)
        Subscription.objects.create(
            id=key, subscription_id=key, account_id=key, price_minor=100, mrr_minor=100, currency="USD",
            start_date=date(2025, 6, 1),
        )  # fmt: skip
    ticket("t0", datetime(2025, 12, 1, tzinfo=UTC), datetime(2025, 12, 2, tzinfo=UTC))
    ticket("t1", datetime(2026, 1, 5, tzinfo=UTC))
    ticket("t2", datetime(2026, 1, 8, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
    ticket("t3", datetime(2026, 3, 4, tzinfo=UTC))
    with time_machine.travel(NOON, tick=False) as traveller:
        refresh()
        yield traveller


@pytest.fixture
def plan(clock: Any, alice: User) -> SuccessPlan:
    return verbs.begin(alice, Account.objects.get(pk="a"), "Calm", started_on=date(2026, 1, 1))


def bound(alice: User, plan: SuccessPlan, **more: Any) -> Goal:
    given = {"name": "Fewer open tickets", "measure": "open_tickets", "target": Decimal(0), "due_on": TODAY + 90 * DAY,
             "baseline_on": date(2026, 1, 6)}  # fmt: skip
    return objectives.add(alice, plan.pk, given | more)


def said(goal: Goal) -> dict[date, Decimal]:
    return dict(GoalValue.objects.filter(goal=goal).order_by("value_on").values_list("value_on", "value"))


def slowly(goal: Goal, first: date, last: date) -> dict[date, Decimal]:
    """Every day asked alone; kept where it is another than the day before."""
    found: dict[date, Decimal] = {}
    day, before = first, None
    while day <= last:
        value = of_account([published_measures()[goal.measure]], goal.plan.account_id, [day]).values[goal.measure][0, 0]
        if value == value and value != before:
            found[day] = Decimal(value)
            before = value
        day += DAY
    return found


def test_values_begin_at_the_baseline_and_are_those_of_each_day_alone(plan: SuccessPlan, alice: User) -> None:
    goal = bound(alice, plan)
    assert measuring.measure() == 4
    assert said(goal) == slowly(goal, date(2026, 1, 6), TODAY)
    assert said(goal) == {date(2026, 1, 6): 1, date(2026, 1, 8): 2, date(2026, 2, 1): 1, date(2026, 3, 4): 2}
    goal.refresh_from_db()
    assert (goal.baseline_on, goal.baseline) == (date(2026, 1, 6), Decimal(1))
    assert Change.objects.get(verb="objective.baseline_measured").origin == "measures"
    state = GoalState.objects.get(pk=goal.pk)
    assert (state.value_on, state.progress) == (date(2026, 3, 4), 0)
    assert state.value == 2


def test_a_first_value_after_the_due_day_is_no_baseline(plan: SuccessPlan, alice: User) -> None:
    """It can still be edited: nothing is due before its baseline."""
    late = bound(alice, plan, measure="last_touch", due_on=date(2026, 2, 10))
    in_time = bound(alice, plan, measure="last_touch", due_on=date(2026, 3, 1))
    Touchpoint.objects.create(id="call", account_id="a", kind="call", occurred_at=datetime(2026, 2, 20, tzinfo=UTC))
    refresh()
    measuring.measure()
    for goal in (late, in_time):
        goal.refresh_from_db()
    assert (late.baseline, late.baseline_on) == (None, date(2026, 1, 6))
    assert in_time.baseline_on == date(2026, 2, 20)
    for goal in (late, in_time):
        objectives.edit(alice, goal.pk, {"target": Decimal(5)}, seen=verbs.version(goal))


def test_again_and_after_being_killed_nothing_is_new(plan: SuccessPlan, alice: User) -> None:
    goal = bound(alice, plan)
    measuring.measure()
    before = list(GoalValue.objects.order_by("pk").values_list("pk", "value", "loaded_at"))
    assert measuring.measure() == 0
    Measured.objects.all().delete()  # killed before it wrote how far it got
    assert measuring.measure() == 0
    assert list(GoalValue.objects.order_by("pk").values_list("pk", "value", "loaded_at")) == before
    assert Measured.objects.get(pk=goal.pk).until == TODAY


def test_the_running_day_may_still_move_and_days_that_are_over_stay(clock: Any, plan: SuccessPlan, alice: User) -> None:
    goal = bound(alice, plan)
    ticket("now", NOON)
    refresh()
    measuring.measure()
    assert said(goal)[TODAY] == 3
    Ticket.objects.filter(pk="now").delete()
    refresh()
    measuring.measure()
    assert TODAY not in said(goal), "what was only so in the morning is taken back"
    ticket("late", datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 2, 12, tzinfo=UTC))
    clock.shift(DAY)
    refresh()
    measuring.measure()
    assert date(2026, 2, 10) not in said(goal), "what was said of a day that is over stays said"


def test_what_is_dated_later_has_no_effect(plan: SuccessPlan, alice: User) -> None:
    goal = bound(alice, plan)
    measuring.measure()
    before = said(goal)
    ticket("future", datetime(2026, 4, 1, tzinfo=UTC))
    refresh()
    GoalValue.objects.all().delete()
    Measured.objects.all().delete()
    measuring.measure()
    assert said(goal) == before


def test_what_somebody_typed_for_a_day_stands(plan: SuccessPlan, alice: User) -> None:
    goal = bound(alice, plan)
    GoalValue.objects.create(id=f"{goal.pk}|2026-02-01", goal=goal, value_on=date(2026, 2, 1), value=5, source="crm")
    measuring.measure()
    assert said(goal)[date(2026, 2, 1)] == 5
    assert said(goal)[date(2026, 2, 2)] == 1


def test_another_measure_begins_anew(plan: SuccessPlan, alice: User) -> None:
    goal = bound(alice, plan)
    measuring.measure()
    objectives.edit(alice, goal.pk, {"measure": "escalated_tickets"}, seen=verbs.version(goal_now(goal)))
    assert not said(goal)
    measuring.measure()
    assert set(said(goal).values()) == {Decimal(0)}


def test_objectives_of_several_accounts_and_times_are_each_as_alone(plan: SuccessPlan, alice: User) -> None:
    other = verbs.begin(alice, Account.objects.get(pk="b"), "Quiet", started_on=date(2025, 7, 1))
    ticket("b1", datetime(2026, 2, 2, tzinfo=UTC), account="b")
    refresh()
    goals = [
        bound(alice, plan),
        bound(alice, other, baseline_on=date(2025, 8, 1)),
        bound(alice, plan, baseline_on=TODAY),
    ]
    measuring.measure()
    for goal in goals:
        assert said(goal) == slowly(goal, goal.baseline_on or TODAY, TODAY)


def test_what_is_over_is_not_measured(plan: SuccessPlan, alice: User) -> None:
    goal = bound(alice, plan)
    objectives.close(alice, goal.pk)
    assert measuring.measure() == 0
    assert not said(goal)


def test_the_job_comes_when_something_new_was_published(plan: SuccessPlan, alice: User) -> None:
    assert measure_when_needed.func() is False
    bound(alice, plan)
    assert measure_when_needed.func() is True
    assert Job.objects.filter(key="objectives").count() == 1
    measuring.measure()
    assert measure_when_needed.func() is False
    assert Measured.objects.get().publication == publication.current().id


def test_steps_are_days_on_which_it_changed() -> None:
    series = [(TODAY + n * DAY, Decimal(value)) for n, value in enumerate((1, 1, 2, 2, 1))]
    assert changes(series, Decimal(1), {}) == {TODAY + 2 * DAY: 2, TODAY + 4 * DAY: 1}
    assert changes(series, None, {TODAY + 2 * DAY: Decimal(9)}) == {TODAY: 1, TODAY + 3 * DAY: 2, TODAY + 4 * DAY: 1}


def goal_now(goal: Goal) -> Goal:
    return Goal.objects.get(pk=goal.pk)
