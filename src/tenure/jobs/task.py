"""The `@task` decorator with what our backend knows besides, and with types.

    @task(max_attempts=5)
    def rebuild(table: str) -> int:
        "Rebuild a derived table."      # the first line is what users read on the Jobs page

    rebuild.enqueue("mrr_steps")
    rebuild.using(by=request.user.pk, priority=10).enqueue("mrr_steps")

`django_tasks.task` makes the same tasks; it only hides their types.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar, cast, overload

from django_tasks import task as _task
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T], Generic[P, T]):
    max_attempts: int = 3
    key: str = ""
    by: int | None = None
    schedule: str = ""

    def using(
        self,
        *,
        priority: int | None = None,
        queue_name: str | None = None,
        run_after: datetime | None = None,
        backend: str | None = None,
        max_attempts: int | None = None,
        key: str | None = None,
        by: int | None = None,
        schedule: str | None = None,
    ) -> "JobTask[P, T]":
        """A copy with other defaults: how often to try, a key that is unique while unfinished, the user who asked."""
        changes = {
            "priority": priority, "queue_name": queue_name, "run_after": run_after, "backend": backend,
            "max_attempts": max_attempts, "key": key, "by": by, "schedule": schedule,
        }  # fmt: skip
        mine: dict[str, Any] = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return type(self)(**{**mine, **{name: value for name, value in changes.items() if value is not None}})


@overload
def task(function: Callable[P, T]) -> JobTask[P, T]: ...
@overload
def task(*, priority: int = 0, max_attempts: int = 3) -> Callable[[Callable[P, T]], JobTask[P, T]]: ...
def task(function: Callable[..., Any] | None = None, *, priority: int = 0, max_attempts: int = 3) -> Any:
    """Make a function of a module a task: `priority` from -100 to 100, `max_attempts` counts the ones that raise."""
    decorate = _task(priority=priority, max_attempts=max_attempts)
    return decorate(function) if function else cast(Any, decorate)
