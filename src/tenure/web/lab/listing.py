"""Lists behind the panels: accounts that would change their band, and those whose leaving was not announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.models import settings_row
from tenure.company.roles import needs
from tenure.core.periods import DAY
from tenure.customers.access import visible_accounts
from tenure.engine.publication import NothingPublished
from tenure.engine.scores import record as records
from tenure.engine.scores.judging import Judged
from tenure.engine.scores.record import Asked
from tenure.engine.scores.replay import Replay, replay
from tenure.engine.scores.trial import in_force, judged, replaced, trial
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import BadScorecard, Scorecard
from tenure.web import format as words
from tenure.web import measures
from tenure.web.lab import asked as asking
from tenure.web.lab import moving
from tenure.web.lab.moving import Move
from tenure.web.lab.opened import open_card

PER_PAGE: Final = 25
_CAUSES: Final = 3
_EPOCH: Final = date(1970, 1, 1)


@require_safe
@needs("read_accounts")
def moves(request: HttpRequest, key: str) -> HttpResponse:
    """Accounts that would change their band if the draft were published."""
    here = open_card(key)
    try:
        card = here.card(request)
        found = moving.moves(trial(card))
    except (BadScorecard, NothingPublished) as error:
        return render(request, "lab/moves.html", {"here": here, "problem": str(error)})
    shift = request.GET.get("shift", "")
    shift = shift if any(move.key == shift for move in found) else ""
    rows = [move for move in found if not shift or move.key == shift]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "here": here, "page": page, "shift": shift, "shifts": moving.shifts(found), "all": len(found),
        "arr": sum(move.arr_minor for move in rows), "currency": settings_row().currency,
        "rows": _moved(request.user, card, list(page))
    }  # fmt: skip
    return render(request, "lab/moves.html", context)


@dataclass(frozen=True, slots=True)
class MovedRow:
    move: Move
    name: str
    owner: str
    was: tuple[str, str]
    now: tuple[str, str]
    why: str


def _moved(user: Any, card: Scorecard, page: Sequence[Move]) -> list[MovedRow]:
    """With what changed in the points of each input."""
    ids = sorted({move.account for move in page})
    if not ids:
        return []
    names = _names(user, ids)
    held, known, day = in_force(), published_measures(), [trial(card).day]
    was, now = judged(held, day, ids), judged(replaced(card, held), day, ids)
    place = {account: n for n, account in enumerate(was.panel.accounts)}
    return [
        MovedRow(move, *names[move.account], measures.TONES[move.before], measures.TONES[move.after],
                 _why(_points(was, place[move.account]), _points(now, place[move.account]), known))
        for move in page if move.account in names
    ]  # fmt: skip


def _points(found: Judged, n: int, k: int = 0) -> dict[str, int]:
    """What each input gave or took, by the scorecard that judges the account."""
    card = int(found.chosen[k, n])
    if card < 0:
        return {}
    return {name: int(found.scored[card].points[i, k, n]) for i, name in enumerate(found.cards[card].measures)}


def _why(was: dict[str, int], now: dict[str, int], known: Mapping[str, Measure]) -> str:
    moved = sorted({*was, *now}, key=lambda name: -abs(now.get(name, 0) - was.get(name, 0)))[:_CAUSES]
    return ", ".join(
        f"{known[name].name} {measures.points(was.get(name, 0))} → {measures.points(now.get(name, 0))}"
        for name in moved if name in known and was.get(name, 0) != now.get(name, 0)
    )  # fmt: skip


def _names(user: Any, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    rows = visible_accounts(user).filter(pk__in=ids).values_list("pk", "name", "owner__name")
    return {key: (name, owner or "") for key, name, owner in rows}


@dataclass(frozen=True, slots=True)
class Missed:
    """One to whom it happened without having been announced."""

    account: str
    happened_on: date
    said_on: date
    score: float
    silence: float | None


@require_safe
@needs("read_accounts")
def missed(request: HttpRequest, key: str) -> HttpResponse:
    """To whom it happened unannounced, with what could be known; of the draft, or of the version in force."""
    here, asked = open_card(key), asking.read(request.GET)
    held = "held" in request.GET
    try:
        card = here.before if held and here.before else here.card(request)
        found = missed_of(replay(card), asked)
    except (BadScorecard, NothingPublished) as error:
        return render(request, "lab/missed.html", {"here": here, "problem": str(error)})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {"here": here, "asked": asked, "page": page, "rows": _told(request.user, card, list(page)),
               "words": asking.WORDS[asked.kind], "sign": asking.sign(asked),
               "kept": asking.query(asked) + ("&held=1&" if held else "&"),
               "silent": sum(one.silence is None for one in found)}  # fmt: skip
    return render(request, "lab/missed.html", context)


def missed_of(past: Replay, asked: Asked) -> list[Missed]:
    """The latest first."""
    found = []
    for first, last in records.windows(past, asked):
        cases = records.cases(past, asked, asked.before, [(first, last)])
        told = cases.happened & ~np.isnan(cases.risk) & ~(cases.risk > records.cut_of(asked))
        row = int(np.searchsorted(past.numbers, first - asked.before, side="right")) - 1
        found += [_missed(past, asked, int(n), row, first, last) for n in cases.account[told]]
    return sorted(found, key=lambda one: (one.happened_on, one.account))[::-1]


def _missed(past: Replay, asked: Asked, n: int, row: int, first: int, last: int) -> Missed:
    events = past.happened.events[asked.kind]
    days = events.day[(events.account == n) & (events.day >= first) & (events.day < last)]
    silence = past.silence[row, n]
    return Missed(past.accounts[n], _EPOCH + int(days.min()) * DAY, past.days[row], float(past.said[row, n]),
                  None if np.isnan(silence) else float(silence))  # fmt: skip


def _told(user: Any, card: Scorecard, page: Sequence[Missed]) -> list[dict[str, Any]]:
    ids = sorted({one.account for one in page})
    if not ids:
        return []
    names, days = _names(user, ids), sorted({one.said_on for one in page})
    found, known = judged([card], days, ids), published_measures()
    at = {account: n for n, account in enumerate(found.panel.accounts)}
    return [
        {"missed": one, "name": names[one.account][0], "mark": measures.tone(round(one.score * 100)),
         "score": words.number(one.score), **_could_be_known(found, at[one.account], days.index(one.said_on), known)}
        for one in page if one.account in names
    ]  # fmt: skip


def _could_be_known(found: Judged, n: int, k: int, known: Mapping[str, Measure]) -> dict[str, Any]:
    """What spoke for the account, and what was not known of it."""
    points = _points(found, n, k)
    spoke = sorted((name for name, given in points.items() if given > 0), key=lambda name: -points[name])[:_CAUSES]
    unknown = [name for name in points if np.isnan(found.panel.values[name][k, n])]
    return {
        "spoke": ", ".join(f"{known[name].name} {measures.points(points[name])}" for name in spoke),
        "unknown": ", ".join(known[name].name for name in unknown),
    }
