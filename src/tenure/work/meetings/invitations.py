"""Invitations: a meeting as iCalendar (RFC 5545, 5546), and the mails that carry it."""

from collections.abc import Iterable
from datetime import UTC
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from tenure.library.messages import write
from tenure.work.meetings.models import Attendee, Meeting
from tenure.work.messages.models import Mail
from tenure.work.messages.queueing import queue
from tenure.work.messages.rendering import address_from
from tenure.work.messages.values import tidy

_WORDS: Final = {"REQUEST": "Invitation", "CANCEL": "Cancelled"}


def calendar_of(meeting: Meeting, attendees: Iterable[Attendee], method: str = "REQUEST") -> str:
    """The meeting for a calendar. Its uid stays; a higher sequence replaces what calendars know.

    A calendar knows people by their address: who has none is no attendee there.
    """
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Tenure//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    for name, value in (("description", meeting.agenda), ("location", meeting.place or meeting.link)):
        if value:
            event.add(name, value)
    if meeting.link:
        event.add("url", meeting.link)
    if meeting.organiser:
        event.add("organizer", _address(str(meeting.organiser), meeting.organiser.email))
    for attendee in attendees:
        if attendee.email:
            event.add("attendee", _invited(attendee))
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def send(meeting: Meeting, attendees: Iterable[Attendee], method: str = "REQUEST") -> None:
    """A mail to each attendee who has an address; with the transaction that changed the meeting."""
    everybody = list(attendees)
    content = calendar_of(meeting, everybody, method)
    word = "Changed" if method == "REQUEST" and meeting.sequence else _WORDS[method]
    written = write(_body(meeting, method), {})
    for attendee in everybody:
        if attendee.email:
            mail = Mail(kind=Mail.Kind.INVITATION, meeting=meeting, account_id=meeting.account_id, calendar=content)
            mail.contact_id, mail.to_name, mail.to_email = attendee.contact_id, attendee.name, attendee.email.lower()
            mail.subject, mail.html, mail.text = f"{word}: {meeting.title}", written.html, written.text
            address_from(mail, meeting.organiser)
            mail.save()
            queue(mail)


def when(meeting: Meeting) -> str:
    """“3 December 2026, 10:00 to 10:45 (Europe/Paris)”, in the zone in which it was planned."""
    zone = ZoneInfo(meeting.zone)
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    return f"{start.day} {start:%B %Y, %H:%M} to {end:%H:%M} ({meeting.zone})"


def _body(meeting: Meeting, method: str) -> str:
    lines = [f"**{meeting.title}**", when(meeting)]
    if method == "CANCEL":
        lines.append("This meeting is cancelled.")
    lines += [part for part in (meeting.place, meeting.link and f"[{meeting.link}]({meeting.link})") if part]
    return "\n".join(lines) + (f"\n\n{meeting.agenda}" if meeting.agenda and method != "CANCEL" else "")


def _address(name: str, email: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{email}")
    made.params["CN"] = vText(tidy(name).replace('"', "'"))
    return made


def _invited(attendee: Attendee) -> vCalAddress:
    made = _address(attendee.name, attendee.email)
    made.params["ROLE"] = vText("REQ-PARTICIPANT")
    made.params["PARTSTAT"] = vText(attendee.answer.upper() or "NEEDS-ACTION")
    made.params["RSVP"] = vText("TRUE")
    return made
