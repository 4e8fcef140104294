"""What people do with meetings: plan, change, cancel, hold. Calendars hear of it in the same transaction."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import may_write, visible_accounts
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.work import participants
from tenure.work.actions import Action, add_actions
from tenure.work.meetings import invitations
from tenure.work.meetings.models import Attendee, Meeting
from tenure.work.messages.values import tidy
from tenure.work.models import Touchpoint
from tenure.work.notices import mentions, reminders

MOST_ATTENDEES: Final = 40
LONGEST: Final = 20_000
_LONGEST_MEETING: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is agreed about a meeting. Times without a zone are those of `zone`."""

    title: str
    starts: datetime
    minutes: int
    zone: str
    agenda: str = ""
    place: str = ""
    link: str = ""


def meeting_or_404(user: Any, meeting_id: int) -> Meeting:
    found = Meeting.objects.select_related("account", "organiser").filter(
        pk=meeting_id, account__in=visible_accounts(user)
    )
    meeting = found.first()
    if meeting is None:
        raise Http404
    return meeting


def version(meeting: Meeting) -> str:
    return meeting.edited_at.isoformat()


def plan(user: Any, account: Account, agreed: Plan, contacts: Sequence[str], colleagues: Sequence[str] = ()) -> Meeting:
    """Plan a meeting and invite contacts, by id, and colleagues, by address; the organiser is invited too."""
    if not may_write(user, account):
        raise Http404
    values = _accepted(agreed)
    with transaction.atomic():
        meeting = Meeting.objects.create(
            account=account, organiser=user, uid=f"{uuid.uuid4()}@tenure", edited_at=timezone.now(), **values
        )
        _invite(meeting, _people(account, user, contacts, colleagues))
        invitations.send(meeting, meeting.attendees.all())
        record("meeting.planned", meeting, actor=user, account_id=account.pk, after=_told(meeting))
    return meeting


def change(
    user: Any, meeting: Meeting, agreed: Plan, contacts: Sequence[str], colleagues: Sequence[str], *, seen: str
) -> Meeting:
    """Agree on something else: everybody gets an update, and who is not invited any more a cancellation."""
    values = _accepted(agreed)
    with transaction.atomic():
        latest = _locked(user, meeting, seen)
        before = _told(latest)
        for name, value in values.items():
            setattr(latest, name, value)
        latest.sequence, latest.edited_at = latest.sequence + 1, timezone.now()
        latest.save()
        gone = _invite(latest, _people(latest.account, latest.organiser, contacts, colleagues))
        invitations.send(latest, gone, "CANCEL")
        invitations.send(latest, latest.attendees.all())
        reminders.follow(latest)
        record("meeting.changed", latest, actor=user, account_id=latest.account_id, before=before, after=_told(latest))
    return latest


def cancel(user: Any, meeting: Meeting, *, seen: str) -> Meeting:
    with transaction.atomic():
        latest = _locked(user, meeting, seen)
        latest.state, latest.sequence, latest.edited_at = (
            Meeting.State.CANCELLED, latest.sequence + 1, timezone.now(),
        )  # fmt: skip
        latest.save()
        invitations.send(latest, latest.attendees.all(), "CANCEL")
        reminders.follow(latest)
        record("meeting.cancelled", latest, actor=user, account_id=latest.account_id, after=_told(latest))
    return latest


def hold(
    user: Any, meeting: Meeting, notes: str, decisions: Sequence[str], came: Sequence[str], *, seen: str,
    actions: Sequence[Action] = (),
) -> Meeting:  # fmt: skip
    """Write down what was said and decided, and who came, by name, for the timeline. May be done again.

    `actions` become tasks with the meeting as their origin, beside those that came of it already.
    """
    text, decided = (
        notes.replace("\r\n", "\n").replace("\x00", "").strip(),
        [tidy(one) for one in decisions if tidy(one)],
    )
    if len(text) > LONGEST:
        raise NotAccepted(f"The notes have {len(text):,} characters; {LONGEST:,} fit.")
    with transaction.atomic():
        latest = _locked(user, meeting, seen, (Meeting.State.PLANNED, Meeting.State.HELD))
        if latest.starts_at > timezone.now():
            raise NotAccepted(f"It has not begun: it is planned for {invitations.when(latest)}.")
        latest.notes, latest.decisions, latest.state = text, decided[:50], Meeting.State.HELD
        latest.edited_at, latest.touchpoint_id = timezone.now(), f"meeting-{latest.pk}"
        latest.save()
        _to_timeline(latest, [name for name in came if name])
        add_actions(user, latest.account, ("meeting", str(latest.pk)), actions)
        mentions.tell(user, "meeting", str(latest.pk), "\n".join((text, *decided)), account=latest.account,
                      title=latest.title)  # fmt: skip
        record("meeting.held", latest, actor=user, account_id=latest.account_id, after={"decisions": decided})
    return latest


