"""Once: one unfinished job a key, and effects that a second run does not repeat."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import ParamSpec, TypeVar, cast

from django.db import IntegrityError, transaction
from django_tasks.base import Task, TaskResult

from tenure.jobs import progress
from tenure.jobs.models import Effect, Job
from tenure.jobs.results import result_of
from tenure.jobs.task import JobTask

P = ParamSpec("P")
T = TypeVar("T")


def enqueue_once(task: Task[P, T], key: str, *args: P.args, **kwargs: P.kwargs) -> TaskResult[T]:
    """Enqueue `task` unless a job with this key waits or runs; return the result of the one there is.

    `task` may carry defaults: `enqueue_once(rebuild.using(by=user.pk), "rebuild")`.
    """
    if not key or len(key) > 190:
        raise ValueError("A job's key has 1 to 190 characters.")
    keyed = cast(JobTask[P, T], task).using(key=key)
    for _ in range(10):
        waiting = Job.objects.unfinished().filter(key=key).first()
        if waiting is not None:
            return result_of(waiting)
        with suppress(IntegrityError), transaction.atomic():
            return keyed.enqueue(*args, **kwargs)
        # Somebody enqueued the same key in between. It may even be finished by now: look again.
    raise RuntimeError(
        f"The job {task.module_path} could not be enqueued with the key {key!r}; see the database's log."
    )


@contextmanager
def effect(name: str) -> Iterator[bool]:
    """A transaction that yields True the first time a job reaches it and False in a later attempt.

    It commits only while this worker still holds the job, so that an effect inside happens once, whatever dies.
    Outside a job it is a plain transaction that yields True.
    """
    with transaction.atomic():
        hold = progress.current()
        if hold is None:
            yield True
            return
        first = Effect.objects.get_or_create(job_id=hold.job_id, name=name)[1]
        yield first
        # At the end, so that the job's row is not locked, and its heartbeat not held up, while the block works.
        hold.lock()
