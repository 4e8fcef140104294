"""The private calendar of a person: its address, made and revoked on their own page, and what is read there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from tenure.company.clock import today
from tenure.company.roles import needs, user_of
from tenure.work.feeds import verbs
from tenure.work.feeds.writing import calendar_of

MADE = "made_calendar"


@require_POST
@needs("read_accounts")
def make(request: HttpRequest) -> HttpResponse:
    """The address is shown once, on the page after; it is kept nowhere else."""
    request.session[MADE] = verbs.make(user_of(request))
    return redirect("me")


@require_POST
@needs("read_accounts")
def revoke(request: HttpRequest) -> HttpResponse:
    verbs.revoke(user_of(request))
    messages.success(request, "The address of your calendar is revoked: it leads nowhere from now on.")
    return redirect("me")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar program, which has no session: who has the secret reads."""
    user = verbs.read(secret)
    if user is None:
        raise Http404
    return HttpResponse(calendar_of(user, today()), content_type="text/calendar; charset=utf-8",
                        headers={"Cache-Control": "private, max-age=300"})  # fmt: skip
