"""Many tasks at once: each one's own outcome, and everything taken back that nobody touched since."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.work import bulk, tasks
from tenure.work.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(alice: User) -> list[Task]:
    return [tasks.add_task(alice, f"T{number}", today(), priority=3) for number in range(3)]


def states() -> list[tuple[str, object, int, str]]:
    rows = Task.objects.order_by("pk").values_list("state", "due_on", "priority", "owner__name")
    return [(state, due_on, priority, owner) for state, due_on, priority, owner in rows]


def test_each_is_done_by_itself_and_what_fails_says_why(alice: User, bob: User, mine: list[Task]) -> None:
    other = tasks.add_task(bob, "Bob's", today())
    tasks.finish(bob, other.pk)
    tasks.cancel(alice, mine[1].pk)
    outcome = bulk.finish(alice, [*mine, other])
    assert outcome.done == [mine[0].pk, mine[2].pk]
    assert [title for title, _ in outcome.refused] == ["T1", "Bob's"]
    assert "has cancelled this task" in outcome.refused[0][1]
    assert outcome.refused[1][1] == "It is not yours to change."


def test_all_of_it_is_taken_back_and_taking_it_back_twice_changes_nothing(
    alice: User, bob: User, mine: list[Task]
) -> None:
    before, later = states(), today() + timedelta(days=9)
    acts: tuple[Callable[[], bulk.Outcome], ...] = (
        lambda: bulk.reschedule(alice, mine, later), lambda: bulk.hand_over(alice, mine, bob),
        lambda: bulk.prioritise(alice, mine, 1), lambda: bulk.finish(alice, mine),
    )  # fmt: skip
    for act in acts:
        outcome = act()
        assert len(outcome.done) == 3
        changed = states()
        assert changed != before
        for _ in range(2):
            bulk.take_back(alice, outcome.key)
        assert states() == before


def test_what_somebody_changed_meanwhile_stays(alice: User, mine: list[Task]) -> None:
    first, second = today() + timedelta(days=9), today() + timedelta(days=20)
    outcome = bulk.reschedule(alice, mine, first)
    tasks.reschedule(alice, mine[1].pk, second)
    back = bulk.take_back(alice, outcome.key)
    assert back.refused == [("T1", "This task was changed again in the meantime.")]
    assert [due_on for _, due_on, _, _ in states()] == [today(), second, today()]


def test_only_ones_own_and_not_too_many(alice: User, lea: User, mine: list[Task]) -> None:
    outcome = bulk.finish(alice, mine)
    with pytest.raises(Http404):
        bulk.take_back(lea, outcome.key)
    with pytest.raises(Http404):
        bulk.take_back(alice, "unknown")
    with pytest.raises(NotAccepted, match="500 tasks"):
        bulk.finish(alice, [mine[0]] * 501)
