"""Background work of planning, run by the worker."""

from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task
from tenure.planning.checkins import keeping
from tenure.planning.plans import measuring, standing
from tenure.planning.value import worth


@task
def measure_objectives() -> int:
    """Take the values of objectives from the facts."""
    return measuring.measure()


@task
def measure_when_needed() -> bool:
    """Look whether something new was published that objectives are measured by."""
    try:
        now = publication.current()
    except NothingPublished:
        return False
    if not measuring.waiting(now.id).exists():
        return False
    enqueue_once(measure_objectives, "objectives")
    return True


@task
def follow_plans() -> int:
    """Look where plans stand that were written since, and what they were worth; once a day all that are open."""
    plans = standing.keep_all_that_changed()
    worth.keep_of_plans(plans)
    return len(plans)


@task
def follow_check_ins() -> int:
    """Look when accounts were last checked in with."""
    return keeping.keep_all_that_changed()
