"""Running one job that was taken, and recording how it ended."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django_tasks.base import TaskContext

from tenure.jobs import outcome, progress
from tenure.jobs.lookup import find_task
from tenure.jobs.models import Job
from tenure.jobs.problems import Cancelled, LeaseLost, Released
from tenure.jobs.progress import Hold
from tenure.jobs.results import result_of

_log = logging.getLogger(__name__)
_WAITS = (0.2, 1, 3, 10)


def run(hold: Hold) -> None:
    """Run the job in this thread. Whatever it raises is recorded, never raised again."""
    began = time.monotonic()
    progress.enter(hold)
    try:
        ended = _attempt(hold)
    finally:
        progress.enter(None)
    _log.info("Job %s attempt %d: %s after %.1f s.", hold.job_id, hold.attempt, ended, time.monotonic() - began)


def _attempt(hold: Hold) -> str:
    try:
        value = _call(hold)
    except Cancelled:
        return _recorded("cancelled", lambda: outcome.cancel(hold))
    except Released:
        return _recorded("given back", lambda: outcome.release(hold))
    except LeaseLost:
        return "taken by another worker"
    except BaseException as error:  # a task must not end its worker, not even by sys.exit
        reason = error
        return _recorded(f"failed: {outcome.reason_of(error)}", lambda: outcome.fail(hold, reason))
    return _recorded("done", lambda: outcome.succeed(hold, value))


def _call(hold: Hold) -> Any:
    job = Job.objects.get(id=hold.job_id)
    task = find_task(job.task)
    context = (TaskContext(task_result=result_of(job, task)),) if task.takes_context else ()
    value = task.call(*context, *job.args, **job.kwargs)
    outcome.require_json(value)
    return value


def _recorded(sentence: str, record: Callable[[], bool]) -> str:
    """Record the end, however often the database has to be asked; if it never answers, the lease runs out."""
    for wait in _WAITS:
        try:
            return sentence if record() else f"{sentence}, but another worker had taken it"
        except DatabaseError:
            _log.warning("The end of a job could not be recorded; trying again in %s s.", wait, exc_info=True)
            connection.close()
            time.sleep(wait)
    return f"{sentence}, not recorded: it will run again"
