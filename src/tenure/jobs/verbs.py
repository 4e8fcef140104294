"""What people may do to a job. Pages ask for permission and write the journal; the state changes here."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from tenure.jobs.models import Job, State


class Refused(Exception):
    """The job is not in a state in which this can be done; the text says why."""


def cancel(job: Job) -> str:
    """Cancel a waiting job at once, ask a running one to stop; return the sentence for the user."""
    now = timezone.now()
    waiting = Job.objects.filter(id=job.id, state=State.QUEUED)
    changes = {"state": State.CANCELLED, "finished_at": now, "cancel_requested_at": now}
    if waiting.update(**changes, reason="Cancelled before it ran."):
        return f"{job.title} was cancelled."
    if Job.objects.running().filter(id=job.id, cancel_requested_at=None).update(cancel_requested_at=now):
        return f"{job.title} was asked to stop; it stops at its next step."
    raise Refused(f"{job.title} cannot be cancelled: it has ended, or was asked to stop already.")


def retry(job: Job) -> str:
    """Queue a failed or cancelled job again; what it has done already (`once.effect`) is not done twice."""
    ended = Job.objects.filter(id=job.id, state__in=[State.FAILED, State.CANCELLED])
    again = {"state": State.QUEUED, "due_at": timezone.now(), "finished_at": None, "cancel_requested_at": None}
    try:
        with transaction.atomic():
            changed = ended.update(**again, failures=0, losses=0, reason="")
    except IntegrityError:
        raise Refused(f"{job.title} already waits or runs as another job.") from None
    if not changed:
        raise Refused(f"{job.title} cannot be run again: only failed or cancelled jobs can.")
    return f"{job.title} will run again."
