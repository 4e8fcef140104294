"""Parts of the page that ask the engine, and the charts in them."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.models import settings_row
from tenure.core.periods import back
from tenure.engine import account as history
from tenure.engine import publication
from tenure.web import charts
from tenure.web import format as words
from tenure.web.account import people
from tenure.web.account.adoption import adoption
from tenure.web.account.details import as_of_words
from tenure.web.account.movements import movements
from tenure.web.account.opened import Opened, panel
from tenure.web.account.pinned import pinned
from tenure.web.account.standing import STATUS_TONES, Standing

_SHOWN_CHANGES = 5


def complete(here: Opened) -> date:
    """The newest day the engine can tell: the asked one, or today so far."""
    last = publication.current().today
    return min(here.moment.as_of or last, last)


def _money(here: Opened) -> history.MrrHistory:
    return history.mrr_history(here.account.pk, complete(here), here.moment.currency, settings_row().longest_pause_days)


@require_safe
@panel
def facts(request: HttpRequest, here: Opened) -> HttpResponse:
    """The pinned facts of a past day."""
    standing = Standing.on(here.account, here.moment, complete(here))
    context = {"pinned": pinned(standing, here.moment), "status": standing.status,
               "status_tone": STATUS_TONES[standing.status]}  # fmt: skip
    return render(request, "account/_facts.html", here.context() | context)


@require_safe
@panel
def attributes(request: HttpRequest, here: Opened) -> HttpResponse:
    """The details as they were on a past day."""
    held = history.attributes(here.account.pk, complete(here))
    context = {"rows": as_of_words(here.moment, held), "as_of": complete(here)}
    return render(request, "account/_attributes.html", here.context() | context)


@require_safe
@panel
def revenue(request: HttpRequest, here: Opened) -> HttpResponse:
    money = _money(here)
    changes = list(movements(money))
    limit = len(changes) if "all" in request.GET else _SHOWN_CHANGES
    year = money.now - money.on(back(complete(here), "12m"))
    context = {
        "now": words.money(money.now, money.currency),
        "year": words.money(year, money.currency, plus=True) if year else "",
        "grew": year > 0,
"money": money, "changes": changes[:limit], "more": len(changes) - len(changes[:limit]),
               "as_of": complete(here)}  # fmt: skip
    return render(request, "account/_revenue.html", here.context() | context)


@require_safe
@panel
def revenue_chart(request: HttpRequest, here: Opened) -> HttpResponse:
    money = _money(here)
    return JsonResponse(charts.mrr_history(money.steps, money.changes, complete(here), money.currency))


@require_safe
@panel
def usage(request: HttpRequest, here: Opened) -> HttpResponse:
    day = complete(here)
    seats = _seats(here, day)
    moved = None if seats.active is None else seats.active - (seats.active_before or 0)
    change = f"{words.number(moved, plus=True)} on the 30 days before" if moved else ""
    context = {"seats": seats, "change": change, "as_of": day}
    return render(request, "account/_usage.html", here.context() | context)


def _seats(here: Opened, day: date) -> history.Seats:
    """Today's are kept with the account; those of a past day are counted."""
    state = here.state
    if here.moment.as_of is None and state is not None and state.as_of == day:
        return history.Seats(state.seats, state.active_users_30d, state.active_users_30d_before)
    return history.seats(here.account.pk, day)


@require_safe
@panel
def usage_chart(request: HttpRequest, here: Opened) -> HttpResponse:
    day = complete(here)
    seats = history.seats_in_force(here.account.pk, day)
    return JsonResponse(charts.usage(history.weekly_users(here.account.pk, day), seats))


@require_safe
@panel
def features(request: HttpRequest, here: Opened) -> HttpResponse:
    day = complete(here)
    context = {
        "adoption": adoption(history.features(here.account.pk, day)),
        "as_of": day,
        "reach": history.REACH,
        "wide": "wide" in request.GET,
    }
    return render(request, "account/_features.html", here.context() | context)


@require_safe
@panel
def features_chart(request: HttpRequest, here: Opened) -> HttpResponse:
    day = complete(here)
    entitled = history.entitled_count(here.account.pk, day)
    return JsonResponse(charts.features_used(history.weekly_features(here.account.pk, day), entitled))


@require_safe
@panel
def users(request: HttpRequest, here: Opened) -> HttpResponse:
    day = complete(here)
    found = people.users(here.account, day, history.users_seen(here.account.pk, day))
    counted = [user for user in found if not user.row.is_internal]
    limit = len(found) if "all" in request.GET else people.LIMIT
    context = {
        "users": found[:limit],
        "total": len(found),
        "more": max(len(found) - limit, 0),
        "active": sum(1 for user in counted if user.seen and user.seen.days),
        "seats": history.seats_in_force(here.account.pk, day),
        "as_of": day,
        "reach": history.REACH,
    }
    return render(request, "account/_users.html", here.context() | context)
