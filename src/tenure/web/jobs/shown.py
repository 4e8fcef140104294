"""A job in words: its state, when it ran and for how long, and why it failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tenure.company.models import settings_row
from tenure.jobs.models import Attempt, Job, State

_BANDS = {
    State.QUEUED: "idle",
    State.RUNNING: "info",
    State.DONE: "good",
    State.FAILED: "bad",
    State.CANCELLED: "idle",
}
_OUTCOMES = {
    "running": "info",
    "done": "good",
    "failed": "bad",
    "lost": "warn",
    "cancelled": "idle",
    "released": "idle",
}
_SOON = timedelta(seconds=5)


def company_zone() -> ZoneInfo:
    return ZoneInfo(settings_row().time_zone)


def moment(value: datetime | None, zone: ZoneInfo) -> str:
    """21 Nov 2026, 22:40:05 in the company's time zone."""
    return f"{value.astimezone(zone):%d %b %Y, %H:%M:%S}" if value else "–"


def length(seconds: float) -> str:
    """0.4 s, 12 s, 3 min 20 s, 2 h 5 min."""
    if seconds < 10:
        return f"{max(0.0, seconds):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


@dataclass(frozen=True, slots=True)
class ShownAttempt:
    attempt: Attempt
    zone: ZoneInfo

    @property
    def band(self) -> str:
        return _OUTCOMES[Attempt.Outcome(self.attempt.outcome)]

    @property
    def when(self) -> str:
        return moment(self.attempt.started_at, self.zone)

    @property
    def took(self) -> str:
        ended = self.attempt.finished_at or timezone.now()
        return length((ended - self.attempt.started_at).total_seconds())


class ShownJob:
    """`attempts` are the newest first."""

    def __init__(self, job: Job, attempts: list[Attempt], zone: ZoneInfo) -> None:
        self.job, self.zone = job, zone
        self.attempts = [ShownAttempt(attempt, zone) for attempt in attempts]

    @property
    def band(self) -> str:
        return _BANDS[State(self.job.state)]

    @property
    def word(self) -> str:
        if self.job.state == State.RUNNING and self.job.cancel_requested_at:
            return "Stopping"
        if self.job.state == State.QUEUED and self.job.failures:
            return "Waits to retry"
        return str(self.job.get_state_display())

    @property
    def who(self) -> str:
        if self.job.by:
            return str(self.job.by)
        return f"Schedule “{self.job.schedule}”" if self.job.schedule else "Tenure"

    @property
    def when(self) -> str:
        return moment(self.job.enqueued_at, self.zone)

    @property
    def ended(self) -> str:
        return moment(self.job.finished_at, self.zone)

    @property
    def took(self) -> str:
        """The last attempt's time: waits between attempts are not work."""
        return self.attempts[0].took if self.attempts else "–"

    @property
    def waits_until(self) -> str:
        """When it runs, if that is not now."""
        is_later = self.job.state == State.QUEUED and self.job.due_at > timezone.now()
        return moment(self.job.due_at, self.zone) if is_later else ""

    @property
    def is_running(self) -> bool:
        return self.job.state == State.RUNNING

    @property
    def share(self) -> float | None:
        return None if self.job.percent is None else self.job.percent / 100

    @property
    def lives(self) -> bool:
        return self.is_running or (self.job.state == State.QUEUED and self.job.due_at <= timezone.now() + _SOON)

    @property
    def can_cancel(self) -> bool:
        return not self.job.finished and not self.job.cancel_requested_at

    @property
    def can_retry(self) -> bool:
        return self.job.state in (State.FAILED, State.CANCELLED)
