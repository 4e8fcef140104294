"""Background work on tasks, run by the worker."""

from tenure.jobs.task import task
from tenure.work import recurring


@task
def repeat_due() -> int:
    """Make the tasks of series whose day has come."""
    return recurring.make_due()
