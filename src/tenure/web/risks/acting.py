"""Verbs on risks, by forms."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.clock import today
from tenure.company.models import User
from tenure.company.roles import needs
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.customers.access import account_or_404, may_write
from tenure.health import verbs
from tenure.health.models import Risk
from tenure.web.once import clicked_once, sent_once
from tenure.web.risks.views import shown

_Act = Callable[[Any, int, QueryDict], Risk]


def _day(given: QueryDict, name: str) -> date:
    try:
        return date.fromisoformat(given.get(name, ""))
    except ValueError:
        raise NotAccepted("Give the day as in 2026-03-31.") from None


def _person(given: QueryDict) -> User:
    return get_object_or_404(User, pk=whole(given.get("owner", ""), 17), is_active=True)


def _close(user: Any, risk_id: int, given: QueryDict) -> Risk:
    outcome, _, reason = given.get("because", "").partition("/")
    return verbs.close(user, risk_id, outcome, reason, given.get("note", ""))


_ACTS: Final[Mapping[str, _Act]] = {
    "take": lambda user, risk, given: verbs.take(user, risk, given.get("seen")),
    "assign": lambda user, risk, given: verbs.assign(user, risk, _person(given)),
    "plan": lambda user, risk, given: verbs.write_plan(user, risk, given.get("plan", ""), _day(given, "due_on")),
    "snooze": lambda user, risk, given: verbs.snooze(
        user, risk, _day(given, "until"), given.get("reason", ""), today()
    ),
    "wake": lambda user, risk, given: verbs.wake(user, risk),
    "close": _close,
    "reopen": lambda user, risk, given: verbs.reopen(user, risk),
}


@require_POST
@needs("read_accounts")
@clicked_once("close")
def act(request: HttpRequest, risk_id: int, verb: str) -> HttpResponse:
    if verb not in _ACTS:
        raise Http404
    risk = verbs.risk_or_404(request.user, risk_id)
    try:
        _ACTS[verb](request.user, risk_id, request.POST)
    except NotAccepted as error:
        return shown(request, risk, str(error), status=422)
    return redirect("risks:detail", risk_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@sent_once()
def raise_(request: HttpRequest, account_id: str) -> HttpResponse:
    """What no signal saw."""
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    now, given, problem = today(), request.POST, ""
    if request.method == "POST":
        try:
            due = _day(given, "due_on")
            risk = verbs.raise_risk(request.user, account, given.get("title", ""), given.get("cause", ""), due, now)
            return redirect("risks:detail", risk.pk)
        except NotAccepted as error:
            problem = str(error)
    context = {"account": account, "problem": problem, "given": given,
               "due": given.get("due_on") or (now + timedelta(days=7)).isoformat()}  # fmt: skip
    return render(request, "risks/raise.html", context, status=422 if problem else 200)
