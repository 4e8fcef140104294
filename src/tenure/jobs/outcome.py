"""How an attempt ends.

Every write is a compare-and-set on (worker, attempt): who lost the job cannot record a result.
"""

import random
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.utils import get_exception_traceback, get_module_path, normalize_json

from tenure.jobs.models import Attempt, Job, State
from tenure.jobs.problems import GiveUp, UnknownTask
from tenure.jobs.progress import Hold

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=30)
MOST_LOSSES = 5
_TRACEBACK = 50_000

_RELEASED = {"worker": "", "lease_until": None}


def back_off(failures: int, spread: float | None = None) -> timedelta:
    """The wait before the next attempt: doubled each time, up to half an hour, plus up to a quarter by chance.

    The chance keeps jobs that failed together from coming back together.
    """
    wait = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures - 1, 20)))
    return wait * (1 + (random.random() if spread is None else spread) / 4)  # noqa: S311 - no secret


def succeed(hold: Hold, value: Any) -> bool:
    job = Job.objects.get(id=hold.job_id)
    quiet = bool(job.schedule) and not value and not hold.spoke
    done = {"state": State.DONE, "result": normalize_json(value), "reason": "", "quiet": quiet, **_said(hold)}
    return _end(hold, Attempt.Outcome.DONE, done)


def require_json(value: Any) -> None:
    """Raise a sentence when a task returned what cannot be stored."""
    try:
        normalize_json(value)
    except (TypeError, ValueError) as error:
        raise GiveUp(f"The task returned what JSON cannot hold: {error}.") from error


def fail(hold: Hold, error: BaseException) -> bool:
    """Record why, and queue the job again unless it has failed often enough."""
    job = Job.objects.get(id=hold.job_id)
    failures, reason = job.failures + 1, reason_of(error)
    changes: dict[str, Any] = {"failures": failures, "reason": reason, **_said(hold)}
    if failures >= job.max_attempts or isinstance(error, GiveUp | UnknownTask):
        changes |= {"state": State.FAILED}
    elif job.cancel_requested_at:
        changes |= {"state": State.CANCELLED}
    else:
        changes |= {"state": State.QUEUED, "due_at": timezone.now() + back_off(failures)}
    traceback = get_exception_traceback(error)[-_TRACEBACK:]
    return _end(hold, Attempt.Outcome.FAILED, changes, reason, traceback, get_module_path(type(error)))


def cancel(hold: Hold) -> bool:
    changes = {"state": State.CANCELLED, "reason": "Cancelled while it ran.", **_said(hold)}
    return _end(hold, Attempt.Outcome.CANCELLED, changes, "Cancelled while it ran.")


def release(hold: Hold, wait: timedelta = timedelta()) -> bool:
    """Give the job back because this worker stops; that is no failure of the job."""
    changes = {"state": State.QUEUED, "due_at": timezone.now() + wait, **_said(hold)}
    return _end(hold, Attempt.Outcome.RELEASED, changes, "Given back: the worker was stopped.")


def after_loss(job: Job, why: str) -> dict[str, Any]:
    """What a job becomes when its worker died: queued, unless that was asked for or happened too often."""
    losses = job.losses + 1
    changes = {"losses": losses, "reason": f"Attempt {job.attempt} was lost: {why}.", **_RELEASED}
    if job.cancel_requested_at:
        return changes | {"state": State.CANCELLED, "finished_at": timezone.now()}
    if losses >= MOST_LOSSES:
        reason = f"{losses} workers died while they ran it, the last time in attempt {job.attempt}: {why}."
        return changes | {"state": State.FAILED, "finished_at": timezone.now(), "reason": reason}
    return changes | {"state": State.QUEUED, "due_at": timezone.now() + back_off(losses) / 10}


def reason_of(error: BaseException) -> str:
    """A short reason for everybody: the error's first line; its kind too, unless it is a sentence for users."""
    text = str(error).strip().partition("\n")[0]
    kind = type(error).__name__
    return (text if isinstance(error, GiveUp | UnknownTask) and text else f"{kind}: {text}" if text else kind)[:500]


def _said(hold: Hold) -> dict[str, Any]:
    return {"done": hold.done, "total": hold.total, "sentence": hold.sentence, **_RELEASED}


def _end(
    hold: Hold, outcome: str, changes: dict[str, Any], reason: str = "", traceback: str = "", exception: str = ""
) -> bool:
    now = timezone.now()
    if changes["state"] != State.QUEUED:
        changes = {**changes, "finished_at": now}
    with transaction.atomic():
        if Job.objects.held(hold.job_id, hold.worker, hold.attempt).update(**changes) != 1:
            return False
        Attempt.objects.filter(job_id=hold.job_id, number=hold.attempt).update(
            outcome=outcome, finished_at=now, reason=reason, traceback=traceback, exception=exception
        )
    return True
