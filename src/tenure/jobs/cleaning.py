"""Old rows of finished work are removed, so that the history stays readable and small."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from tenure.jobs import progress
from tenure.jobs.models import Firing, Job, Worker
from tenure.jobs.task import task

_BATCH = 1000
_QUIET_DAYS = 1
_WORKER_DAYS = 7


@task
def clean_up() -> None:
    """Remove old finished jobs from the history."""
    removed = _remove(Job.objects.finished().filter(finished_at__lt=_ago(settings.TENURE_JOBS_KEPT_DAYS)))
    removed += _remove(Job.objects.finished().filter(quiet=True, finished_at__lt=_ago(_QUIET_DAYS)))
    _remove(Firing.objects.filter(due_at__lt=_ago(_WORKER_DAYS)).exclude(id__in=_newest_firings()))
    _remove(Worker.objects.filter(seen_at__lt=_ago(_WORKER_DAYS)))
    if removed:
        progress.report(removed, removed, f"{removed} old jobs removed from the history.")


def _newest_firings() -> list[int]:
    """The last firing of each schedule stays: without it the schedule would look new."""
    newest: dict[str, int] = dict(Firing.objects.order_by("due_at").values_list("schedule", "id"))
    return list(newest.values())


def _ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def _remove(rows: QuerySet[Any]) -> int:
    removed = 0
    while ids := list(rows.values_list("pk", flat=True)[:_BATCH]):
        rows.model._default_manager.filter(pk__in=ids).delete()
        removed += len(ids)
        progress.check()
    return removed
