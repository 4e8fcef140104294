"""Meetings and messages, as they stand; planning and writing them is done on their pages."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Key, Page, Paging, Person, cut, paged, person
from tenure.api.operations import Area
from tenure.customers.access import visible_accounts
from tenure.work.meetings.models import Meeting
from tenure.work.meetings.verbs import meeting_or_404
from tenure.work.models import Message

area = Area("Meetings and messages")


class MeetingOut(Schema):
    id: int
    account: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    link: str
    organiser: Person | None
    state: Literal["planned", "held", "cancelled"]
    notes: str
    decisions: list[str]


class MessageOut(Schema):
    id: int
    account: str
    subject: str
    template: str
    state: Literal["draft", "waiting", "queued", "sent", "failed", "withdrawn"]
    author: Person | None
    changed_at: datetime


class OfAccount(Paging):
    account: Annotated[str, Field(max_length=190)] = ""


class Meetings(OfAccount):
    state: Literal["planned", "held", "cancelled"] | None = None


class Messages(OfAccount):
    state: Literal["draft", "waiting", "queued", "sent", "failed", "withdrawn"] | None = None


@area.get("/meetings", Page[MeetingOut])
def meetings(request: HttpRequest, asked: Query[Meetings]) -> dict[str, object]:
    """List meetings, the latest first."""
    found = Meeting.objects.filter(account__in=visible_accounts(request.user)).select_related("organiser")
    found = found.filter(account=asked.account) if asked.account else found
    found = found.filter(state=asked.state) if asked.state else found
    return paged(request, asked, [_meeting(one) for one in cut(found.order_by("-starts_at", "-pk"), asked)])


@area.get("/meetings/{meeting_id}", MeetingOut)
def meeting(request: HttpRequest, meeting_id: Key) -> MeetingOut:
    """Show one meeting with what was decided."""
    return _meeting(meeting_or_404(request.user, meeting_id))


@area.get("/messages", Page[MessageOut])
def messages(request: HttpRequest, asked: Query[Messages]) -> dict[str, object]:
    """List messages, those first that changed last."""
    found = Message.objects.filter(account__in=visible_accounts(request.user)).select_related("author")
    found = found.filter(account=asked.account) if asked.account else found
    found = found.filter(state=asked.state) if asked.state else found
    return paged(request, asked, [_message(one) for one in cut(found.order_by("-changed_at", "-pk"), asked)])


@area.get("/messages/{message_id}", MessageOut)
def message(request: HttpRequest, message_id: Key) -> MessageOut:
    """Show one message."""
    rows = Message.objects.filter(account__in=visible_accounts(request.user)).select_related("author")
    found = rows.filter(pk=message_id).first()
    if found is None:
        raise Http404
    return _message(found)


def _meeting(row: Meeting) -> MeetingOut:
    names = ("id", "title", "starts_at", "ends_at", "zone", "place", "link", "state", "notes")
    return MeetingOut(**{name: getattr(row, name) for name in names}, account=row.account_id,
                      organiser=person(row.organiser), decisions=list(row.decisions))  # fmt: skip


def _message(row: Message) -> MessageOut:
    names = ("id", "subject", "template", "state", "changed_at")
    return MessageOut(**{name: getattr(row, name) for name in names}, account=row.account_id, author=person(row.author))
