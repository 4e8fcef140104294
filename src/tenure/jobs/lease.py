"""Leases: renewed by the worker's heartbeat, taken back from a worker that died."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tenure.jobs.models import Attempt, Job
from tenure.jobs.outcome import after_loss
from tenure.jobs.problems import Cancelled, LeaseLost
from tenure.jobs.progress import Hold
from tenure.jobs.queries import JobQuerySet


def renew(hold: Hold, lease: timedelta) -> None:
    """Write what the task reported, keep the lease, and hear whether the job was cancelled or taken away."""
    now = timezone.now()
    if hold.unsaid or hold.until - now < lease * 2 / 3:
        _write(hold, now + lease)
    row = Job.objects.held(hold.job_id, hold.worker, hold.attempt).values_list("cancel_requested_at").first()
    if row is None:
        hold.stop = hold.stop or LeaseLost()
    elif row[0] is not None:
        hold.stop = hold.stop or Cancelled("Cancelled.")


def _write(hold: Hold, until: datetime) -> None:
    hold.unsaid = False  # before reading the values: what is reported meanwhile is written next time
    Job.objects.held(hold.job_id, hold.worker, hold.attempt).update(
        lease_until=until, done=hold.done, total=hold.total, sentence=hold.sentence
    )
    hold.until = until


def take_back_expired() -> int:
    """Give jobs whose lease ran out to other workers; return how many."""
    return _take_back(Job.objects.overdue(timezone.now()), "its worker was not heard of for too long")


def take_back_from(worker: str) -> int:
    """The same for a worker that is known to be dead, without waiting for the leases to run out."""
    return _take_back(Job.objects.running().filter(worker=worker), "its worker died")


def _take_back(lost: JobQuerySet, why: str) -> int:
    return sum(_take_back_one(lost.filter(id=job_id), why) for job_id in list(lost.values_list("id", flat=True)))


def _take_back_one(lost: JobQuerySet, why: str) -> bool:
    with transaction.atomic():
        job = lost.select_for_update().first()
        if job is None:
            return False  # renewed, ended or taken back by another worker in between
        Job.objects.filter(id=job.id).update(**after_loss(job, why))
        Attempt.objects.filter(job=job, number=job.attempt).update(
            outcome=Attempt.Outcome.LOST, finished_at=timezone.now(), reason=f"Lost: {why}."
        )
    return True
