"""Checklists: an order that stays whole, items ticked once, and who may."""

import random

import pytest
from django.http import Http404

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.journal.models import Change
from tenure.work import checklists, tasks
from tenure.work.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(alice: User) -> Task:
    return tasks.add_task(alice, "Prepare the review", today(), checklist=["a", "b", "c", "d"])


def texts(task: Task) -> str:
    return "".join(task.items.order_by("place", "pk").values_list("text", flat=True))


def test_ticked_twice_counts_once_and_tells_who(task: Task, alice: User) -> None:
    item = task.items.order_by("place")[1]
    for _ in range(2):
        ticked = checklists.tick(alice, item.pk, True)
    assert ticked.done_by == alice
    assert checklists.counted([task]) == {task.pk: (1, 4)}
    assert checklists.tick(alice, item.pk, False).done_at is None
    assert [change.verb for change in Change.objects.order_by("pk")] == [
        "task.added",
        "task.item_done",
        "task.item_open",
    ]


def test_moved_anywhere_it_is_where_a_list_would_have_it(task: Task, alice: User) -> None:
    dice, expected = random.Random(3), list("abcd")
    for _ in range(30):
        name, place = dice.choice(expected), dice.randrange(-1, 6)
        checklists.move_item(alice, task.items.get(text=name).pk, place)
        expected.remove(name)
        expected.insert(max(0, place), name)
        assert texts(task) == "".join(expected)


def test_added_last_reworded_and_taken_away(task: Task, alice: User) -> None:
    added = checklists.add_item(alice, task.pk, "  e ")
    checklists.remove_item(alice, task.items.get(text="b").pk)
    checklists.reword(alice, added.pk, "f")
    assert texts(task) == "acdf"
    with pytest.raises(Http404):
        checklists.tick(alice, 999, True)


def test_limits_are_sentences(task: Task, alice: User) -> None:
    with pytest.raises(NotAccepted, match="at most 200"):
        checklists.add_item(alice, task.pk, "x" * 201)
    with pytest.raises(NotAccepted, match="few words"):
        checklists.add_item(alice, task.pk, "  ")
    with pytest.raises(NotAccepted, match="at most 50"):
        tasks.add_task(alice, "T", today(), checklist=["x"] * 51)
    assert Task.objects.count() == 1


def test_only_who_may_change_the_task(task: Task, bob: User, lea: User) -> None:
    item = task.items.first()
    assert item is not None
    with pytest.raises(Http404):
        checklists.tick(bob, item.pk, True)
    assert checklists.tick(lea, item.pk, True).done_by == lea
