"""Meetings: planned with invitations, changed, cancelled, held with notes, decisions and what is to be done."""

from datetime import datetime
from typing import Annotated, Literal

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field, NaiveDatetime

from tenure.api.actions import Item, actions
from tenure.api.kinds import Key, Page, Paging, Person, Sent, Short, cut, paged, person
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.models import settings_row
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404, visible_rows
from tenure.work.actions import actions_of
from tenure.work.meetings import verbs
from tenure.work.meetings.models import Attendee, Meeting
from tenure.work.models import Touchpoint

area = Area("Meetings")
_Id = Annotated[str, Field(max_length=254)]


class AttendeeOut(Schema):
    name: str
    email: str
    contact: Annotated[str | None, Field(description="Id of a contact; null for a colleague")]
    answer: Annotated[str, Field(description="accepted, declined or tentative; empty while nothing was answered")]


class MeetingOut(Schema):
    id: int
    account: str
    title: str
    agenda: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    link: str
    organiser: Person | None
    state: Literal["planned", "held", "cancelled"]
    attendees: list[AttendeeOut]
    notes: str
    decisions: list[str]
    etag: str


class HeldOut(MeetingOut):
    came: Annotated[list[str], Field(description="Names; empty before it was held")]
    tasks: Annotated[list[int], Field(description="Ids of the tasks that came of it")]


class Asked(Paging):
    account: Annotated[str, Field(max_length=190)] = ""
    state: Literal["planned", "held", "cancelled"] | None = None
    mine: Annotated[bool, Field(description="Only those that the person organises")] = False


class Agree(Sent):
    title: Annotated[str, Field(max_length=200)]
    starts: Annotated[NaiveDatetime, Field(description="Local time in `zone`, such as 2026-12-03T10:00")]
    minutes: Annotated[int, Field(ge=1, le=3 * 24 * 60)] = 45
    zone: Annotated[str, Field(max_length=60, description="Such as Europe/Paris; the company's unless given")] = ""
    agenda: Annotated[str, Field(max_length=verbs.LONGEST, description="Markdown, sent to everybody")] = ""
    place: Short = ""
    link: Annotated[str, Field(max_length=500)] = ""
    contacts: Annotated[list[_Id], Field(max_length=40, description="Ids of contacts of the account")] = []
    colleagues: Annotated[list[_Id], Field(max_length=40, description="E-mail addresses")] = []


class HoldMeeting(Sent):
    notes: Annotated[str | None, Field(max_length=verbs.LONGEST, description="Markdown, for us")] = None
    decisions: Annotated[list[Short] | None, Field(max_length=50)] = None
    came: Annotated[
        list[Short] | None, Field(max_length=80, description="Names; at first everybody who was invited unless given")
    ] = None
    actions: Annotated[list[Item], Field(max_length=30, description="Each becomes a task")] = []


