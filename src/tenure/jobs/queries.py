"""Which jobs: adjectives of the job's queryset."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from tenure.jobs.models import Job  # noqa: F401


class JobQuerySet(models.QuerySet["Job", "Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=["queued", "running"])

    def finished(self) -> "JobQuerySet":
        return self.exclude(state__in=["queued", "running"])

    def running(self) -> "JobQuerySet":
        return self.filter(state="running")

    def overdue(self, now: Any) -> "JobQuerySet":
        """Running jobs whose worker stopped to renew its lease."""
        return self.filter(state="running", lease_until__lt=now)

    def held(self, job_id: str, worker: str, attempt: int) -> "JobQuerySet":
        """The job, if this worker still holds this attempt of it: the fence of every write by a worker."""
        return self.filter(id=job_id, worker=worker, attempt=attempt, state="running")

    def loud(self) -> "JobQuerySet":
        """Without the scheduled runs that found nothing to do."""
        return self.filter(quiet=False)

    def newest(self) -> "JobQuerySet":
        return self.order_by("-enqueued_at", "id")

    def cancellable(self) -> "JobQuerySet":
        return self.filter(Q(state="queued") | Q(state="running", cancel_requested_at=None))
