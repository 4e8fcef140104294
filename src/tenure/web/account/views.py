"""The account's page and its tabs. What needs the engine comes afterwards, as panels."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import may
from tenure.feedback.models import SurveyResponse
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Review
from tenure.web.account import contracts, people, progress, relations
from tenure.web.account.details import details
from tenure.web.account.notes import composed
from tenure.web.account.opened import Opened, opened, reads
from tenure.web.account.pinned import pinned_now
from tenure.web.account.standing import STATUS_TONES


@reads
@require_safe
def page(request: HttpRequest, account_id: str) -> HttpResponse:
    here = opened(request, account_id)
    account, day = here.account, here.moment.day
    contacts = people.contacts(account, day)
    side = {
        "subscriptions": contracts.current(account, day),
        "details": details(here, may(request.user, "assign_owner")),
        "contacts": people.still_there(contacts, day)[:6],
        "contact_count": len(people.still_there(contacts, day)),
        "gaps": people.gaps(contacts, day),
        "group": relations.group(account, here.moment),
        "onboarding": Onboarding.objects.filter(account=account, started_on__lte=day).order_by("-started_on").first(),
        "tickets": progress.open_tickets(account, here.moment),
    }
    return _shown(request, here, "overview", side)


@reads
@require_safe
def risks(request: HttpRequest, account_id: str) -> HttpResponse:
    """Those that were open on the day; closed ones have their own list."""
    here = opened(request, account_id)
    found = here.account.risks.filter(closed_at=None, opened_on__lte=here.moment.day).order_by("due_on")[:6]
    return render(request, "account/_risks.html", {"risks": found})


@reads
@require_safe
def timeline(request: HttpRequest, account_id: str) -> HttpResponse:
    here = opened(request, account_id)
    return _shown(request, here, "timeline", composed(request, here))


@reads
@require_safe
def usage(request: HttpRequest, account_id: str) -> HttpResponse:
    return _shown(request, opened(request, account_id), "usage", {})


@reads
@require_safe
def people_tab(request: HttpRequest, account_id: str) -> HttpResponse:
    here = opened(request, account_id)
    contacts = people.contacts(here.account, here.moment.day)
    surveys = SurveyResponse.objects.filter(account=here.account, responded_on__lte=here.moment.day)
    more = {
        "contacts": contacts,
        "twice": people.twice(contacts, here.moment.day),
        "gaps": people.gaps(contacts, here.moment.day),
        "surveys": surveys.order_by("-responded_on", "-pk")[:20],
    }
    return _shown(request, here, "people", more)


@reads
@require_safe
def contracts_tab(request: HttpRequest, account_id: str) -> HttpResponse:
    here = opened(request, account_id)
    account, day = here.account, here.moment.day
    rows = contracts.subscriptions(account, day)
    reviews = Review.objects.filter(account=account).exclude(due_on=None, held_on__gt=day)
    more = {
        "held": rows,
        "held_now": sum(1 for held in rows if held.now),
        "renewals": contracts.renewals(account, here.moment),
        "opportunities": contracts.opportunities(account, here.moment),
        "onboardings": Onboarding.objects.filter(account=account, started_on__lte=day).order_by("-started_on"),
        "reviews": reviews.order_by("-due_on", "-held_on", "pk")[:20],
        "goals": progress.goals(account, day, 50),
    }
    return _shown(request, here, "contracts", more)


def _shown(request: HttpRequest, here: Opened, tab: str, more: dict[str, Any]) -> HttpResponse:
    head: dict[str, Any] = {
        # The timeline reads every table already; its tags come afterwards.
        "tags": None if tab == "timeline" else here.tags,
        "pinned": pinned_now(here),
        "status": here.state.status if here.state and not here.moment.as_of else "",
    }
    head["status_tone"] = STATUS_TONES.get(str(head["status"]), "idle")
    return render(request, f"account/{tab}.html", here.context(tab) | head | more)
