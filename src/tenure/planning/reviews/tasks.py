"""Background work of reviews, run by the worker."""

from datetime import date
from typing import Final

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.engine import publication
from tenure.jobs.models import Job
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task
from tenure.planning.reviews import cadences, preparing
from tenure.planning.reviews.access import require_change
from tenure.planning.reviews.models import Review

PREPARED_AHEAD: Final = 7  # days
_AT_ONCE: Final = 100  # reviews a run prepares; the next run takes the next ones


@task
def prepare(review_id: str, by: int | None = None) -> int:
    """Prepare a review from facts; of one that was called off since it was asked, there is nothing to prepare."""
    if not Review.objects.filter(pk=review_id).exclude(status=Review.Status.CANCELLED).exists():
        return 0
    return preparing.prepare(review_id, User.objects.filter(pk=by).first() if by else None)


@task
def schedule_due() -> int:
    """Schedule the reviews that are due by the cadence of their tier, and prepare those that are near."""
    day = today()
    made = cadences.schedule_due(day)
    for review_id in unprepared(day):
        ask(review_id)
    return made


def unprepared(day: date) -> list[str]:
    """Open reviews within some days that nothing stands in yet, the next first; none before anything is computed."""
    if not publication.is_there():
        return []
    near = Review.objects.filter(status="scheduled", prepared_at=None, due_on__lte=day + PREPARED_AHEAD * DAY)
    return list(near.order_by("-due_on", "pk").values_list("pk", flat=True)[:_AT_ONCE])


def ask_by(user: User, review: Review) -> None:
    """A person asks for it; refused with a sentence where it would only fail later, when nobody looks."""
    require_change(user, review)
    if review.status == Review.Status.CANCELLED:
        raise NotAccepted("This review is cancelled; reschedule it to prepare it.")
    if not publication.is_there():
        raise NotAccepted("Nothing was computed yet: bring facts in and wait for the first refresh.")
    ask(review.pk, user)


def ask(review_id: str, by: User | None = None) -> None:
    """Prepare a review in the background, once however often it is asked."""
    asked = prepare.using(by=by.pk) if by else prepare
    enqueue_once(asked, key(review_id), review_id, by.pk if by else None)


def is_waiting(review_id: str) -> bool:
    """Whether it is being prepared, or will be."""
    return Job.objects.unfinished().filter(key=key(review_id)).exists()


def key(review_id: str) -> str:
    return f"review:{review_id}"[:190]
