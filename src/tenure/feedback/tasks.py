"""Background work on what customers say, run by the worker."""

from tenure.feedback import labelling
from tenure.jobs import progress
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task


@task(priority=-10)
def label_texts() -> int:
    """Read what new texts sound like."""
    return labelling.label_texts(progress.report)


@task
def label_when_needed() -> bool:
    """Look whether texts arrived, and read them if so."""
    if not labelling.is_waiting():
        return False
    enqueue_once(label_texts, "sentiment")
    return True
