"""The CSM's pulse on the account page: what they think beside what the score says, with a form and what came before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tenure.core.periods import DAY, local_date, starts_at
from tenure.core.problems import NotAccepted
from tenure.health import pulses
from tenure.health.models import Pulse, Stance
from tenure.health.pulses import PULSES
from tenure.web import measures
from tenure.web.account.opened import Opened, from_htmx, opened, reads
from tenure.web.charts.health import Marker

_SHOWN: Final = 4  # of those before the latest


@dataclass(frozen=True, slots=True)
class Said:
    """A pulse in words."""

    pulse: Pulse
    mark: str
    word: str
    who: str
    age: str
    stale: bool


@reads
@require_safe
def pulse(request: HttpRequest, account_id: str) -> HttpResponse:
    return _panel(request, opened(request, account_id))


@reads
@require_POST
def give(request: HttpRequest, account_id: str) -> HttpResponse:
    here = _writing(request, account_id)
    band, reason, seen = (request.POST.get(name, "") for name in ("band", "reason", "seen"))
    try:
        if band not in PULSES:
            raise NotAccepted("Choose how they do: healthy, watch or at risk.")
        pulses.give_pulse(request.user, here.account, PULSES[band][0], reason, seen=seen)
    except NotAccepted as error:
        return _refused(request, here, {"problem": str(error), "band": band, "reason": reason})
    return _done(request, here, "Pulse saved.")


@reads
@require_POST
def withdraw(request: HttpRequest, account_id: str) -> HttpResponse:
    here = _writing(request, account_id)
    try:
        pulses.withdraw_pulse(request.user, here.account, request.POST.get("pulse", ""))
    except NotAccepted as error:
        return _refused(request, here, {"problem": str(error)})
    return _done(request, here, "Pulse withdrawn; the journal keeps it.")


def _writing(request: HttpRequest, account_id: str) -> Opened:
    here = opened(request, account_id)
    if not here.may_write:
        raise Http404
    return here


def markers(here: Opened, day: date) -> Iterator[Marker]:
    """Pulses on the chart of the score."""
    zone = here.moment.zone
    for given in _given(here, day).order_by("given_at").only("score", "given_at", "account_id"):
        yield Marker(local_date(given.given_at, zone), f"pulse: {_word(given).lower()}", "pulse")


def _given(here: Opened, day: date) -> QuerySet[Pulse]:
    return Pulse.objects.filter(account=here.account, given_at__lt=starts_at(day + DAY, here.moment.zone))


def _word(given: Pulse) -> str:
    return PULSES[pulses.band_of(given.score)][2]


def _panel(request: HttpRequest, here: Opened, written: dict[str, str] | None = None, said: str = "") -> HttpResponse:
    return render(request, "account/_pulse.html", here.context() | _context(request, here, written, said))


def _context(
    request: HttpRequest, here: Opened, written: dict[str, str] | None = None, said: str = ""
) -> dict[str, Any]:
    limit = None if "all" in request.GET else _SHOWN + 2
    found = list(pulses.named(_given(here, here.moment.day)).order_by("-given_at", "-pk")[:limit])
    shown = [_said(here, given) for given in found[: limit and limit - 1]]
    stance = None if here.moment.as_of else Stance.objects.select_related("kept_by").filter(pk=here.account.pk).first()
    return {
        "latest": shown[0] if shown else None, "earlier": shown[1:], "more": len(found) > len(shown),
        "choices": [(band, mark, word) for band, (_, mark, word) in reversed(PULSES.items())],
        "written": written or {}, "said": said,
        "own": bool(found) and not here.moment.as_of and pulses.may_withdraw(request.user, found[0]),
        **_beside(here, stance),
    }  # fmt: skip


def _beside(here: Opened, stance: Stance | None) -> dict[str, Any]:
    """What the score says, and whether the two disagree; only of now, and not against a judgement that is stale."""
    if stance is None or stance.score_band == "none" or here.state is None:
        return {}
    mark, word = measures.TONES[stance.score_band]
    fresh = stance.given_at > timezone.now() - pulses.FRESH * DAY
    kept = stance.kept_until if stance.kept_until and stance.kept_until > here.moment.today else None
    return {
        "score": {"mark": mark, "word": word, "shown": measures.score(here.state.health)},
        "differs": stance.differs and fresh and not kept, "kept": kept, "stance": stance,
    }  # fmt: skip


def _said(here: Opened, given: Pulse) -> Said:
    band = pulses.band_of(given.score)
    _, mark, word = PULSES[band]
    days = (here.moment.day - local_date(given.given_at, here.moment.zone)).days
    return Said(given, mark, word, pulses.giver_of(given), _age(days), days >= pulses.FRESH)


def _age(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _refused(request: HttpRequest, here: Opened, written: dict[str, str]) -> HttpResponse:
    """What was typed is kept."""
    if from_htmx(request):
        return _panel(request, here, written)
    return render(request, "account/pulse_refused.html", here.context() | _context(request, here, written), status=422)


def _done(request: HttpRequest, here: Opened, said: str) -> HttpResponse:
    if from_htmx(request):
        return _panel(request, here, said=said)
    return redirect("account:page", here.account.pk)
