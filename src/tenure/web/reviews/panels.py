"""Parts of pages: the reviews of an account, and whether one is prepared by now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.customers.access import account_or_404, may_write
from tenure.planning.models import Review, ReviewCadence
from tenure.planning.reviews.access import review_or_404
from tenure.planning.reviews.tasks import is_waiting

_MOST = 5


@require_safe
@needs("read_accounts")
def of_account(request: HttpRequest, account_id: str) -> HttpResponse:
    """What is open, the next first, then what was."""
    account = account_or_404(request.user, account_id)
    reviews = Review.objects.filter(account=account)
    waits = list(reviews.filter(status="scheduled").order_by("due_on", "pk")[:_MOST])
    past = list(reviews.exclude(status="scheduled").order_by("-due_on", "-held_on", "-pk")[:_MOST])
    cadence = ReviewCadence.objects.filter(pk=account.tier).first() if account.tier else None
    context = {"account": account, "open": waits, "past": past, "today": today(), "cadence": cadence,
               "may_write": may_write(request.user, account)}  # fmt: skip
    return render(request, "reviews/_of_account.html", context)


@require_safe
@needs("read_accounts")
def waiting(request: HttpRequest, review_id: str) -> HttpResponse:
    """Asked again until it is prepared; then the page is loaded anew."""
    review = review_or_404(request.user, review_id)
    answer = render(request, "reviews/_waiting.html", {"review": review})
    if not is_waiting(review.pk):
        answer["HX-Refresh"] = "true"
    return answer
