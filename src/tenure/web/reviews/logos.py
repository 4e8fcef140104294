"""The logo of a customer: shown, put there, taken away on the page of a review."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from tenure.company.roles import needs
from tenure.customers.access import account_or_404
from tenure.customers.logos import LARGEST, remove_logo, set_logo
from tenure.customers.models import Account, AccountLogo
from tenure.customers.verbs import EditError
from tenure.planning.reviews.access import review_or_404
from tenure.web.reviews.views import worked_on


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
def logo(request: HttpRequest, account_id: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    if request.method == "POST":
        return _changed(request, account)
    found = AccountLogo.objects.filter(account=account).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.png), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


def _changed(request: HttpRequest, account: Account) -> HttpResponse:
    review = review_or_404(request.user, request.POST.get("review", ""))
    try:
        if "remove" in request.POST:
            remove_logo(request.user, account)
        else:
            file = request.FILES.get("logo")
            set_logo(request.user, account, file.read(LARGEST + 1) if file else b"")
    except EditError as error:
        return worked_on(request, review, str(error), 422)
    return redirect("reviews:detail", review.pk)
