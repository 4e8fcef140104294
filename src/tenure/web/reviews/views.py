"""The pages of reviews: the list, one to work on, and one to read and present."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.roles import may, needs
from tenure.customers.models import Contact
from tenure.engine import publication
from tenure.planning.models import Goal, Review
from tenure.planning.reviews import holding
from tenure.planning.reviews.access import may_change, review_or_404
from tenure.planning.reviews.tasks import is_waiting
from tenure.timeline.telling import history
from tenure.web.reviews import showing
from tenure.web.reviews.listing import STATES, Asked, counts, page_of, tiers
from tenure.web.whose import sides
from tenure.work.access import workers
from tenure.work.meetings import invitations

KPIS = ("csr_coverage", "csr_coverage_mrr", "csr_participation")
_MOST = 60


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    asked, now = Asked.read(request), today()
    counted = counts(request.user, asked, now)
    context = {
        "asked": asked, "page": page_of(request.user, asked, now), "today": now, "here": asked.address(),
        "states": [(label, asked.address(state=name, on=None), name == asked.state and not asked.on, counted.get(name))
                   for name, label in STATES.items()],
        "whose": sides(asked.whose, asked.address), "tiers": tiers(), "kinds": Review.Kind.choices,
        "kpis": KPIS if publication.is_there() else (), "may_set": may(request.user, "edit_templates"),
        "works": may(request.user, "write_own_accounts"), "without_day": asked.address(on=None),
    }  # fmt: skip
    return render(request, "reviews/page.html", context)


@require_safe
@needs("read_accounts")
def detail(request: HttpRequest, review_id: str) -> HttpResponse:
    return worked_on(request, review_or_404(request.user, review_id))


def worked_on(
    request: HttpRequest, review: Review, problem: str = "", status: int = 200, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page of one review, with a sentence about what could not be done and what was typed."""
    writes = may_change(request.user, review)
    minutes = getattr(review, "minutes", None)
    guests = list(review.guests.select_related("contact", "user"))
    blocks = [showing.shown(block) for block in review.blocks.select_related("edited_by")]
    context = {
        "review": review, "account": review.account, "problem": problem, "may_change": writes, "today": today(),
        "blocks": blocks, "waiting": is_waiting(review.pk), "minutes": minutes,
        "meeting_when": invitations.when(review.meeting) if review.meeting else "",
        "seen": minutes.edited_at.isoformat() if minutes else "",
        "guests": guests, "invited": holding.invited(guests), "history": history(review),
        "steps": review.steps.select_related("task__owner", "task__contact", "goal").order_by("task__due_on", "pk"),
        "findings": review.findings.select_related("found_by"), "feedback": review.feedback.all(),
        "has_logo": getattr(review, "has_logo", False), "typed": typed or {},
        **(choices(review) if writes else {}),
    }  # fmt: skip
    return render(request, "reviews/detail.html", context, status=status)


def choices(review: Review) -> dict[str, Any]:
    """Whom and what the forms offer."""
    contacts = Contact.objects.filter(account=review.account_id, left_on=None).order_by("name", "pk")
    goals = Goal.objects.filter(plan__account=review.account_id, status="open").order_by("due_on", "pk")
    return {"contacts": contacts[:_MOST], "colleagues": workers()[:_MOST], "goals": goals[:_MOST]}


@require_safe
@needs("read_accounts")
def read(request: HttpRequest, review_id: str) -> HttpResponse:
    """As it is presented; with ?for=customer as the customer sees it."""
    review = review_or_404(request.user, review_id)
    theirs = request.GET.get("for") == "customer"
    blocks = showing.for_customer(review) if theirs else showing.readable(review.blocks.filter(hidden=False))
    context = {"review": review, "account": review.account, "blocks": blocks, "theirs": theirs,
               "minutes": getattr(review, "minutes", None), "guests": review.guests.all()}  # fmt: skip
    return render(request, "reviews/read.html", context)
