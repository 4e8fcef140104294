"""A note on the account of an item, without leaving the day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.web.once import sent_once
from tenure.work.verbs import KINDS, write_touchpoint


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def note(request: HttpRequest, account_id: str) -> HttpResponse:
    account, problem = account_or_404(request.user, account_id), ""
    if not may_write(request.user, account):
        raise Http404
    if request.method == "POST":
        try:
            write_touchpoint(request.user, account, request.POST.get("body", ""), request.POST.get("kind", "note"))
        except NotAccepted as error:
            problem = str(error)
        else:
            if "HX-Request" not in request.headers:
                return redirect("account:timeline", account.pk)
            return render(request, "day/_noted.html", {"account": account})
    context = {"account": account, "kinds": KINDS, "given": request.POST, "problem": problem}
    return render(request, "day/_note.html" if "HX-Request" in request.headers else "day/note.html", context)
