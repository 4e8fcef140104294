"""A job as django-tasks shows it."""

from typing import Any

from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus

from tenure.jobs.lookup import find_task
from tenure.jobs.models import Attempt, Job, State

_STATUS = {
    State.QUEUED: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.FAILED: TaskResultStatus.FAILED,
    State.CANCELLED: TaskResultStatus.FAILED,  # django-tasks knows no fifth state
}


def result_of(job: Job, task: Task[Any, Any] | None = None) -> TaskResult[Any]:
    attempts = list(job.attempts.order_by("number")) if job.attempt else []
    result: TaskResult[Any] = TaskResult(
        task=task or find_task(job.task),
        id=job.id,
        status=_STATUS[State(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=attempts[-1].started_at if attempts else None,
        args=job.args,
        kwargs=job.kwargs,
        backend=(task.backend if task else "default"),
        errors=[_error(attempt) for attempt in attempts if attempt.exception],
        worker_ids=[attempt.worker for attempt in attempts],
    )
    # Not an argument of the constructor, and the class is frozen: set the way django-tasks' own backends do.
    object.__setattr__(result, "_return_value", job.result)
    return result


def _error(attempt: Attempt) -> TaskError:
    return TaskError(exception_class_path=attempt.exception, traceback=attempt.traceback)
