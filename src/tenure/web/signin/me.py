"""Everybody's own page: the sign-in, and the tokens of programs that act for one."""

from typing import Final

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tenure.company.roles import may, needs, user_of
from tenure.tokens import verbs
from tenure.tokens.models import Token
from tenure.web.once import sent_once
from tenure.web.signin import calendar
from tenure.work.feeds.models import CalendarFeed
from tenure.work.notices.verbs import by_mail

LASTS: Final = {"30": "30 days", "90": "90 days", "365": "A year", "": "Until it is revoked"}
_USUAL: Final = "90"
_SHOWN: Final = 50
_MADE: Final = "made_token"


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needs("use_api")
@sent_once()
def make_token(request: HttpRequest) -> HttpResponse:
    """The secret is shown once, on the page after; it is kept nowhere else."""
    given, who = request.POST, user_of(request)
    lasts = given.get("lasts", _USUAL)
    try:
        if lasts not in LASTS:
            raise verbs.NotMade("Choose how long the token lasts.")
        token, secret = verbs.create(
            who, who, given.get("name", ""), may_write=given.get("may") == "write", days=int(lasts) if lasts else None
        )
    except verbs.NotMade as error:
        return _page(request, str(error), 422)
    request.session[_MADE] = {"secret": secret, "name": token.name}
    return redirect("me")


@require_POST
@needs("use_api")
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    token = verbs.revoke(user_of(request), pk)
    messages.success(request, f"{token.name} is revoked: what used it is turned away from now on.")
    return redirect("me")


def _told(request: HttpRequest) -> dict[str, object]:
    """How a person is told of what waits: by mail, and in their calendar."""
    secret = request.session.pop(calendar.MADE, None) if calendar.MADE in request.session else None
    path = reverse("calendar", args=[secret]) if secret else ""
    return {
        "may_read": True, "by_mail": by_mail(request.user),
        "calendar": CalendarFeed.objects.filter(user=user_of(request)).first(),
        "address": request.build_absolute_uri(path) if path else "",
    }  # fmt: skip


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, object] = {"may_use": may(request.user, "use_api")}
    if may(request.user, "read_accounts"):
        context |= _told(request)
    if context["may_use"]:
        now = timezone.now()
        tokens = Token.objects.filter(user=user_of(request)).order_by(
            F("revoked_at").desc(nulls_first=True), "-created_at"
        )[:_SHOWN]
        context |= {
            "tokens": [(token, token.state(now)) for token in tokens], "lasts": LASTS.items(), "problem": problem,
            "given": request.POST, "chosen": request.POST.get("lasts", _USUAL),
            "made": request.session.pop(_MADE, None) if _MADE in request.session else None,
        }  # fmt: skip
    return render(request, "signin/me.html", context, status=status)
