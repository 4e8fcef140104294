"""Reactions to what happened in one stage that are work of another, run by the worker."""

from tenure.automation import success_reviews
from tenure.company.clock import today
from tenure.jobs.task import task
from tenure.planning.reviews.tasks import ask


@task
def open_success_reviews() -> int:
    """Open a Customer Success Review for each onboarding that was completed."""
    made = success_reviews.open_due(today())
    for review_id in made:
        ask(review_id)
    return len(made)
