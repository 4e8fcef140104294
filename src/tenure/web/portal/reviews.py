"""Reviews that we share: what was found, what was decided, what comes next, and what they thought of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.planning.models import Review
from tenure.planning.reviews import files
from tenure.planning.reviews.sharing import give_feedback
from tenure.web.portal import seen
from tenure.web.portal.here import Here
from tenure.web.reviews.files import attached, file_name
from tenure.web.reviews.showing import readable
from tenure.work.portal.telling import tell_us

RATINGS = ((1, "Not useful"), (2, "Hardly"), (3, "In part"), (4, "Useful"), (5, "Very useful"))


@require_safe
def page(request: HttpRequest, here: Here, review_id: str) -> HttpResponse:
    review = seen.review_or_404(here.contact, review_id)
    here.note("review", review.pk, str(review))
    return _page(request, here, review, {"thanks": "thanks" in request.GET})


@require_safe
def paper(request: HttpRequest, here: Here, review_id: str) -> HttpResponse:
    """The same as a PDF."""
    review = seen.review_or_404(here.contact, review_id)
    here.note("review", f"{review.pk} pdf", f"{review}, as PDF")
    return attached(files.paper(review, True), "application/pdf", file_name(review, "pdf", True))


@require_POST
def feedback(request: HttpRequest, here: Here, review_id: str) -> HttpResponse:
    review, words = seen.review_or_404(here.contact, review_id), request.POST.get("words", "")
    given = request.POST.get("rating", "")
    rating = whole(given, 1)
    try:
        made = give_feedback(review.pk, rating, words, contact=here.contact)
    except NotAccepted as error:
        return _page(request, here, review, {"problem": str(error), "words": words, "rating": rating}, 422)
    title = f"{here.contact} on “{review}”: {rating} of 5"
    tell_us(here.contact, f"review:{made.pk}:{made.given_at.isoformat()}", title, made.words,
            about=("review", review.pk), owner=review.owner)  # fmt: skip
    return redirect(here.url("review", review_id) + "?thanks=1#feedback")


def _page(request: HttpRequest, here: Here, review: Review, more: dict[str, Any], status: int = 200) -> HttpResponse:
    own = review.feedback.filter(contact=here.contact.pk).first()
    context = {
        "review": review, "parts": readable(seen.blocks(review)), "ratings": RATINGS,
        "minutes": getattr(review, "minutes", None), "steps": seen.steps_of_review(here.contact, review), "own": own,
        "rating": own.rating if own else 0, "words": own.words if own else "", **more,
    }  # fmt: skip
    return here.show(request, "portal/review.html", context, status)
