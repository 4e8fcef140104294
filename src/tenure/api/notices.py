"""Notices and reminders of the token's person."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import AwareDatetime, Field

from tenure.api.kinds import Key, Page, Paging, Sent, cut, paged
from tenure.api.operations import Area
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.work.access import task_or_404
from tenure.work.models import Notice, Reminder
from tenure.work.notices import reminders as asking
from tenure.work.notices import verbs

area = Area("Notices")


class NoticeOut(Schema):
    id: int
    kind: str
    title: str
    text: str
    account: str | None
    about: Annotated[str, Field(description="Such as task 12; empty where it is about nothing else")]
    at: datetime
    read_at: datetime | None


class ReminderOut(Schema):
    id: int
    text: str
    account: str | None
    task: int | None
    meeting: int | None
    due_at: datetime


class Asked(Paging):
    unread: Annotated[bool, Field(description="Only those that were not read")] = False


class Remind(Sent):
    at: AwareDatetime
    text: Annotated[str, Field(max_length=200)] = ""
    account: Annotated[str | None, Field(max_length=190)] = None
    task: Key | None = None


@area.get("/notices", Page[NoticeOut])
def notices(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List what the person was told, the newest first."""
    found = verbs.of(request.user)
    found = found.filter(read_at=None) if asked.unread else found
    return paged(request, asked, [_told(one) for one in cut(found, asked)])


@area.change("/notices/{notice_id}/read", NoticeOut, needs="save_own_views")
def read_notice(request: HttpRequest, notice_id: Key) -> NoticeOut:
    """Mark it as read."""
    return _told(verbs.mark(user_of(request), notice_id, read=True))


@area.get("/reminders", Page[ReminderOut])
def reminders(request: HttpRequest, asked: Query[Paging]) -> dict[str, object]:
    """List the reminders to come, the next first."""
    return paged(request, asked, [_reminder(one) for one in cut(asking.to_come(request.user), asked)])


@area.create("/reminders", ReminderOut, needs="save_own_views")
def add_reminder(request: HttpRequest, sent: Remind) -> ReminderOut:
    """Be told at a moment about a task, an account, or what the text says."""
    who = user_of(request)
    account = account_or_404(who, sent.account) if sent.account else None
    task = task_or_404(who, sent.task) if sent.task else None
    return _reminder(asking.remind(who, sent.at, sent.text, account=account, task=task))


@area.delete("/reminders/{reminder_id}", needs="save_own_views")
def drop_reminder(request: HttpRequest, reminder_id: Key) -> None:
    """Drop one's own, while it was not told."""
    asking.drop(user_of(request), reminder_id)


def _told(row: Notice) -> NoticeOut:
    names = ("id", "kind", "title", "text", "at", "read_at")
    return NoticeOut(**{name: getattr(row, name) for name in names}, account=row.account_id,
                     about=f"{row.about_kind} {row.about_id}".strip())  # fmt: skip


def _reminder(row: Reminder) -> ReminderOut:
    return ReminderOut(id=row.pk, text=row.text, account=row.account_id, task=row.task_id, meeting=row.meeting_id,
                       due_at=row.due_at)  # fmt: skip
