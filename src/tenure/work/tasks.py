"""What people do with tasks: each verb checks who may, writes once, and leaves a row in the journal.

Doing again what is done already changes nothing, so a key pressed twice counts once.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.company.roles import require
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.journal.write import record
from tenure.work import recurring
from tenure.work.access import may_change_task, task_or_404
from tenure.work.checklists import write_items
from tenure.work.fitting import accepted
from tenure.work.models import Notice, Task
from tenure.work.notices import mentions
from tenure.work.notices.verbs import notify
from tenure.work.recurring import Repeat

_RESTORED: Final = ("due_on", "owner", "priority")
_WITH: Final = ("account", "owner", "finished_by", "finished_contact", "contact", "series")
_FINISHED: Final[Mapping[str, str]] = {Task.State.DONE: "done", Task.State.CANCELLED: "cancelled"}


def add_task(
    user: Any, title: str, due_on: date, *, account: Account | None = None, owner: User | None = None, note: str = "",
    priority: int = Task.Priority.NORMAL, origin: tuple[str, str] = ("", ""), contact: Contact | None = None,
    shared: bool = False, checklist: Sequence[str] = (), repeat: Repeat | None = None,
) -> Task:  # fmt: skip
    """For oneself unless an owner is given; `origin` is the kind and the id of what it came from.

    With a `contact` the customer is to do it, which they see (`shared`), and the owner follows it up.
    """
    require(user, "write_own_accounts")
    values = accepted({"title": title, "note": note, "priority": priority, "due_on": due_on, "owner": owner or user,
                       "account": account, "contact": contact})  # fmt: skip
    with transaction.atomic():
        task = Task.objects.create(
            **values,
            created_by=user,
            origin_kind=origin[0],
            origin_id=origin[1],
            shared=shared or contact is not None,
        )
        write_items(task, checklist)
        if repeat is not None:
            recurring.begin(task, repeat)
        _say(user, task, "task.added", after={"due_on": str(due_on)})
        mentions.tell(user, "task", str(task.pk), task.note, account=account, title=task.title)
    return task


@transaction.atomic
def edit_task(user: Any, task_id: int, values: Mapping[str, Any], *, seen: str) -> Task:
    """Write title, note, priority, due date, owner, contact and shared over the version that the person has seen."""
    task = _locked(user, task_id)
    if version(task) != seen:
        raise NotAccepted("This task was changed in the meantime. What you wrote is kept below.")
    kept = accepted({**values, "account": task.account} if "contact" in values else values)
    if kept.pop("contact", None) is not None:
        kept |= {"contact": values["contact"], "shared": True}
    elif "contact" in values:
        kept["contact"] = None
    kept.pop("account", None)
    _set(user, task, "task.edited", kept)
    mentions.tell(user, "task", str(task.pk), task.note, account=task.account, title=task.title)
    return task


@transaction.atomic
def repeat(user: Any, task_id: int, wanted: Repeat | None) -> Task:
    """Let a task come again like this; None ends the series, what was made of it stays."""
    task = _still_open(user, task_id)
    before = recurring.repeat_of(task)
    if wanted == before:
        return task
    if wanted is None and task.series:
        recurring.end(task.series)
    elif wanted is not None:
        recurring.begin(task, wanted)
    was, now = ({"repeats": str(one.rule) if one else ""} for one in (before, wanted))
    _say(user, task, "task.repeats" if wanted else "task.series_ended", was, now)
    return task


def finish(user: Any, task_id: int) -> Task:
    return _close(user, task_id, Task.State.DONE)


@transaction.atomic
def finish_as_contact(contact: Contact, task_id: int) -> Task:
    """The customer says that it is done: only what waits for this contact and is shared with them."""
    mine = Task.objects.select_for_update(of=("self",)).filter(pk=task_id, contact=contact, shared=True)
    task = mine.select_related("account", "owner", "finished_by").first()
    if task is None or task.account_id != contact.account_id:
        raise Http404
    if task.is_open:
        task.state, task.finished_at, task.finished_contact = Task.State.DONE, timezone.now(), contact
        task.save()
        record("task.done", task, account_id=task.account_id or "", origin="portal",
               after={"title": task.title, "contact_id": contact.pk, "by": str(contact)})  # fmt: skip
        recurring.follow(task, today())
        if task.owner:
            notify(task.owner, Notice.Kind.CUSTOMER, f"task-done:{task.pk}:{task.finished_at.isoformat()}",
                   f"{contact} has done: {task.title}", about=("task", str(task.pk)), account=task.account)  # fmt: skip
    return task


@transaction.atomic
def reopen_as_contact(contact: Contact, task_id: int) -> Task:
    """Undo of finishing by the contact who finished it; what we finished, they do not open again."""
    mine = Task.objects.select_for_update(of=("self",)).filter(pk=task_id, contact=contact, shared=True)
    task = mine.select_related("account", "series").first()
    if task is None or task.account_id != contact.account_id:
        raise Http404
    if task.state == Task.State.DONE and task.finished_contact_id == contact.pk:
        task.state, task.finished_at, task.finished_contact = Task.State.OPEN, None, None
        task.save()
        recurring.take_back(task)
        record("task.reopened", task, account_id=task.account_id or "", origin="portal",
               after={"title": task.title, "contact_id": contact.pk, "by": str(contact)})  # fmt: skip
    return task


def cancel(user: Any, task_id: int) -> Task:
    return _close(user, task_id, Task.State.CANCELLED)


@transaction.atomic
def reopen(user: Any, task_id: int) -> Task:
    """Undo of finishing and of cancelling."""
    task = _locked(user, task_id)
    if not task.is_open:
        task.state, task.finished_at, task.finished_by, task.finished_contact = Task.State.OPEN, None, None, None
        task.save()
        recurring.take_back(task)
        _say(user, task, "task.reopened")
    return task


@transaction.atomic
def reschedule(user: Any, task_id: int, due_on: date, reason: str = "") -> Task:
    return _set(user, _still_open(user, task_id), "task.rescheduled", accepted({"due_on": due_on}), reason.strip())


@transaction.atomic
def put_back(user: Any, task_id: int, moved_to: date, due_on: date) -> Task:
    """Undo of rescheduling, unless somebody moved it again."""
    task = _still_open(user, task_id)
    if task.due_on not in {moved_to, due_on}:
        raise NotAccepted("This task was moved again in the meantime.")
    return _set(user, task, "task.put_back", {"due_on": due_on})


@transaction.atomic
def hand_over(user: Any, task_id: int, owner: User) -> Task:
    return _set(user, _still_open(user, task_id), "task.handed_over", accepted({"owner": owner}))


@transaction.atomic
def prioritise(user: Any, task_id: int, priority: int) -> Task:
    return _set(user, _still_open(user, task_id), "task.prioritised", accepted({"priority": priority}))


@transaction.atomic
def restore(user: Any, task_id: int, change: Change) -> Task:
    """Take back what a row of the journal says, unless somebody went on meanwhile."""
    if change.verb == f"task.{Task.State.DONE}":
        return reopen(user, task_id)
    task = _still_open(user, task_id)
    values = {name: change.before[name] for name in _RESTORED if name in change.before}
    if any(_plain(getattr(task, name)) not in (change.after[name], before) for name, before in values.items()):
        raise NotAccepted("This task was changed again in the meantime.")
    if "due_on" in values:
        values["due_on"] = date.fromisoformat(values["due_on"])
    if values.get("owner"):
        values["owner"] = User.objects.filter(email=values["owner"]).first()
    return _set(user, task, "task.put_back", values)


def who_finished(task: Task) -> str:
    return str(task.finished_by or task.finished_contact or "Somebody")


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
        recurring.follow(task, today())
    elif task.state != state or task.finished_by_id != user.pk:
        raise NotAccepted(f"{who_finished(task)} has {_FINISHED[task.state]} this task in the meantime.")
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
    return Task.objects.select_for_update(of=("self",)).select_related(*_WITH).get(pk=task.pk)


def _still_open(user: Any, task_id: int) -> Task:
    task = _locked(user, task_id)
    if not task.is_open:
        raise NotAccepted(f"{who_finished(task)} has {_FINISHED[task.state]} this task; reopen it first.")
    return task


def _plain(value: Any) -> Any:
    """A person by e-mail address, as everywhere in the journal."""
    if isinstance(value, User):
        return value.email
    return value if value is None or isinstance(value, str | int) else str(value)


def _say(user: Any, task: Task, verb: str, before: Mapping[str, Any] | None = None,
         after: Mapping[str, Any] | None = None, reason: str = "") -> None:  # fmt: skip
    record(verb, task, actor=user, account_id=task.account_id or "", before=dict(before or {}),
           after={**(after or {}), "title": task.title}, reason=reason)  # fmt: skip
