"""Many tasks at once: each by its own verb, what could not be done with its sentence, and all of it taken back."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.journal.models import Change
from tenure.journal.write import through
from tenure.work import tasks
from tenure.work.models import Task

MOST: Final = 500
UNDONE_WITHIN: Final = timedelta(days=1)
_ORIGIN: Final = "bulk "


@dataclass
class Outcome:
    """`key` names it for taking it back; `refused` are titles with the sentence why."""

    key: str = ""
    done: list[int] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def finish(user: Any, chosen: Iterable[Task]) -> Outcome:
    return _each(user, chosen, lambda task: tasks.finish(user, task.pk))


def reschedule(user: Any, chosen: Iterable[Task], due_on: date) -> Outcome:
    return _each(user, chosen, lambda task: tasks.reschedule(user, task.pk, due_on))


def hand_over(user: Any, chosen: Iterable[Task], owner: User) -> Outcome:
    return _each(user, chosen, lambda task: tasks.hand_over(user, task.pk, owner))


def prioritise(user: Any, chosen: Iterable[Task], priority: int) -> Outcome:
    return _each(user, chosen, lambda task: tasks.prioritise(user, task.pk, priority))


def take_back(user: Any, key: str) -> Outcome:
    """What one did oneself within a day; a task that somebody changed meanwhile stays as it is now."""
    since = timezone.now() - UNDONE_WITHIN
    rows = list(Change.objects.filter(actor=user, at__gte=since, origin=f"{_ORIGIN}{key}").order_by("-pk"))
    if not rows:
        raise Http404
    changes = {int(row.subject_id): row for row in rows}
    chosen = Task.objects.filter(pk__in=changes)
    return _each(user, chosen, lambda task: tasks.restore(user, task.pk, changes[task.pk]))


def _each(user: Any, chosen: Iterable[Task], act: Callable[[Task], Any]) -> Outcome:
    found = list(chosen)
    if len(found) > MOST:
        raise NotAccepted(f"{MOST} tasks can be changed at once; these are more. Narrow the view first.")
    outcome = Outcome(uuid.uuid4().hex)
    with through(f"{_ORIGIN}{outcome.key}"):
        for task in found:
            if sentence := _tried(task, act):
                outcome.refused.append((task.title, sentence))
            else:
                outcome.done.append(task.pk)
    return outcome


def _tried(task: Task, act: Callable[[Task], Any]) -> str:
    """Why it could not be done; empty when it was. Of many one that fails takes nothing else back."""
    try:
        with transaction.atomic():
            act(task)
    except NotAccepted as error:
        return str(error)
    except Http404:
        return "It is not yours to change."
    return ""
