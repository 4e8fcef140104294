"""The list of disagreements, what may be done about each, and the record of both sides."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import may, needs, user_of
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, writable_among
from tenure.customers.models import Account
from tenure.engine.publication import NothingPublished
from tenure.health import pulses
from tenure.health.disagreements import STATES, Asked, asked_of, counts, disagreements, in_order
from tenure.web.disagreements.rows import judged_on, rows
from tenure.web.disagreements.tallies import WITHIN, told

_PER_PAGE: Final = 25
_Act = Callable[[Any, Account, str, tuple[str, str]], Any]


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    return _shown(request, request.GET)


@require_safe
@needs("read_accounts")
def record(request: HttpRequest) -> HttpResponse:
    """Everybody sees the whole and their own line; who leads sees everybody's."""
    asked = request.GET.get("within", "")
    within = int(asked) if asked in map(str, WITHIN) else 90
    only = "" if may(request.user, "write_all_accounts") else user_of(request).email
    try:
        context: dict[str, Any] = {"told": told(within, only=only)}
    except NothingPublished as error:
        context = {"nothing": str(error)}
    return render(request, "disagreements/_record.html", context | {"within": within, "choices": WITHIN, "only": only})


_ACTS: Final[Mapping[str, tuple[_Act, str]]] = {
    "keep": (
        lambda user, account, why, seen: pulses.keep_judgement(user, account, why, today(), seen=seen),
        f"Kept to; quiet for {pulses.KEPT} days, or until pulse or score change.",
    ),
    "yield": (
        lambda user, account, why, seen: pulses.side_with_score(user, account, why, seen=seen),
        "A new pulse says what the score says.",
    ),
    "ask-again": (
        lambda user, account, why, seen: pulses.ask_again(user, account, seen=seen),
        "It is open again.",
    ),
}


@require_POST
@needs("read_accounts")
def act(request: HttpRequest, account_id: str, verb: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    if verb not in _ACTS:
        raise Http404
    does, said = _ACTS[verb]
    view = QueryDict(request.POST.get("view", ""))
    given = {name: request.POST.get(name, "") for name in ("reason", "pulse", "score_band")}
    try:
        does(request.user, account, given["reason"], (given["pulse"], given["score_band"]))
    except NotAccepted as error:
        return _shown(request, view, {"account": account, "verb": verb, "problem": str(error)} | given, 422)
    messages.success(request, f"{account.name}: {said}")
    return redirect(f"{reverse('disagreements:page')}{_address(asked_of(view), page=view.get('page', ''))}")


def _shown(
    request: HttpRequest, view: QueryDict, written: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    company = settings_row()
    asked, now = asked_of(view), today(company)
    counted = counts(request.user, asked, now)
    # The keys of a page come from the index alone; only its own rows are read.
    paginator = Paginator(disagreements(request.user, asked, now).values_list("pk", flat=True), _PER_PAGE)
    paginator.count = counted[asked.state]  # counted already
    shown = paginator.get_page(view.get("page", "1"))
    stances, day = in_order(list(shown)), judged_on()
    keys = Account.objects.filter(pk__in=[stance.pk for stance in stances])
    writable = set(writable_among(request.user, keys).values_list("pk", flat=True))
    context = {
        "asked": asked, "page": shown, "as_of": day, "value": counted["value"], "currency": company.currency,
        "rows": rows(stances, day, now, ZoneInfo(company.time_zone), writable), "written": written or {},
        "states": [(label, _address(asked, state=name), name == asked.state, counted[name])
                   for name, label in STATES.items()],
        "books": [("All books", _address(asked, mine=False), not asked.mine),
                  ("My book", _address(asked, mine=True), asked.mine)],
        "everywhere": _address(asked, account=""), "address": _address(asked), "fresh": pulses.FRESH,
        "kept_days": pulses.KEPT, "view": _address(asked, page=str(shown.number)).removeprefix("?"),
        "one": stances[0].account.name if asked.account and stances else "",
    }  # fmt: skip
    return render(request, "disagreements/page.html", context, status=status)


def _address(asked: Asked, **changes: str | bool) -> str:
    """The query of this view with some of it changed."""
    wanted: dict[str, Any] = {"state": asked.state, "mine": asked.mine, "account": asked.account} | changes
    return "?" + urlencode({name: "1" if value is True else value for name, value in wanted.items() if value})
