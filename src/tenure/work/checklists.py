"""The checklist of a task: items in an order, each ticked by itself."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.core.problems import NotAccepted
from tenure.journal.write import record
from tenure.work.access import may_change_task, task_or_404
from tenure.work.models import ChecklistItem, Task

MOST: Final = 50
LONGEST: Final = 200


def write_items(task: Task, texts: Iterable[str]) -> list[ChecklistItem]:
    """The items of a new task, in this order; empty lines are none."""
    kept = [_accepted(text) for text in texts if text.strip()]
    _room(len(kept))
    made = [ChecklistItem(task=task, place=place, text=text) for place, text in enumerate(kept)]
    return ChecklistItem.objects.bulk_create(made)


def copy_items(like: Task, task: Task) -> None:
    """The same items, none of them ticked."""
    write_items(task, like.items.order_by("place", "pk").values_list("text", flat=True))


@transaction.atomic
def add_item(user: Any, task_id: int, text: str) -> ChecklistItem:
    task = _locked(user, task_id)
    places = list(task.items.order_by("-place").values_list("place", flat=True))
    _room(len(places) + 1)
    item = ChecklistItem.objects.create(task=task, place=places[0] + 1 if places else 0, text=_accepted(text))
    _say(user, task, "task.item_added", {"item": item.text})
    return item


@transaction.atomic
def tick(user: Any, item_id: int, done: bool) -> ChecklistItem:
    """Again changes nothing."""
    item, task = _item(user, item_id)
    if (item.done_at is not None) != done:
        item.done_at, item.done_by = (timezone.now(), user) if done else (None, None)
        item.save()
        _say(user, task, "task.item_done" if done else "task.item_open", {"item": item.text})
    return item


@transaction.atomic
def reword(user: Any, item_id: int, text: str) -> ChecklistItem:
    item, task = _item(user, item_id)
    before, item.text = item.text, _accepted(text)
    if item.text != before:
        item.save()
        _say(user, task, "task.item_reworded", {"item": item.text}, {"item": before})
    return item


@transaction.atomic
def remove_item(user: Any, item_id: int) -> Task:
    item, task = _item(user, item_id)
    item.delete()
    _say(user, task, "task.item_removed", before={"item": item.text})
    return task


@transaction.atomic
def move_item(user: Any, item_id: int, place: int) -> Task:
    """To this place among its items, counted from 0; past the end is the end."""
    item, task = _item(user, item_id)
    others = [one for one in task.items.order_by("place", "pk") if one.pk != item.pk]
    others.insert(max(0, min(place, len(others))), item)
    for number, one in enumerate(others):
        one.place = number
    ChecklistItem.objects.bulk_update(others, ["place"])
    return task


def counted(tasks: Sequence[Task]) -> dict[int, tuple[int, int]]:
    """For each of these that has a checklist how many items are done, and how many there are; one query."""
    found: dict[int, tuple[int, int]] = {}
    rows = ChecklistItem.objects.filter(task__in=[task.pk for task in tasks]).values_list("task_id", "done_at")
    for task_id, done_at in rows:
        done, of = found.get(task_id, (0, 0))
        found[task_id] = (done + (done_at is not None), of + 1)
    return found


def _item(user: Any, item_id: int) -> tuple[ChecklistItem, Task]:
    item = ChecklistItem.objects.filter(pk=item_id).first()
    if item is None:
        raise Http404
    task = _locked(user, item.task_id)
    latest = ChecklistItem.objects.filter(pk=item_id).first()
    if latest is None:
        raise NotAccepted("Somebody took this item away in the meantime.")
    return latest, task


def _locked(user: Any, task_id: int) -> Task:
    """Its row is locked while its items change, so that two people's orders do not mix."""
    task = task_or_404(user, task_id)
    if not may_change_task(user, task):
        raise Http404
    return Task.objects.select_for_update().get(pk=task.pk)


def _accepted(text: str) -> str:
    kept = " ".join(text.replace("\x00", "").split())
    if not kept:
        raise NotAccepted("Say in a few words what the item is.")
    if len(kept) > LONGEST:
        raise NotAccepted(f"An item has at most {LONGEST} characters; “{kept[:40]}…” has {len(kept)}.")
    return kept


def _room(count: int) -> None:
    if count > MOST:
        raise NotAccepted(f"A checklist has at most {MOST} items; make a task of its own of what is more.")


def _say(user: Any, task: Task, verb: str, after: dict[str, Any] | None = None,
         before: dict[str, Any] | None = None) -> None:  # fmt: skip
    record(verb, task, actor=user, account_id=task.account_id or "", before=before or {},
           after={**(after or {}), "title": task.title})  # fmt: skip
