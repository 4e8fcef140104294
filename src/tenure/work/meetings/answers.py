"""What attendees answer from their calendars."""

from typing import Final

from icalendar import Calendar

from tenure.work.meetings.models import Attendee, Meeting

_ANSWERS: Final = frozenset({"accepted", "declined", "tentative"})


def take_answer(text: str, sender: str) -> bool:
    """The answer of a calendar to an invitation, of who sent it and nobody else; False when it is none of ours."""
    try:
        calendar = Calendar.from_ical(text)
    except ValueError:
        return False
    if str(calendar.get("METHOD", "")).upper() != "REPLY":
        return False
    return any(_noted(event, sender) for event in calendar.walk("VEVENT"))


def _noted(event: object, sender: str) -> bool:
    meeting = Meeting.objects.filter(uid=str(event.get("UID", ""))).first()  # type: ignore[attr-defined]
    said = event.get("ATTENDEE")  # type: ignore[attr-defined]
    for one in said if isinstance(said, list) else [said] if said else []:
        answer = str(one.params.get("PARTSTAT", "")).lower()
        if meeting and answer in _ANSWERS and str(one).lower() == f"mailto:{sender}":
            return bool(Attendee.objects.filter(meeting=meeting, email=sender).update(answer=answer))
    return False
