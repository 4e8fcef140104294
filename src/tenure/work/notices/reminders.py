"""Being reminded: of a task, of a meeting, or of an account, at a moment that one chooses."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from tenure.company.roles import require
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account
from tenure.work.meetings.models import Meeting
from tenure.work.models import Task
from tenure.work.notices.models import Notice, Reminder
from tenure.work.notices.verbs import notify

MOST: Final = 500
_FARTHEST: Final = timedelta(days=3660)
_LONGEST: Final = 200
_LONGEST_BEFORE: Final = 7 * 24 * 60
_A_TIME: Final = 500


def remind(
    user: Any, at: datetime, text: str = "", *, account: Account | None = None, task: Task | None = None
) -> Reminder:
    """Be told at a moment to come about a task, about an account, or what the text says."""
    require(user, "read_accounts")
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > _LONGEST:
        raise NotAccepted(f"A reminder has at most {_LONGEST} characters; this one has {len(words)}.")
    if not (words or account or task):
        raise NotAccepted("Say what you want to be reminded of.")
    _check_time(at)
    _check_room(user)
    about = task.account if task else account
    return Reminder.objects.create(user=user, text=words, account=about, task=task, due_at=at)


def remind_before(user: Any, meeting: Meeting, minutes: int) -> Reminder:
    """Be told so many minutes before a meeting begins, also when it is moved. Once a meeting: the last word counts."""
    require(user, "read_accounts")
    if not 0 <= minutes <= _LONGEST_BEFORE:
        raise NotAccepted("Choose a time between the beginning and a week before it.")
    at = meeting.starts_at - timedelta(minutes=minutes)
    if meeting.state != Meeting.State.PLANNED or at <= timezone.now():
        raise NotAccepted("That moment is over already.")
    _check_room(user)
    values = {"account": meeting.account, "due_at": at, "minutes_before": minutes}
    return Reminder.objects.update_or_create(user=user, meeting=meeting, told_at=None, defaults=values)[0]


def drop(user: Any, reminder_id: int) -> Reminder:
    """One's own, while it was not told."""
    reminder = Reminder.objects.filter(user=user, pk=reminder_id, told_at=None).first()
    if reminder is None:
        raise Http404
    reminder.delete()
    return reminder


def to_come(user: Any) -> QuerySet[Reminder]:
    rows = Reminder.objects.filter(user=user, told_at=None).select_related("account", "task", "meeting")
    return rows.order_by("due_at", "pk")


def follow(meeting: Meeting) -> None:
    """A meeting was moved: reminders before it move too. Of one that is cancelled nobody is reminded."""
    waiting = Reminder.objects.filter(meeting=meeting, told_at=None)
    if meeting.state != Meeting.State.PLANNED:
        waiting.delete()
        return
    for reminder in waiting.exclude(minutes_before=None):
        reminder.due_at = meeting.starts_at - timedelta(minutes=reminder.minutes_before or 0)
        reminder.save(update_fields=["due_at"])


def tell_due(now: datetime | None = None) -> int:
    """Turn every reminder whose moment has come into a notice, once; how many there were."""
    due = Reminder.objects.filter(told_at=None, due_at__lte=now or timezone.now()).order_by("due_at")
    return sum(_tell(reminder_id) for reminder_id in list(due.values_list("pk", flat=True)[:_A_TIME]))


@transaction.atomic
def _tell(reminder_id: int) -> int:
    rows = Reminder.objects.select_for_update(of=("self",)).filter(pk=reminder_id, told_at=None)
    reminder = rows.select_related("user", "account", "task", "meeting").first()
    if reminder is None:
        return 0  # another worker told it
    reminder.told_at = timezone.now()
    reminder.save(update_fields=["told_at"])
    if reminder.task and not reminder.task.is_open:
        return 0  # it is done; there is nothing to remind of
    notify(reminder.user, Notice.Kind.REMINDER, f"reminder:{reminder.pk}", _title(reminder),
           text=reminder.text if reminder.task else "", account=reminder.account, about=_about(reminder))  # fmt: skip
    return 1


def _title(reminder: Reminder) -> str:
    if reminder.task:
        return reminder.task.title
    if reminder.meeting:
        return f"{reminder.meeting.title} begins" + (" soon" if reminder.minutes_before else "")
    return reminder.text or f"Look at {reminder.account}"


def _about(reminder: Reminder) -> tuple[str, str]:
    if reminder.task_id:
        return "task", str(reminder.task_id)
    return ("meeting", str(reminder.meeting_id)) if reminder.meeting_id else ("", "")


def _check_time(at: datetime) -> None:
    now = timezone.now()
    if at <= now:
        raise NotAccepted("Choose a moment that is still to come.")
    if at > now + _FARTHEST:
        raise NotAccepted("That is more than ten years away; look at its year.")


def _check_room(user: Any) -> None:
    if Reminder.objects.filter(user=user, told_at=None).count() >= MOST:
        raise NotAccepted(f"You have {MOST} reminders to come; drop some first.")
