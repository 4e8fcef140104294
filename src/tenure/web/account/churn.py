"""The learned churn risk on the account page: how likely it leaves, what makes that up, and what moved it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenure.core.periods import DAY
from tenure.customers.models import Subscription
from tenure.customers.terms import in_force
from tenure.engine import publication
from tenure.engine.churn import reading
from tenure.engine.churn.reading import Told
from tenure.engine.models import ChurnTraining
from tenure.metrics.measures import Measure, in_sentence
from tenure.metrics.scorecards.explain import Reading
from tenure.web import charts, churn
from tenure.web.account.explaining import Sides, lines
from tenure.web.account.health import SINCE
from tenure.web.account.opened import Opened, panel
from tenure.web.account.panels import complete

_SIDES: Final = Sides(churn.points, more_is_good=False, unknown_counts=True, told=churn.odds)
_SHOWN: Final = 8  # inputs, the others on request
_CAUSES: Final = 3


@require_safe
@panel
def risk(request: HttpRequest, here: Opened) -> HttpResponse:
    since = request.GET.get("since", "30")
    since = since if since in SINCE else "30"
    newest = reading.newest()
    context: dict[str, Any] = {"newest": newest, "since": since, "choices": SINCE, "since_words": SINCE[since]}
    day = _day(here, newest)
    if day is None:
        return render(request, "account/_churn.html", here.context() | context | _nothing(newest, here))
    then = reading.nearest(day - int(since) * DAY)
    told = reading.told(here.account.pk, [then, day] if then else [day])
    now, before = told.get(day), told.get(then) if then else None
    context |= {"as_of": day, "now": now, "running": day == publication.current().today}
    if now:
        context |= _told(request, here, now, since) | {"moved": _moved(before, now)}
    else:
        context["pays"] = Subscription.objects.filter(in_force(day), account=here.account).exists()
    return render(request, "account/_churn.html", here.context() | context)


def _day(here: Opened, newest: ChurnTraining | None) -> date | None:
    """The day to tell of; of the past also what a training said that no longer counts."""
    if not here.moment.as_of and not (newest and newest.shown):
        return None
    return reading.nearest(complete(here))


def _nothing(newest: ChurnTraining | None, here: Opened) -> dict[str, Any]:
    publication.current()  # says so where nothing is computed at all
    unsaid = newest is not None and not newest.shown and not here.moment.as_of
    return {"why": newest.read_card().tested.sentence if newest and unsaid else "", "past": here.moment.as_of}


def _told(request: HttpRequest, here: Opened, now: Told, since: str) -> dict[str, Any]:
    card, known = now.training.read_card(), now.training.declared()
    ordered = sorted(now.readings, key=lambda one: (not one.points, -abs(one.points)))
    shown = ordered if "all" in request.GET or len(ordered) <= _SHOWN + 1 else ordered[:_SHOWN]
    return {
        "chance": churn.chance(now.risk), "beside": churn.beside(now.risk, card.rate), "horizon": card.horizon,
        "exact": churn.points(now.log_odds), "start": churn.points(now.base), "usual": churn.chance(card.rate),
        "raised": churn.points(sum(one.points for one in now.readings if one.points > 0)),
        "lowered": churn.points(sum(one.points for one in now.readings if one.points < 0)),
        "up": _largest(now, known, 1), "down": _largest(now, known, -1),
        "told": "Odds", "lines": lines(_sorted(shown), known, _SIDES),
        "rest": _rest(here, ordered[len(shown):], since) if len(shown) < len(ordered) else None,
    }  # fmt: skip


def _sorted(readings: Sequence[Reading]) -> list[Reading]:
    """What raises it most first, then what lowers it; what has no say last."""
    return sorted(readings, key=lambda one: (not one.points, -one.points))


def _rest(here: Opened, left: Sequence[Reading], since: str) -> dict[str, Any]:
    query = here.moment.query
    address = reverse("account:churn", args=[here.account.pk]) + (f"{query}&" if query else "?")
    return {
        "url": f"{address}since={since}&all=1",
        "count": len(left),
        "points": churn.points(sum(r.points for r in left)),
    }


def _largest(now: Told, known: Mapping[str, Measure], way: int) -> str:
    """The inputs that raise it most, or lower it most, in words."""
    found = sorted((one for one in now.readings if way * one.points > 0), key=lambda one: -way * one.points)
    return "; ".join(
        f"{in_sentence(one.name)} {one.value} ({one.told})" for one in lines(found[:_CAUSES], known, _SIDES)
    )


def _moved(before: Told | None, now: Told) -> dict[str, Any]:
    if before is None:
        return {}
    change = reading.explained(before, now)
    moved = now.log_odds - before.log_odds
    told = churn.causes(change.causes, now.training.declared(), change.trained)
    return {
        "change": churn.points(moved), "good": moved < 0, "was": churn.chance(before.risk), "causes": told,
        "said": "; ".join(cause.text for cause in told[:_CAUSES]),
    }  # fmt: skip


@require_safe
@panel
def chart(request: HttpRequest, here: Opened) -> HttpResponse:
    told = reading.history(here.account.pk, complete(here))
    return JsonResponse(charts.line(told, unit="ratio", label="Churn risk", height=130))
