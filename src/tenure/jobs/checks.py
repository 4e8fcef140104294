"""Schedules are checked when Tenure starts, not when they are first due."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from tenure.jobs.lookup import find_task
from tenure.jobs.problems import UnknownTask
from tenure.jobs.schedule import schedules, wrong


def check_schedules(**_: Any) -> list[CheckMessage]:
    found = ((name, _problem(cron, path)) for name, (cron, path) in schedules().items())
    return [Warning(f"TENURE_SCHEDULES[{name!r}]: {problem}.", id="jobs.W001") for name, problem in found if problem]


def _problem(cron: str, path: str) -> str:
    if sentence := wrong(cron):
        return sentence
    try:
        find_task(path)
    except UnknownTask as error:
        return str(error).rstrip(".")
    return ""
