"""What a task says while it runs, and how it hears that it shall stop.

    from tenure.jobs import progress

    for number, file in enumerate(files, 1):
        progress.report(number, len(files), f"Reading {file.name}.")   # raises Cancelled when the user cancelled

Outside a job these do nothing, so that the same code runs in the tenure command and in tests. The rows are written by
the worker's heartbeat, not here: a report costs nothing, and is seen even while the task is in a transaction.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from tenure.jobs.models import Job
from tenure.jobs.problems import Cancelled, Interrupted, LeaseLost, Released

__all__ = ["Cancelled", "Hold", "Interrupted", "LeaseLost", "Released", "check", "current", "report"]


@dataclass(slots=True, eq=False)
class Hold:
    """A worker's hold on one attempt of a job, shared by the thread that runs it and the heartbeat."""

    job_id: str
    worker: str
    attempt: int
    until: datetime
    done: int = 0
    total: int = 0
    sentence: str = ""
    unsaid: bool = False  # something was reported that is not in the row yet
    spoke: bool = False  # anything was reported at all
    stop: Interrupted | None = field(default=None)

    def lock(self) -> None:
        """Inside a transaction: hold the job's row until it ends, or raise LeaseLost."""
        if not Job.objects.held(self.job_id, self.worker, self.attempt).select_for_update().exists():
            raise LeaseLost


_current: ContextVar[Hold | None] = ContextVar("tenure_job", default=None)


def current() -> Hold | None:
    return _current.get()


def enter(hold: Hold | None) -> None:
    """Say which job this thread runs from now on; for the worker."""
    _current.set(hold)


def check() -> None:
    """Raise Cancelled when the user cancelled this job, or another Interrupted when it has to end here."""
    hold = _current.get()
    if hold is not None and hold.stop is not None:
        raise hold.stop


def report(done: int, total: int, sentence: str = "") -> None:
    """Say how far the task is; `total` 0 means nobody knows. Raises like `check`."""
    hold = _current.get()
    if hold is None:
        return
    hold.done, hold.total = max(0, done), max(0, total)
    hold.sentence = (sentence or hold.sentence)[:300]
    hold.unsaid = hold.spoke = True
    check()
