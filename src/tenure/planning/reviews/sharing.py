"""What the customer sees of a review, and what they say of it."""

from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact
from tenure.journal.write import record
from tenure.planning.reviews.access import shared_review_or_404
from tenure.planning.reviews.models import Review, ReviewFeedback
from tenure.planning.reviews.scheduling import locked

RATINGS: Final = (1, 2, 3, 4, 5)
_LONGEST: Final = 5_000


@transaction.atomic
def share(user: Any, review_id: str, shared: bool = True) -> Review:
    """Show it on the customer's page, or take it away again. What is internal or hidden is never shown."""
    review = locked(user, review_id)
    if shared and not review.is_prepared:
        raise NotAccepted("There is nothing in it yet; prepare it first.")
    if shared and review.status == Review.Status.CANCELLED:
        raise NotAccepted("A cancelled review is not shared.")
    if review.is_shared != shared:
        review.shared_at = timezone.now() if shared else None
        review.save()
        record("review.shared" if shared else "review.unshared", review, actor=user, account_id=review.account_id)
    return review


@transaction.atomic
def give_feedback(
    review_id: str, rating: int, words: str = "", *, contact: Contact, user: Any = None
) -> ReviewFeedback:
    """By the contact on their own page, or by one of us (`user`) who heard it. Given again, it replaces their own."""
    review = shared_review_or_404(contact, review_id) if user is None else locked(user, review_id)
    if review.account_id != contact.account_id:
        raise Http404
    if rating not in RATINGS:
        raise NotAccepted("Choose a rating from 1 to 5.")
    text = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > _LONGEST:
        raise NotAccepted(f"That is {len(text):,} characters; {_LONGEST:,} fit. Shorten it.")
    values = {"rating": rating, "words": text, "given_at": timezone.now(), "taken_by": user, "name": str(contact)}
    feedback = ReviewFeedback.objects.update_or_create(review=review, contact=contact, defaults=values)[0]
    record("review.feedback", review, actor=user, account_id=review.account_id, origin="" if user else "portal",
           after={"rating": rating, "words": text, "contact_id": contact.pk, "by": str(contact)})  # fmt: skip
    return feedback
