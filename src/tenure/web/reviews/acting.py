"""What is done to a review as a whole: prepared, moved, called off, shared, handed over."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenure.company.clock import today
from tenure.company.models import User
from tenure.company.roles import needs, user_of
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.planning.models import Review
from tenure.planning.reviews import scheduling, sharing
from tenure.planning.reviews.access import review_or_404
from tenure.planning.reviews.tasks import ask_by
from tenure.web.once import clicked_once
from tenure.web.reviews.views import worked_on
from tenure.work.access import workers


@require_POST
@needs("write_own_accounts")
@clicked_once("cancel", "no-show", "reschedule")
def act(request: HttpRequest, review_id: str, verb: str) -> HttpResponse:
    review = review_or_404(request.user, review_id)
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](request, review)
    except NotAccepted as error:
        return worked_on(request, review_or_404(request.user, review_id), str(error), 422, request.POST.dict())
    return redirect("reviews:detail", review_id)


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAccepted("Give a day, such as 2026-12-03.") from None


def _prepare(request: HttpRequest, review: Review) -> None:
    ask_by(user_of(request), review)


def _reschedule(request: HttpRequest, review: Review) -> None:
    day = day_of(request.POST.get("due_on", ""))
    scheduling.reschedule(request.user, review.pk, day, today(), request.POST.get("reason", ""))


def _cancel(request: HttpRequest, review: Review) -> None:
    scheduling.cancel(request.user, review.pk, request.POST.get("reason", ""))


def _no_show(request: HttpRequest, review: Review) -> None:
    again = request.POST.get("again_on", "")
    scheduling.no_show(request.user, review.pk, today(), day_of(again) if again else None)


def _share(request: HttpRequest, review: Review) -> None:
    sharing.share(request.user, review.pk)


def _unshare(request: HttpRequest, review: Review) -> None:
    sharing.share(request.user, review.pk, False)


def _hand_over(request: HttpRequest, review: Review) -> None:
    owner = person_of(request.POST.get("owner", ""))
    if owner is None:
        raise NotAccepted("Choose who holds it.")
    scheduling.hand_over(request.user, review.pk, owner)


VERBS: Final[Mapping[str, Callable[[HttpRequest, Review], None]]] = {
    "prepare": _prepare,
    "reschedule": _reschedule,
    "cancel": _cancel,
    "no-show": _no_show,
    "share": _share,
    "unshare": _unshare,
    "hand-over": _hand_over,
}


def person_of(text: str) -> User | None:
    """Somebody who works on accounts, by number."""
    return workers().filter(pk=whole(text, 17)).first() if text else None
