"""Background work of reviews, run by the worker."""

from tenure.company.models import User
from tenure.jobs.models import Job
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task
from tenure.planning.reviews import preparing


@task
def prepare(review_id: str, by: int | None = None) -> int:
    """Prepare a review from facts."""
    return preparing.prepare(review_id, User.objects.filter(pk=by).first() if by else None)


def ask(review_id: str, by: User | None = None) -> None:
    """Prepare a review in the background, once however often it is asked."""
    asked = prepare.using(by=by.pk) if by else prepare
    enqueue_once(asked, key(review_id), review_id, by.pk if by else None)


def is_waiting(review_id: str) -> bool:
    """Whether it is being prepared, or will be."""
    return Job.objects.unfinished().filter(key=key(review_id)).exists()


def key(review_id: str) -> str:
    return f"review:{review_id}"[:190]
