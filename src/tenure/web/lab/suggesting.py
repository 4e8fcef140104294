"""Weights that the data suggest, beside the present ones: to be looked at, and made a draft if one likes."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.roles import may, needs
from tenure.core.periods import DAY
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.engine.scores.record import Asked, Record
from tenure.engine.scores.suggesting import HORIZON, suggested
from tenure.library import verbs
from tenure.library.models import Kind
from tenure.metrics.learning.weights import Suggestion
from tenure.metrics.proof import TooFew
from tenure.metrics.scorecards import BadScorecard, Scorecard
from tenure.web.lab import asked as asking
from tenure.web.lab import editing, proving, sheet
from tenure.web.lab.editing import Form
from tenure.web.lab.opened import Opened, open_card
from tenure.web.once import clicked_once

_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """An input with both weights; `moved` is the difference of the shown ones."""

    name: str
    group: str
    present: float
    suggested: int | None

    @property
    def moved(self) -> float:
        return 0.0 if self.suggested is None else self.suggested - self.present


@require_safe
@needs("read_accounts")
def page(request: HttpRequest, key: str) -> HttpResponse:
    here, asked = open_card(key), asking.read(request.GET)
    context = {"here": here, "asked": asked, "kinds": asking.WORDS, "horizon": HORIZON}
    return render(request, "lab/suggested.html", context)


@require_safe
@needs("read_accounts")
def fit(request: HttpRequest, key: str) -> HttpResponse:
    """What was learned; it takes some seconds the first time, so it loads after the page."""
    here, asked = open_card(key), asking.read(request.GET)
    try:
        card = here.card(request)
        found = suggested(card, asked.kind)
        context = {"few": found.sentence} if isinstance(found, TooFew) else _told(here, card, found, asked)
    except (BadScorecard, NothingPublished, TooSlow) as error:
        context = {"few": str(error)}
    context |= {"here": here, "asked": asked, "words": asking.WORDS[asked.kind], "horizon": HORIZON,
                "may_edit": may(request.user, "edit_scorecards")}  # fmt: skip
    return render(request, "lab/_suggested.html", context)


def _told(here: Opened, card: Scorecard, found: Suggestion, asked: Asked) -> dict[str, Any]:
    shares = [100 * share for _, share in card.weighted()]
    weights = found.weights or [None] * len(shares)
    groups = {line.measure: line.group for line in editing.form_of(card).lines}
    rows = [Row(here.known[one.measure].name, groups[one.measure], share, weight)
            for (one, _), share, weight in zip(card.weighted(), shares, weights, strict=True)]  # fmt: skip
    context = {
        "found": found,
        "rows": rows,
        "moves": any(abs(row.moved) >= 1 for row in rows),
        "tested_from": _EPOCH + found.tested_from * DAY,
    }
    return context | _records(here, card, found, asked)


def _records(here: Opened, card: Scorecard, found: Suggestion, asked: Asked) -> dict[str, Any]:
    """The record of both over the whole time asked, as the lab shows it for any version."""
    if found.weights is None:
        return {}
    made = here.read(reweighted(editing.form_of(card), found.weights))
    records: list[tuple[str, Record]] = [
        ("Suggested weights", proving.record(made, asked)[0]), ("Present weights", proving.record(card, asked)[0]),
    ]  # fmt: skip
    return {"records": records}


def reweighted(form: Form, weights: tuple[int, ...]) -> Form:
    """The form with these weights, in the order of its lines."""
    return form.weighing({line.measure: str(weight) for line, weight in zip(form.lines, weights, strict=True)})


@require_POST
@needs("edit_scorecards")
@clicked_once()
def draft(request: HttpRequest, key: str) -> HttpResponse:
    here, asked = open_card(key), asking.read(request.POST)
    try:
        found = suggested(here.saved, asked.kind)
        if isinstance(found, TooFew) or found.weights is None:
            raise verbs.Refused("The data suggest no weights, so there is nothing to make a draft of.")
        form = reweighted(editing.form_of(here.saved), found.weights)
        body = editing.body_of(form, here.key, here.names())
        verbs.draft(Kind.SCORECARD, body, request.user, seen=request.POST.get("seen", ""))
    except (BadScorecard, NothingPublished, TooSlow, verbs.Refused) as error:
        return sheet.page(request, open_card(key), str(error), status=422)
    return redirect("lab:card", key)
