"""Taking back an action by its row in the journal: by the verb that does the opposite."""

from datetime import date
from typing import Any, Final

from django.http import Http404

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.health import verbs as risks
from tenure.journal.models import Change
from tenure.work import asides, tasks
from tenure.work.models import Aside

_CLOSED: Final = ("risk.saved", "risk.lost", "risk.false_alarm")


def undone(user: Any, change: Change) -> tuple[str, str]:
    """Take it back; the kind and the key of the item that is there again. Doing it twice takes it back once."""
    undo = _UNDO.get(change.verb)
    if undo is None:
        raise Http404
    return undo(user, change)


def _give_back(user: Any, change: Change) -> tuple[str, str]:
    before = change.before.get("owner") or ""
    owner = User.objects.filter(email=before).first() if before else None
    risks.give_back(user, int(change.subject_id), owner)
    return "risk", change.subject_id


def _wake(user: Any, change: Change) -> tuple[str, str]:
    risks.wake(user, int(change.subject_id))
    return "risk", change.subject_id


def _reopen_risk(user: Any, change: Change) -> tuple[str, str]:
    risks.reopen(user, int(change.subject_id))
    return "risk", change.subject_id


def _reopen_task(user: Any, change: Change) -> tuple[str, str]:
    tasks.reopen(user, int(change.subject_id))
    return "task", change.subject_id


def _put_back(user: Any, change: Change) -> tuple[str, str]:
    moved_to, was = (date.fromisoformat(values["due_on"]) for values in (change.after, change.before))
    tasks.put_back(user, int(change.subject_id), moved_to, was)
    return "task", change.subject_id


def _bring_back(user: Any, change: Change) -> tuple[str, str]:
    aside = Aside.objects.filter(pk=change.subject_id, user=user).first()
    if aside is None:
        raise NotAccepted("It is back already.")
    asides.bring_back(user, aside.pk)
    return aside.kind, aside.key


_UNDO: Final = {
    "risk.taken": _give_back, "risk.snoozed": _wake, **dict.fromkeys(_CLOSED, _reopen_risk),
    "task.done": _reopen_task, "task.cancelled": _reopen_task, "task.rescheduled": _put_back,
    "day.seen": _bring_back, "day.put_off": _bring_back,
}  # fmt: skip
