"""Background work of health, run by the worker."""

from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.health import reconciling, watching
from tenure.health.models import Watched
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task


@task
def watch() -> int:
    """Look for signals and open risks."""
    return watching.watch()


@task
def watch_when_needed() -> bool:
    """Look whether something new was published, and watch if so."""
    try:
        now = publication.current()
    except NothingPublished:
        return False
    if Watched.objects.filter(publication=now.id, day=now.today).exists():
        return False
    enqueue_once(watch, "watch")
    return True


@task
def reconcile() -> int:
    """Put pulses and scores side by side, so that where they disagree is known."""
    return reconciling.reconcile()