@area.get("/meetings", Page[MeetingOut])
def meetings(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List meetings, the latest first."""
    found = _visible(request)
    found = found.filter(account=asked.account) if asked.account else found
    found = found.filter(state=asked.state) if asked.state else found
    found = found.filter(organiser=user_of(request)) if asked.mine else found
    return paged(request, asked, [_told(one) for one in cut(found.order_by("-starts_at", "-pk"), asked)])


@area.get("/meetings/{meeting_id}", HeldOut)
def meeting(request: HttpRequest, meeting_id: Key, response: HttpResponse) -> HeldOut:
    """Show one meeting with what was decided and what came of it."""
    return _again(meeting_id, request, response)


@area.create("/accounts/{account_id:account_id}/meetings", HeldOut, needs="write_own_accounts")
def plan_meeting(request: HttpRequest, account_id: str, sent: Agree) -> HeldOut:
    """Plan a meeting; who takes part gets an invitation by mail, and so does the organiser, the token's person."""
    account = account_or_404(request.user, account_id)
    made = verbs.plan(user_of(request), account, _agreed(sent), sent.contacts, sent.colleagues)
    return _again(made.pk, request)


@area.replace("/meetings/{meeting_id}", HeldOut, needs="write_own_accounts")
def change_meeting(
    request: HttpRequest, meeting_id: Key, sent: Agree, response: HttpResponse, if_match: IfMatch = None
) -> HeldOut:
    """Agree on something else: everybody gets an update, and who is not invited any more a cancellation."""
    held = verbs.meeting_or_404(request.user, meeting_id)
    hold(if_match, verbs.version(held))
    verbs.change(user_of(request), held, _agreed(sent), sent.contacts, sent.colleagues, seen=verbs.version(held))
    return _again(meeting_id, request, response)


@area.change("/meetings/{meeting_id}/cancel", HeldOut, needs="write_own_accounts")
def cancel_meeting(request: HttpRequest, meeting_id: Key) -> HeldOut:
    """Call it off; everybody is told."""
    held = verbs.meeting_or_404(request.user, meeting_id)
    verbs.cancel(user_of(request), held, seen=verbs.version(held))
    return _again(meeting_id, request)


@area.replace("/meetings/{meeting_id}/minutes", HeldOut, needs="write_own_accounts")
def hold_meeting(
    request: HttpRequest, meeting_id: Key, sent: HoldMeeting, response: HttpResponse, if_match: IfMatch = None
) -> HeldOut:
    """Write down that it was held: what was said and decided, and who came. It stands on the timeline.

    May be sent again with the newest `etag`: `notes`, `decisions` and `came` replace what stood there, and what is not
    sent, or null, stays; `actions` are added to those that came of it already.
    """
    held = verbs.meeting_or_404(request.user, meeting_id)
    hold(if_match, verbs.version(held))
    notes = held.notes if sent.notes is None else sent.notes
    decisions = held.decisions if sent.decisions is None else sent.decisions
    came = _came(held) if sent.came is None else sent.came
    verbs.hold(user_of(request), held, notes, decisions, came, seen=verbs.version(held),
               actions=actions(held.account, sent.actions))  # fmt: skip
    return _again(meeting_id, request, response)


def _came(row: Meeting) -> list[str]:
    """Who is known to have come; before it was held, everybody who was invited."""
    if row.state == Meeting.State.HELD:
        return _there(row)
    return list(row.attendees.values_list("name", flat=True))


def _there(row: Meeting) -> list[str]:
    names = Touchpoint.objects.filter(pk=row.touchpoint_id or "-").values_list("participants", flat=True).first()
    return list(names or ())


def _visible(request: HttpRequest) -> QuerySet[Meeting]:
    people = Prefetch("attendees", Attendee.objects.order_by("-contact_id", "name"))
    found = visible_rows(request.user, Meeting.objects.all())
    return found.select_related("organiser").prefetch_related(people)


def _agreed(sent: Agree) -> verbs.Plan:
    texts = {name: getattr(sent, name) for name in ("title", "agenda", "place", "link")}
    zone = sent.zone or settings_row().time_zone
    return verbs.Plan(starts=sent.starts.replace(second=0, microsecond=0), minutes=sent.minutes, zone=zone, **texts)


def _again(meeting_id: int, request: HttpRequest, response: HttpResponse | None = None) -> HeldOut:
    row = verbs.meeting_or_404(request.user, meeting_id)
    told = HeldOut(**_told(row).dict(), came=_there(row),
                   tasks=list(actions_of(("meeting", str(row.pk))).values_list("pk", flat=True)))  # fmt: skip
    if response is not None:
        give(response, told.etag)
    return told


def _told(row: Meeting) -> MeetingOut:
    names = ("id", "title", "agenda", "starts_at", "ends_at", "zone", "place", "link", "state", "notes")
    return MeetingOut(
        **{name: getattr(row, name) for name in names}, account=row.account_id, organiser=person(row.organiser),
        decisions=list(row.decisions), etag=verbs.version(row),
        attendees=[AttendeeOut(name=one.name, email=one.email, contact=one.contact_id or None, answer=one.answer)
                   for one in row.attendees.all()],
    )  # fmt: skip
