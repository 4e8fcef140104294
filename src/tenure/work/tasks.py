"""What people do with tasks: each verb checks who may, writes once, and leaves a row in the journal.

Doing again what is done already changes nothing, so a key pressed twice counts once.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.company.roles import require
from tenure.core.periods import DAY
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.work.access import may_change_task, task_or_404, works
from tenure.work.models import Task
from tenure.work.verbs import NotAccepted

LONGEST_NOTE: Final = 20_000
_FARTHEST: Final = 10 * 366 * DAY


def add_task(
    user: Any, title: str, due_on: date, *, account: Account | None = None, owner: User | None = None, note: str = "",
    priority: int = Task.Priority.NORMAL, origin: tuple[str, str] = ("", ""), contact: Contact | None = None,
    shared: bool = False,
) -> Task:  # fmt: skip
    """For oneself unless an owner is given; `origin` is the kind and the id of what it came from.

    With a `contact` the customer is to do it, which they see (`shared`), and the owner follows it up.
    """
    require(user, "write_own_accounts")
    values = _accepted({"title": title, "note": note, "priority": priority, "due_on": due_on, "owner": owner or user})
    with transaction.atomic():
        task = Task.objects.create(
            **values,
            account=account,
            created_by=user,
            origin_kind=origin[0],
            origin_id=origin[1],
            contact=contact,
            shared=shared or contact is not None,
        )
        _say(user, task, "task.added", after={"due_on": str(due_on)})
    return task


@transaction.atomic
def edit_task(user: Any, task_id: int, values: Mapping[str, Any], *, seen: str) -> Task:
    """Write title, note, priority, due date and owner over the version that the person has seen."""
    task = _locked(user, task_id)
    if version(task) != seen:
        raise NotAccepted("This task was changed in the meantime. What you wrote is kept below.")
    return _set(user, task, "task.edited", _accepted(values))


def finish(user: Any, task_id: int) -> Task:
    return _close(user, task_id, Task.State.DONE)


def cancel(user: Any, task_id: int) -> Task:
    return _close(user, task_id, Task.State.CANCELLED)


@transaction.atomic
def reopen(user: Any, task_id: int) -> Task:
    """Undo of finishing and of cancelling."""
    task = _locked(user, task_id)
    if not task.is_open:
        task.state, task.finished_at, task.finished_by = Task.State.OPEN, None, None
        task.save()
        _say(user, task, "task.reopened")
    return task


@transaction.atomic
def reschedule(user: Any, task_id: int, due_on: date, reason: str = "") -> Task:
    return _set(user, _still_open(user, task_id), "task.rescheduled", _accepted({"due_on": due_on}), reason.strip())


@transaction.atomic
def put_back(user: Any, task_id: int, moved_to: date, due_on: date) -> Task:
    """Undo of rescheduling, unless somebody moved it again."""
    task = _still_open(user, task_id)
    if task.due_on not in {moved_to, due_on}:
        raise NotAccepted("This task was moved again in the meantime.")
    return _set(user, task, "task.put_back", {"due_on": due_on})


@transaction.atomic
def hand_over(user: Any, task_id: int, owner: User) -> Task:
    return _set(user, _still_open(user, task_id), "task.handed_over", _accepted({"owner": owner}))


def version(task: Task) -> str:
    """Names the state a person has before them, so that a later write can tell whether it is still the same."""
    return task.changed_at.isoformat()


@transaction.atomic
def _close(user: Any, task_id: int, state: Task.State) -> Task:
    task = _locked(user, task_id)
    if task.is_open:
        task.state, task.finished_at, task.finished_by = state, timezone.now(), user
        task.save()
        _say(user, task, f"task.{state}")
    elif task.state != state or task.finished_by_id != user.pk:
        raise NotAccepted(f"{task.finished_by or 'Somebody'} has {_FINISHED[task.state]} this task in the meantime.")
    return task


def _set(user: Any, task: Task, verb: str, values: Mapping[str, Any], reason: str = "") -> Task:
    changed = {name: value for name, value in values.items() if getattr(task, name) != value}
    if not changed:
        return task
    before = {name: _plain(getattr(task, name)) for name in changed}
    for name, value in changed.items():
        setattr(task, name, value)
    task.save()
    _say(user, task, verb, before, {name: _plain(value) for name, value in changed.items()}, reason)
    return task


def _locked(user: Any, task_id: int) -> Task:
    task = task_or_404(user, task_id)
    if not may_change_task(user, task):
        raise Http404
    locked = Task.objects.select_for_update(of=("self",))
    return locked.select_related("account", "owner", "finished_by").get(pk=task.pk)


def _still_open(user: Any, task_id: int) -> Task:
    task = _locked(user, task_id)
    if not task.is_open:
        raise NotAccepted(f"{task.finished_by or 'Somebody'} has {_FINISHED[task.state]} this task; reopen it first.")
    return task


_FINISHED: Final[Mapping[str, str]] = {Task.State.DONE: "done", Task.State.CANCELLED: "cancelled"}


def _accepted(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(values)
    if "title" in kept:
        kept["title"] = " ".join(str(kept["title"]).replace("\x00", "").split())
    if "note" in kept:
        kept["note"] = str(kept["note"]).replace("\r\n", "\n").replace("\x00", "").strip()
    problem = next(filter(None, (check(kept) for check in _CHECKS)), "")
    if problem:
        raise NotAccepted(problem)
    return kept


def _title_fits(kept: Mapping[str, Any]) -> str:
    title = kept.get("title", "-")
    if not title:
        return "Say in a few words what is to be done."
    return f"The title has {len(title)} characters; 200 fit. Put the rest into the note." if len(title) > 200 else ""


def _note_fits(kept: Mapping[str, Any]) -> str:
    length = len(kept.get("note", ""))
    return f"The note has {length:,} characters; {LONGEST_NOTE:,} fit. Shorten it." if length > LONGEST_NOTE else ""


def _day_is_near(kept: Mapping[str, Any]) -> str:
    far = "due_on" in kept and abs(kept["due_on"] - timezone.now().date()) > _FARTHEST
    return "The due date is more than ten years away; look at its year." if far else ""


def _priority_is_known(kept: Mapping[str, Any]) -> str:
    return "" if kept.get("priority", Task.Priority.NORMAL) in Task.Priority.values else "Choose a priority."


def _owner_works(kept: Mapping[str, Any]) -> str:
    owner = kept.get("owner")
    unfit = owner is not None and not works(owner)
    return f"{owner} does not work on accounts; hand it to somebody who does." if unfit else ""


_CHECKS: Final = (_title_fits, _note_fits, _day_is_near, _priority_is_known, _owner_works)


def _plain(value: Any) -> Any:
    """A person by e-mail address, as everywhere in the journal."""
    if isinstance(value, User):
        return value.email
    return value if value is None or isinstance(value, str | int) else str(value)


def _say(user: Any, task: Task, verb: str, before: Mapping[str, Any] | None = None,
         after: Mapping[str, Any] | None = None, reason: str = "") -> None:  # fmt: skip
    record(verb, task, actor=user, account_id=task.account_id or "", before=dict(before or {}),
           after={**(after or {}), "title": task.title}, reason=reason)  # fmt: skip
