"""Background work as rows: jobs, their attempts, the firings of schedules, and the workers that are alive."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tenure.jobs.queries import JobQuerySet


class State(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


UNFINISHED = (State.QUEUED, State.RUNNING)


class Job(models.Model):
    """One piece of background work.

    The pair (worker, attempt) fences it: whoever changes a running job names both, so that a worker which lost its
    lease changes nothing.
    """

    id = models.CharField(max_length=32, primary_key=True)
    task = models.CharField(max_length=200, help_text="dotted path of the task's function")
    title = models.CharField(max_length=200, help_text="what it does, in words")
    args: models.JSONField[Any, Any] = models.JSONField(default=list)
    kwargs: models.JSONField[Any, Any] = models.JSONField(default=dict)
    queue = models.CharField(max_length=60, default="default")
    priority = models.SmallIntegerField(default=0)
    key = models.CharField(max_length=190, blank=True, default="", help_text="one unfinished job a key")
    schedule = models.CharField(max_length=60, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    enqueued_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="not taken before this: run_after, or the wait before a retry")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    attempt = models.PositiveIntegerField(default=0, help_text="attempts begun")
    failures = models.PositiveIntegerField(default=0, help_text="attempts that raised")
    losses = models.PositiveIntegerField(default=0, help_text="attempts whose worker died")
    max_attempts = models.PositiveIntegerField(default=3)
    worker = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)

    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    sentence = models.CharField(max_length=300, blank=True, default="")
    result: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, default="", help_text="why it failed or waits for a retry")
    quiet = models.BooleanField(default=False, help_text="a scheduled run that found nothing to do")

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("priority").desc(), "enqueued_at", name="job_next", condition=Q(state="queued")),
            models.Index(fields=["lease_until"], name="job_lease", condition=Q(state="running")),
            models.Index(fields=["state", "-enqueued_at"], name="job_state"),
            # Keys in the order of the list, so that a deep page reads only its own rows.
            models.Index(fields=["-enqueued_at", "id"], name="job_loud", condition=Q(quiet=False)),
            models.Index(fields=["-enqueued_at", "id"], name="job_age"),
            models.Index(fields=["state"], name="job_loud_states", condition=Q(quiet=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="job_key_once", condition=~Q(key="") & Q(state__in=["queued", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int | None:
        """How far it is, or None when the task did not say how much there is."""
        return min(100, self.done * 100 // self.total) if self.total > 0 else None


class Attempt(models.Model):
    """One try to run a job. The traceback is for administrators, the reason for everybody."""

    class Outcome(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        LOST = "lost", "Worker died"
        CANCELLED = "cancelled", "Cancelled"
        RELEASED = "released", "Given back"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    worker = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.RUNNING)
    reason = models.CharField(max_length=500, blank=True, default="")
    exception = models.CharField(max_length=200, blank=True, default="")
    traceback = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="attempt_number_once")]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.job_id}"


class Effect(models.Model):
    """A change that a job has made and must not make again when it runs again; see `once.effect`."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "name"], name="effect_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.job_id}"


class Firing(models.Model):
    """A moment at which a schedule was due. The unique row lets two workers fire it once."""

    schedule = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "due_at"], name="firing_once")]

    def __str__(self) -> str:
        return f"{self.schedule} at {self.due_at:%Y-%m-%d %H:%M}"


class Worker(models.Model):
    """A worker process; alive while `seen_at` is recent and `stopped_at` is empty."""

    id = models.CharField(max_length=32, primary_key=True)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    threads = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pid} on {self.host}"
