"""Tasks for the tests of the worker; in a module of their own because worker processes import them."""

import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django_tasks import task as plain_task
from django_tasks.base import TaskContext

from tenure.jobs import once, progress
from tenure.jobs.problems import GiveUp
from tenure.jobs.task import task


@task
def add(left: int, right: int) -> int:
    """Add two numbers.

    The second paragraph is not shown.
    """
    return left + right


@plain_task(takes_context=True)
def tell_attempt(context: TaskContext) -> int:
    return context.attempt


@plain_task
async def add_later(left: int, right: int) -> int:
    return left + right


@task(max_attempts=2)
def fail(sentence: str) -> None:
    """Fail as asked."""
    raise ValueError(sentence)


@task
def refuse() -> None:
    raise GiveUp("The file holds no rows.")


@task
def leave() -> None:
    raise SystemExit(3)


@task
def return_an_object() -> object:
    return object()


@task
def say(sentence: str) -> None:
    progress.report(3, 4, sentence)


@task
def write_line(path: str) -> None:
    with Path(path).open("a") as file:
        file.write("line\n")


@task
def long_with_steps(path: str, seconds: float) -> str:
    """Count slowly."""
    Path(path).write_text("running")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        progress.report(1, 2, "Counting.")
        time.sleep(0.02)
    return "counted"


@task
def long_without_steps(path: str, seconds: float) -> None:
    """Sleep through everything."""
    Path(path).write_text("running")
    time.sleep(seconds)


@task
def stumble_after_effect(path: str) -> bool:
    """Make a user once, then hang in the first attempt and finish in the second."""
    with once.effect("user made") as first:
        if first:
            get_user_model().objects.create_user("effect@example.org")
    if first:
        Path(path).write_text("running")
        time.sleep(60)
    return first