def _to_timeline(meeting: Meeting, came: list[str]) -> None:
    """Without an author, because it is changed where the meeting is."""
    list_ = "\n".join(f"- {one}" for one in meeting.decisions)
    body = "\n\n".join(part for part in (meeting.notes, list_ and f"**Decided**\n\n{list_}") if part)
    first = meeting.attendees.exclude(contact_id="").order_by("name").first()
    values: dict[str, Any] = {
        "account_id": meeting.account_id, "kind": "meeting", "occurred_at": meeting.starts_at,
        "subject": meeting.title, "body": body, "participants": came, "decisions": meeting.decisions,
        "contact_id": first.contact_id if first else "", "source": "Tenure",
        "csm_id": meeting.organiser.email if meeting.organiser else "",
    }  # fmt: skip
    touchpoint, _ = Touchpoint.objects.update_or_create(pk=meeting.touchpoint_id, defaults=values)
    there = [one for one in meeting.attendees.select_related("user").order_by("name") if one.name in came]
    theirs = Contact.objects.filter(account=meeting.account_id, pk__in=[one.contact_id for one in there])
    participants.write(touchpoint, list(theirs.order_by("name", "pk")), [one.user for one in there if one.user])


def _locked(user: Any, meeting: Meeting, seen: str, states: Sequence[str] = (Meeting.State.PLANNED,)) -> Meeting:
    latest = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if latest is None or not may_write(user, latest.account):
        raise Http404
    if latest.state not in states:  # first: what is over cannot be put in the place of anything
        raise NotAccepted(f"This meeting is {latest.get_state_display().lower()}; it cannot be changed any more.")
    if version(latest) != seen:
        raise ChangedMeanwhile(latest)
    return latest


def _accepted(agreed: Plan) -> dict[str, Any]:
    if problems := [*_problems(agreed)]:
        raise NotAccepted("\n".join(problems))
    start = agreed.starts.replace(tzinfo=ZoneInfo(agreed.zone))
    return {
        "title": tidy(agreed.title), "agenda": agreed.agenda.replace("\r\n", "\n").replace("\x00", "").strip(),
        "starts_at": start, "ends_at": start + timedelta(minutes=agreed.minutes), "zone": agreed.zone,
        "place": tidy(agreed.place), "link": agreed.link.strip(),
    }  # fmt: skip


def _problems(agreed: Plan) -> Iterator[str]:
    if not tidy(agreed.title) or len(agreed.title) > 200:
        yield "Give the meeting a title of at most 200 characters."
    if len(agreed.agenda) > LONGEST or len(agreed.place) > 200:
        yield f"The agenda has at most {LONGEST:,} characters, the place 200."
    if not timedelta(0) < timedelta(minutes=agreed.minutes) <= _LONGEST_MEETING:
        yield "A meeting lasts between a minute and three days."
    if agreed.link and not _web(agreed.link.strip()):
        yield f"“{agreed.link[:80]}” is no address of the web; write it with https://."
    if agreed.zone not in available_timezones():
        yield f"“{agreed.zone[:60]}” is no time zone, such as Europe/Paris."
    elif not _exists(agreed.starts, ZoneInfo(agreed.zone)):
        yield f"{agreed.starts:%H:%M} does not exist on that day in {agreed.zone}: clocks are put forward."
    if not 2000 <= agreed.starts.year <= 2200:
        yield "Give a day between 2000 and 2200."


def _web(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(link) <= 500 and link.isprintable()


def _exists(local: datetime, zone: ZoneInfo) -> bool:
    there = local.replace(tzinfo=zone)
    return there.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) == local


def _people(
    account: Account, organiser: User | None, contacts: Sequence[str], colleagues: Sequence[str]
) -> list[Attendee]:
    chosen = list(Contact.objects.filter(account=account, pk__in=contacts).order_by("name", "pk"))
    if len(chosen) < len(set(contacts)):
        raise NotAccepted("One of the attendees is no contact of this account any more; choose again.")
    ours = participants.colleagues_at(colleagues)
    team = {user.pk: user for user in (*([organiser] if organiser else []), *ours)}
    made = [
        Attendee(contact_id=one.pk, name=tidy(str(one))[:200], email=one.email.strip().lower()[:254]) for one in chosen
    ]
    made += [Attendee(user=user, name=tidy(str(user))[:200], email=user.email) for user in team.values()]
    if len(made) > MOST_ATTENDEES:
        raise NotAccepted(f"At most {MOST_ATTENDEES} people are invited; you chose {len(made)}.")
    return made


def _invite(meeting: Meeting, people: list[Attendee]) -> list[Attendee]:
    """Attendees become these; those who stay keep their answer. Returns who is not invited any more."""
    held = {(one.email, one.name): one for one in meeting.attendees.all()}
    wanted = {(one.email, one.name): one for one in people}
    gone = [one for key, one in held.items() if key not in wanted]
    meeting.attendees.filter(pk__in=[one.pk for one in gone]).delete()
    for key, one in wanted.items():
        if key not in held:
            one.meeting = meeting
            one.save()
    return gone


def _told(meeting: Meeting) -> dict[str, Any]:
    return {"title": meeting.title, "when": invitations.when(meeting)}
