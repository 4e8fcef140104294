"""A person's open tasks and their meetings as iCalendar (RFC 5545)."""

from datetime import UTC, date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.work.meetings.models import Meeting
from tenure.work.models import Task

BACK, AHEAD = 60 * DAY, 400 * DAY
MOST: Final = 1_000
_REFRESH: Final = timedelta(hours=1)


def calendar_of(user: User, today: date) -> str:
    """Tasks stand on the whole day that they are due; late ones too, where a calendar still shows that day."""
    calendar = Calendar()
    for name, value in (("prodid", "-//Tenure//Calendar//EN"), ("version", "2.0"), ("x-wr-calname", f"Tenure, {user}"),
                        ("refresh-interval", _REFRESH)):  # fmt: skip
        calendar.add(name, value)
    for task in _tasks(user, today):
        calendar.add_component(_of_task(task))
    for meeting in _meetings(user):
        calendar.add_component(_of_meeting(meeting))
    return str(calendar.to_ical().decode())


def _tasks(user: User, today: date) -> Any:
    open_ = Task.objects.filter(owner=user, state=Task.State.OPEN, due_on__range=(today - BACK, today + AHEAD))
    return open_.select_related("account", "contact").order_by("due_on", "pk")[:MOST]


def _meetings(user: User) -> Any:
    now = timezone.now()
    mine = Q(organiser=user) | Q(pk__in=Meeting.objects.filter(attendees__user=user).values("pk"))
    found = Meeting.objects.filter(mine, starts_at__range=(now - BACK, now + AHEAD))
    return found.exclude(state=Meeting.State.CANCELLED).select_related("account").order_by("starts_at", "pk")[:MOST]


def _of_task(task: Task) -> Event:
    waits = f"Waits for {task.contact} (customer). " if task.contact else ""
    event = _event(f"task-{task.pk}@tenure", f"{task.title} · {task.account.name}" if task.account else task.title,
                   waits + task.note, reverse("tasks:detail", args=[task.pk]), task.changed_at)  # fmt: skip
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _of_meeting(meeting: Meeting) -> Event:
    # Not the uid of the invitation: a calendar may hold that already, and this one must not replace it.
    event = _event(f"meeting-{meeting.pk}@tenure", f"{meeting.title} · {meeting.account.name}", meeting.agenda,
                   reverse("meetings:detail", args=[meeting.pk]), meeting.edited_at)  # fmt: skip
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    if place := meeting.place or meeting.link:
        event.add("location", place)
    return event


def _event(uid: str, summary: str, text: str, path: str, changed: Any) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed.astimezone(UTC))
    event.add("summary", summary)
    if text:
        event.add("description", text)
    if settings.TENURE_URL:
        event.add("url", f"{settings.TENURE_URL}{path}")
    return event
