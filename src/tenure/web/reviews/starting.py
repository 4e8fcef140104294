"""Scheduling a review by hand, and the meeting in which it is held."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import needs, user_of
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.engine import publication
from tenure.library.reading import published_decks
from tenure.planning.models import Review
from tenure.planning.reviews import meeting as meetings
from tenure.planning.reviews import scheduling
from tenure.planning.reviews.access import review_or_404
from tenure.planning.reviews.tasks import ask_by
from tenure.web.once import sent_once
from tenure.web.reviews.acting import day_of, person_of
from tenure.web.reviews.views import worked_on
from tenure.work.access import workers


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def new(request: HttpRequest, account_id: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    problem, given = "", request.POST
    if request.method == "POST":
        try:
            made = scheduling.schedule(
                request.user, account, day_of(given.get("due_on", "")), today(), kind=_kind_of(given.get("deck", "")),
                deck=given.get("deck", ""), title=given.get("title", ""), owner=person_of(given.get("owner", "")),
            )  # fmt: skip
            if "prepare" in given and publication.is_there():  # else it is, once something was computed
                ask_by(user_of(request), made)
            return redirect("reviews:detail", made.pk)
        except NotAccepted as error:
            problem = str(error)
    context = {
        "account": account, "problem": problem, "typed": given, "people": workers(), "decks": _decks(),
        "due_on": given.get("due_on") or str(today() + timedelta(days=14)),
        "owner": given.get("owner") or str(account.owner_id or request.user.pk),
    }  # fmt: skip
    return render(request, "reviews/new.html", context, status=422 if problem else 200)


def _kind_of(deck: str) -> str:
    """What the deck is for."""
    held = published_decks().get(deck)
    return str(held.deck.purpose) if held else Review.Kind.BUSINESS


def _decks() -> list[tuple[str, str, str]]:
    return [(key, held.deck.name, held.deck.sentence) for key, held in published_decks().items()]


@require_POST
@needs("write_own_accounts")
@sent_once()
def meeting(request: HttpRequest, review_id: str) -> HttpResponse:
    """Everybody whom it is for is invited."""
    review = review_or_404(request.user, review_id)
    try:
        starts = datetime.fromisoformat(request.POST.get("starts", "")).replace(tzinfo=None, second=0, microsecond=0)
        minutes = int(request.POST.get("minutes", "45")[:4])
    except ValueError:
        return worked_on(request, review, "Give the day and time at which it begins, such as 2026-12-03T10:00.", 422)
    try:
        zone, link = settings_row().time_zone, request.POST.get("link", "")
        meetings.plan_meeting(request.user, review.pk, starts, minutes, zone, link)
    except NotAccepted as error:
        return worked_on(request, review, str(error), 422)
    return redirect("reviews:detail", review_id)
