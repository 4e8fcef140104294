"""Tasks: what somebody is to do by a day."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Key, Page, Paging, Person, Sent, Words, cut, paged, person
from tenure.api.named import colleague_of, contact_of
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.models import User
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.customers.models import Account, Contact
from tenure.work import checklists
from tenure.work import tasks as verbs
from tenure.work.access import task_or_404, visible_tasks
from tenure.work.models import ChecklistItem, Task
from tenure.work.recurring import Repeat
from tenure.work.repeating import Rule

area = Area("Tasks")
Priority = Literal["high", "normal", "low"]
_NAMES: dict[int, Priority] = {1: "high", 2: "normal", 3: "low"}
_NUMBERS: dict[Priority, int] = {name: number for number, name in _NAMES.items()}


class Repeats(Sent):
    """Every so many days, weeks or months; of weeks on these weekdays, 0 is Monday."""

    every: Annotated[int, Field(ge=1, le=366)]
    unit: Literal["days", "weeks", "months"]
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)] = []
    counted: Annotated[Literal["due", "finish"], Field(description="On its days, or from when it is done")] = "due"
    until: Day | None = None


class ItemOut(Schema):
    id: int
    text: str
    done: bool


class NewItem(Sent):
    text: Annotated[str, Field(min_length=1, max_length=200)]


class Tick(Sent):
    done: bool = True


class TaskOut(Schema):
    id: int
    title: str
    note: str
    account: str | None
    owner: Person | None
    due_on: date
    priority: Priority
    state: Literal["open", "done", "cancelled"]
    finished_at: datetime | None
    finished_by: Person | None
    contact: Annotated[str | None, Field(description="Who at the customer is to do it")]
    shared: Annotated[bool, Field(description="Whether the customer sees it on their page")]
    checklist: list[ItemOut]
    repeats: Annotated[str, Field(description="In words; empty where it does not come again")]
    came_from: Annotated[str, Field(description="Such as risk 12; empty where somebody thought of it")]
    etag: str


class Asked(Paging):
    state: Literal["open", "done", "cancelled"] = "open"
    mine: Annotated[bool, Field(description="Only those the person is to do")] = False
    account: Annotated[str, Field(max_length=190)] = ""


class WriteTask(Sent):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    due_on: Day
    note: Words = ""
    priority: Priority = "normal"
    owner: Annotated[Key | None, Field(description="Id of the person; the token's person unless given")] = None


class AddTask(WriteTask):
    account: Annotated[str | None, Field(max_length=190)] = None
    contact: Annotated[str | None, Field(max_length=190, description="Who at the customer is to do it")] = None
    shared: bool = False
    checklist: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)] = []
    repeats: Repeats | None = None


@area.get("/tasks", Page[TaskOut])
def tasks(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List tasks: open ones as they fall due, finished ones the newest first."""
    found = visible_tasks(request.user).filter(state=asked.state).select_related("owner", "finished_by", "series")
    found = found.prefetch_related(Prefetch("items", ChecklistItem.objects.order_by("place", "pk")))
    if asked.mine:
        found = found.filter(owner=user_of(request))
    found = found.filter(account=asked.account) if asked.account else found
    order = ("due_on", "pk") if asked.state == "open" else ("-finished_at", "pk")
    return paged(request, asked, [_told(task) for task in cut(found.order_by(*order), asked)])


@area.get("/tasks/{task_id}", TaskOut)
def task(request: HttpRequest, task_id: Key, response: HttpResponse) -> TaskOut:
    """Show one task."""
    found = _told(task_or_404(request.user, task_id))
    give(response, found.etag)
    return found


@area.create("/tasks", TaskOut, needs="write_own_accounts")
def add_task(request: HttpRequest, sent: AddTask) -> TaskOut:
    """Add a task for oneself or for another who works on accounts, about an account or about none."""
    account = account_or_404(request.user, sent.account) if sent.account else None
    return _told(verbs.add_task(
        user_of(request), sent.title, sent.due_on, account=account, owner=_owner(sent.owner), note=sent.note,
        priority=_NUMBERS[sent.priority], contact=_contact(account, sent.contact), shared=sent.shared,
        checklist=sent.checklist, repeat=_repeat(sent.repeats)))  # fmt: skip


