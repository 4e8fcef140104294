"""Getting in and out: a link becomes a session, a code opens it, a new link is asked for."""

from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.limits import MINUTE, too_many
from tenure.company.models import settings_row
from tenure.company.roles import may
from tenure.core.problems import NotAccepted
from tenure.web.portal.here import COOKIE, let_in, private
from tenure.work.portal import addresses, codes, links, sessions
from tenure.work.portal.models import PortalLink, PortalSession
from tenure.work.portal.tasks import send_new_link, send_new_link_to

_MOST_WRONG: Final = 30  # addresses that open nothing, a minute, from one place
_MOST_ASKED: Final = 20


@login_not_required
@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link's address: its secret is left behind at once, by a redirect to the page itself."""
    link = links.behind(token)
    if link is None or not links.lets_in(link):
        return _closed(request, token)
    if may(request.user, "read_accounts"):
        return _of_ours(request, link)
    if request.method == "HEAD":
        return _leading("portal:home")
    session, secret = sessions.begin(link)
    sessions.end(request.COOKIES.get(COOKIE, ""))
    return let_in(_leading("portal:home" if session.open_at else "portal:code"), secret)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponseBase:
    """Asking for a new link. The answer is the same for everybody, and the work is done elsewhere."""
    if request.method == "POST":
        if too_many(request, "page-asked", _MOST_ASKED):
            return _slow_down(request)
        _ask(request.POST.get("token", ""), request.POST.get("email", ""))
    return _shown(request, "portal/link.html", {"asked": request.method == "POST"})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    session = sessions.read(request.COOKIES.get(COOKIE, ""))
    if session is None:
        return private(redirect("portal:link"))
    if session.open_at is not None:
        return private(redirect("portal:home"))
    problem = ""
    if request.method == "POST":
        problem = _try(session, request.POST.get("code"))
        if not problem:
            return private(redirect("portal:home" if "code" in request.POST else "portal:code"))
    context = {"sent": codes.waits(session), "address": _masked(session.contact.email), "problem": problem}
    return _shown(request, "portal/code.html", context, 422 if problem else 200)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    sessions.end(request.COOKIES.get(COOKIE, ""))
    response = _shown(request, "portal/left.html", {})
    response.delete_cookie(COOKIE, path=addresses.PATH, samesite="Lax")
    return response


def _try(session: PortalSession, typed: str | None) -> str:
    """Enter a code, or send one; what is wrong, or nothing."""
    try:
        if typed is None:
            codes.send(session)
        else:
            codes.enter(session, typed[:40])
    except NotAccepted as error:
        return str(error)
    return ""


def _ask(token: str, email: str) -> None:
    """By the key, not the token: what waits to be done is kept, and a token is not."""
    key = addresses.key_of(token) if token else None
    if key:
        send_new_link.enqueue(key)
    elif not token:
        send_new_link_to.enqueue(email[:254])


def _closed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Unknown, expired, revoked: nobody is told which. A link that opens the page is never counted."""
    if too_many(request, "page-wrong", _MOST_WRONG):
        return _slow_down(request)
    return _shown(request, "portal/link.html", {"token": token, "closed": True}, 404)


def _of_ours(request: HttpRequest, link: PortalLink) -> HttpResponseBase:
    """One of us followed a customer's link: they are not that customer, so it is neither a visit nor a session."""
    return _shown(request, "portal/of_ours.html", {"contact": link.contact})


def _leading(name: str) -> HttpResponseBase:
    response = private(redirect(name))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, {"company": settings_row(), **context}, status=status)
    private(response)
    return response


def _slow_down(request: HttpRequest) -> HttpResponse:
    response = _shown(request, "portal/link.html", {"slow": True}, 429)
    response["Retry-After"] = str(MINUTE.seconds)
    return response


def _masked(email: str) -> str:
    """Enough of an address to know it by."""
    name, _, host = email.strip().lower().rpartition("@")
    return f"{name[:1]}•••@{host}" if name else ""
