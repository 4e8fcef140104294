"""The django-tasks API over our own tables; `task.py` has the decorator.

A job enqueued inside a transaction is seen by workers when the transaction commits. `docs/operations.md` says what is
guaranteed.
"""

from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id, normalize_json

from tenure.jobs.lookup import title_of
from tenure.jobs.models import Job
from tenure.jobs.results import result_of
from tenure.jobs.task import JobTask


class DatabaseBackend(BaseTaskBackend):
    task_class = JobTask
    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def validate_task(self, task: Task[Any, Any]) -> None:
        super().validate_task(task)
        if isinstance(task, JobTask) and task.max_attempts < 1:
            raise InvalidTaskError("max_attempts must be 1 or more.")

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job = _job(task, args, kwargs)
        job.save(force_insert=True)
        result = result_of(job, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = Job.objects.filter(id=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job)


def _job(task: JobTask[..., Any], args: Any, kwargs: Any) -> Job:
    now = timezone.now()
    return Job(
        id=get_random_id(),
        task=task.module_path,
        title=title_of(task),
        args=normalize_json(list(args)),
        kwargs=normalize_json(dict(kwargs)),
        queue=task.queue_name,
        priority=task.priority,
        key=task.key,
        schedule=task.schedule,
        by_id=task.by,
        max_attempts=task.max_attempts,
        enqueued_at=now,
        due_at=max(now, task.run_after) if task.run_after else now,
    )