@area.replace("/tasks/{task_id}", TaskOut, needs="write_own_accounts")
def edit_task(
    request: HttpRequest, task_id: Key, sent: WriteTask, response: HttpResponse, if_match: IfMatch = None
) -> TaskOut:
    """Write a task anew.

    `If-Match` is the `etag` of the task that was read; if somebody changed it since, nothing is overwritten.
    """
    who = user_of(request)
    with transaction.atomic():
        task_or_404(who, task_id)
        seen = verbs.version(Task.objects.select_for_update().get(pk=task_id))
        hold(if_match, seen)
        values = {"title": sent.title, "note": sent.note, "priority": _NUMBERS[sent.priority], "due_on": sent.due_on,
                  "owner": _owner(sent.owner) or who}  # fmt: skip
        found = _told(verbs.edit_task(who, task_id, values, seen=seen))
    give(response, found.etag)
    return found


@area.change("/tasks/{task_id}/finish", TaskOut, needs="write_own_accounts")
def finish_task(request: HttpRequest, task_id: Key) -> TaskOut:
    """Say that it is done."""
    return _told(verbs.finish(user_of(request), task_id))


@area.change("/tasks/{task_id}/cancel", TaskOut, needs="write_own_accounts")
def cancel_task(request: HttpRequest, task_id: Key) -> TaskOut:
    """Say that it is not to be done any more."""
    return _told(verbs.cancel(user_of(request), task_id))


@area.change("/tasks/{task_id}/reopen", TaskOut, needs="write_own_accounts")
def reopen_task(request: HttpRequest, task_id: Key) -> TaskOut:
    """Undo of finishing and of cancelling."""
    return _told(verbs.reopen(user_of(request), task_id))


class Again(Sent):
    repeats: Annotated[Repeats | None, Field(description="Null ends it; what was made stays")] = None


@area.change("/tasks/{task_id}/repeat", TaskOut, needs="write_own_accounts")
def repeat_task(request: HttpRequest, task_id: Key, sent: Again) -> TaskOut:
    """Let it come again like this, or no more."""
    return _told(verbs.repeat(user_of(request), task_id, _repeat(sent.repeats)))


@area.create("/tasks/{task_id}/items", TaskOut, needs="write_own_accounts")
def add_task_item(request: HttpRequest, task_id: Key, sent: NewItem) -> TaskOut:
    """Add an item to its checklist."""
    checklists.add_item(user_of(request), task_id, sent.text)
    return _told(task_or_404(request.user, task_id))


@area.change("/tasks/{task_id}/items/{item_id}/tick", TaskOut, needs="write_own_accounts")
def tick_task_item(request: HttpRequest, task_id: Key, item_id: Key, sent: Tick) -> TaskOut:
    """Say that an item is done, or that it is not."""
    if not task_or_404(request.user, task_id).items.filter(pk=item_id).exists():
        raise Http404
    checklists.tick(user_of(request), item_id, sent.done)
    return _told(task_or_404(request.user, task_id))


def _repeat(sent: Repeats | None) -> Repeat | None:
    if sent is None:
        return None
    return Repeat(Rule(sent.every, sent.unit, tuple(sorted(set(sent.weekdays)))), sent.counted, sent.until)


def _contact(account: Account | None, key: str | None) -> Contact | None:
    return contact_of(account.pk if account else None, key) if key else None


def _owner(key: int | None) -> User | None:
    return colleague_of(key) if key else None


def _told(row: Task) -> TaskOut:
    names = ("id", "title", "note", "due_on", "state", "finished_at")
    return TaskOut(
        **{name: getattr(row, name) for name in names}, account=row.account_id, owner=person(row.owner),
        finished_by=person(row.finished_by), priority=_NAMES[row.priority], etag=verbs.version(row),
        came_from=f"{row.origin_kind} {row.origin_id}".strip(), contact=row.contact_id, shared=row.shared,
        checklist=[ItemOut(id=one.pk, text=one.text, done=one.done_at is not None) for one in row.items.all()],
        repeats=str(row.series) if row.series and not row.series.ended_at else "",
    )  # fmt: skip
