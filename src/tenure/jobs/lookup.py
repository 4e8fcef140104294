"""Which function a stored job means."""

from inspect import getdoc
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import Task

from tenure.jobs.problems import UnknownTask
from tenure.jobs.task import JobTask


def find_task(path: str) -> JobTask[..., Any]:
    """The task at a dotted path, or UnknownTask when this version of Tenure has none there."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise UnknownTask(f"There is no task {path} in this version of Tenure: {error}.") from error
    if not isinstance(found, JobTask):
        raise UnknownTask(f"{path} is not a task; decorate it with @task.")
    return found


def title_of(task: Task[Any, Any]) -> str:
    """What a user reads: the first line of the task's docstring."""
    first = (getdoc(task.func) or "").partition("\n")[0].strip()
    return (first or task.name.replace("_", " ").capitalize()).rstrip(".")[:200]
