"""Background work of onboardings, run by the worker."""

from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task
from tenure.onboarding import reckoning, rule, telling


@task
def start_onboardings() -> int:
    """Start onboardings of new customers."""
    return rule.start_for_new_customers()


@task
def reckon_onboardings() -> int:
    """Bring forecasts of onboardings up to date."""
    return reckoning.reckon_stale()


@task
def look_at_onboardings() -> bool:
    """Look whether a customer is new or a step was finished, and act if so."""
    from tenure.company.clock import today

    new, moved = rule.waiting().exists(), reckoning.stale(today()).exists()
    if new:
        enqueue_once(start_onboardings, "start-onboardings")
    if moved:
        enqueue_once(reckon_onboardings, "reckon-onboardings")
    return new or moved


@task
def tell_shifts() -> int:
    """Tell customers that shared steps are due on other days than they know."""
    return telling.tell_shifts()
