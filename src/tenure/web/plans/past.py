"""Check-ins of the whole book as they stood on a past day."""

from datetime import date
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.core.periods import DAY
from tenure.customers.access import visible_accounts
from tenure.customers.models import Account
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.planning.checkins import past
from tenure.planning.checkins.cadence import MOTIONS, WAYS
from tenure.planning.checkins.past import in_view
from tenure.web.plans.value import PER_PAGE, VIEWS, Asked
from tenure.web.whose import sides


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    """The list comes after the page: of a large book it is found out while one waits."""
    asked, day = Asked.read(request), _day(request.GET.get("as_of", ""))
    whose = sides(asked.whose, lambda **to: reverse("plans:past") + _address(asked, day, **to))
    context: dict[str, Any] = {"asked": asked, "day": day, "latest": today() - DAY, "here": _address(asked, day),
                               "whose": whose}  # fmt: skip
    if "HX-Request" not in request.headers and "whole" not in request.GET:
        return render(request, "plans/past.html", context)
    try:
        context |= _listed(request.user, asked, day)
    except (NothingPublished, TooSlow) as error:
        context["problem"] = str(error)
    part = "HX-Request" in request.headers
    return render(request, "plans/_past.html" if part else "plans/past.html", context | {"whole": not part})


def _listed(user: Any, asked: Asked, day: date) -> dict[str, Any]:
    mine = visible_accounts(user).filter(owner=user) if asked.whose == "mine" else None
    every = past.of(user, past.book(day), mine, asked.motion)
    found = Paginator(in_view(every, asked.view, day), PER_PAGE).get_page(asked.page)
    accounts = Account.objects.select_related("owner").in_bulk([one.account_id for one in found])
    rows = [{
        "account": accounts[one.account_id], "due": one.due[0], "late": max(0, (day - one.due[0].on).days),
        "way": WAYS[one.due[0].way], "seen": one.seen, "motion": MOTIONS.get(one.motion, "No motion"),
    } for one in found if one.account_id in accounts]  # fmt: skip
    counts = {name: len(in_view(every, name, day)) for name in VIEWS}
    return {"page": found, "rows": rows, **asked.choices(partial(_address, asked, day), counts)}


def _address(asked: Asked, day: date, **changes: str) -> str:
    return f"{asked.address(**changes)}&as_of={day}"


def _day(text: str) -> date:
    """A past day; yesterday for anything else."""
    try:
        return min(date.fromisoformat(text), today() - DAY)
    except ValueError:
        return today() - DAY
