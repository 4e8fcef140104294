"""Risks as a list, as a board, one by one, and how good the alarms were."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.models import User, settings_row
from tenure.company.roles import needs, user_of
from tenure.health.listing import STATES, in_state, seen_by
from tenure.health.models import Risk
from tenure.health.verbs import REASONS, may_own, may_work_on, risk_or_404
from tenure.timeline.telling import history
from tenure.web.risks.listing import Asked, counts, kinds, page_of
from tenure.web.whose import ALL, MINE, chosen, sides

_ON_BOARD: Final = 50  # a column
_CLOSED_DAYS: Final = 30


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    company = settings_row()
    asked, now = Asked.read(request), today(company)
    counted = counts(request.user, asked, now)
    context = {
        "asked": asked, "page": page_of(request.user, asked, now), "today": now, "value": counted["value"],
        "currency": company.currency, "kinds": kinds(request.user),
        "states": [(label, asked.address(state=name), name == asked.state, counted[name])
                   for name, label in STATES.items()],
        "whose": sides(asked.whose, asked.address),
    }  # fmt: skip
    return render(request, "risks/page.html", context)


@require_safe
@needs("read_accounts")
def board(request: HttpRequest) -> HttpResponse:
    """Columns by how far the work is; each holds the most valuable."""
    company = settings_row()
    now, risks = today(company), seen_by(request.user)
    whose = chosen(request, "risks", first=ALL)
    if whose == MINE:
        risks = risks.filter(owner=user_of(request))
    risks = risks.order_by("-value_minor", "pk")
    open_, since = risks.filter(in_state("open", now)), timezone.now() - timedelta(days=_CLOSED_DAYS)
    columns = [
        ("Without a plan", open_.filter(plan="")),
        ("Planned", open_.exclude(plan="")),
        ("Snoozed", risks.filter(in_state("snoozed", now))),
        (f"Closed in {_CLOSED_DAYS} days", risks.filter(closed_at__gte=since)),
    ]
    shown = [(title, list(found[: _ON_BOARD + 1])) for title, found in columns]
    context = {"columns": [(title, found[:_ON_BOARD], len(found) > _ON_BOARD) for title, found in shown],
               "whose": sides(whose, "?whose={whose}".format), "today": now, "currency": company.currency}  # fmt: skip
    return render(request, "risks/board.html", context)


@require_safe
@needs("read_accounts")
def detail(request: HttpRequest, risk_id: int) -> HttpResponse:
    return shown(request, risk_or_404(request.user, risk_id))


def shown(request: HttpRequest, risk: Risk, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of one risk, with a sentence about what could not be done."""
    company = settings_row()
    now = today(company)
    context = {
        "risk": risk, "today": now, "currency": company.currency, "problem": problem,
        "may_work": may_work_on(request.user, risk), "quiet": bool(risk.snoozed_until and risk.snoozed_until > now),
        "signs": risk.signs.order_by("-day")[:20], "history": history(risk, 30),
        "outcomes": [(value, label, REASONS[value].items()) for value, label in Risk.Outcome.choices],
        "reason": REASONS.get(risk.outcome, {}).get(risk.reason, ""),
        "people": [person for person in User.objects.filter(is_active=True).order_by("name") if may_own(person)],
        "next_week": now + timedelta(days=7),
    }  # fmt: skip
    return render(request, "risks/detail.html", context, status=status)
