"""Reviews that we share: what was found, what was decided, what comes next, and what they thought of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from tenure.planning.models import Review, ReviewBlock
from tenure.planning.reviews.exhibits import Facts
from tenure.planning.reviews.problems import NotAccepted
from tenure.planning.reviews.sharing import give_feedback
from tenure.web.portal import seen
from tenure.web.portal.here import Here
from tenure.work.portal.telling import tell_us

RATINGS = ((1, "Not useful"), (2, "Hardly"), (3, "In part"), (4, "Useful"), (5, "Very useful"))


@dataclass(frozen=True, slots=True)
class Part:
    """A block as it was taken: facts that are kept, and what was written to them."""

    block: ReviewBlock
    facts: Facts | None

    @property
    def headline(self) -> str:
        return self.block.headline or (self.facts.lead if self.facts else "")

    @property
    def is_empty(self) -> bool:
        return not self.block.body and not self.block.headline and (self.facts is None or self.facts.is_empty)


@require_safe
def page(request: HttpRequest, here: Here, review_id: str) -> HttpResponse:
    review = seen.review_or_404(here.contact, review_id)
    here.note("review", review.pk, str(review))
    return _page(request, here, review, {"thanks": "thanks" in request.GET})


@require_POST
def feedback(request: HttpRequest, here: Here, review_id: str) -> HttpResponse:
    review, words = seen.review_or_404(here.contact, review_id), request.POST.get("words", "")
    given = request.POST.get("rating", "")
    rating = int(given) if given.isdecimal() and len(given) == 1 else 0
    try:
        made = give_feedback(review.pk, rating, words, contact=here.contact)
    except NotAccepted as error:
        return _page(request, here, review, {"problem": str(error), "words": words, "rating": rating}, 422)
    title = f"{here.contact} on “{review}”: {rating} of 5"
    tell_us(here.contact, f"review:{made.pk}:{made.given_at.isoformat()}", title, made.words,
            about=("review", review.pk), owner=review.owner)  # fmt: skip
    return redirect(here.url("review", review_id) + "?thanks=1#feedback")


def _page(request: HttpRequest, here: Here, review: Review, more: dict[str, Any], status: int = 200) -> HttpResponse:
    parts = [Part(block, _facts(block)) for block in seen.blocks(review)]
    own = review.feedback.filter(contact=here.contact.pk).first()
    context = {
        "review": review, "parts": [one for one in parts if not one.is_empty], "ratings": RATINGS,
        "minutes": getattr(review, "minutes", None), "steps": seen.steps_of_review(here.contact, review), "own": own,
        "rating": own.rating if own else 0, "words": own.words if own else "", **more,
    }  # fmt: skip
    return here.show(request, "portal/review.html", context, status)


def _facts(block: ReviewBlock) -> Facts | None:
    """What is kept of another version of this program may not be readable any more; then only words are shown."""
    try:
        return Facts.model_validate(block.facts) if block.facts else None
    except ValidationError:
        return None
