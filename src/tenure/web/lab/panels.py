"""What is shown beside the form and loads after the page: the record, how far ahead, and today if it were published."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from tenure.company.models import settings_row
from tenure.company.roles import needs
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.engine.scores.record import Asked, Record, Said
from tenure.engine.scores.trial import trial
from tenure.library.reading import published_measures
from tenure.metrics.proof import TooFew
from tenure.metrics.scorecards import BANDS, BadScorecard, Scorecard
from tenure.web import charts
from tenure.web.lab import asked as asking
from tenure.web.lab import comparing, curves, dry_run, moving, proving, spreading
from tenure.web.lab.editing import form_of
from tenure.web.lab.opened import Opened, open_card
from tenure.web.measures import TONES

Panel = Callable[[HttpRequest, Opened, Scorecard], dict[str, Any]]
_FIFTH: Final = 0.2
_MARKS: Final = tuple(TONES[name] for name, _ in BANDS)


def _panel(template: str) -> Callable[[Panel], Callable[..., HttpResponse]]:
    """A panel of what the form says, without saving it; or of the draft, or the version in force."""

    def decorate(made: Panel) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @needs("read_accounts")
        @wraps(made)
        def view(request: HttpRequest, key: str) -> HttpResponse:
            here = open_card(key)
            try:
                context = made(request, here, here.card(request))
            except BadScorecard as error:
                context = {"problem": str(error)}
            except (NothingPublished, TooSlow) as error:
                context = {"nothing": str(error)}
            return render(request, template, {"here": here, **context})

        return view

    return decorate


@_panel("lab/_proof.html")
def proof(request: HttpRequest, here: Opened, card: Scorecard) -> dict[str, Any]:
    return {"proof": proved(request, here, card)}


@_panel("lab/_ahead.html")
def ahead(request: HttpRequest, here: Opened, card: Scorecard) -> dict[str, Any]:
    asked = asked_of(request)
    old = dict(proving.horizons(here.before, asked)) if _differs(here, card) and here.before else {}
    rows = [(days, found, isinstance(found, TooFew), old.get(days)) for days, found in proving.horizons(card, asked)]
    return {"rows": rows}


@_panel("lab/_today.html")
def today(request: HttpRequest, here: Opened, card: Scorecard) -> dict[str, Any]:
    return {"today": today_of(here, card), "unsaved": request.method == "POST" and _unsaved(here, card)}


@_panel("lab/_dry_run.html")
def dry(request: HttpRequest, here: Opened, card: Scorecard) -> dict[str, Any]:
    return {"dry": dry_run.of(request.user, card), "days": dry_run.DAYS, "differs": _differs(here, card)}


def _differs(here: Opened, card: Scorecard) -> bool:
    """Whether it would say anything else than the version in force."""
    return here.before is None or bool(comparing.between(here.before, card, here.known))


def _unsaved(here: Opened, card: Scorecard) -> bool:
    """Whether a list of the draft would not be a list of this."""
    return bool(comparing.between(here.saved, card, here.known))


def proved(request: HttpRequest, here: Opened, card: Scorecard) -> dict[str, Any]:
    asked = asked_of(request)
    try:
        now, sample = proving.record(card, asked)
        old = proving.record(here.before, asked)[0] if here.before and _differs(here, card) else None
    except NothingPublished as error:
        return {"nothing": str(error)}
    return {
        "asked": asked, "words": asking.WORDS[asked.kind], "sign": asking.sign(asked), "query": asking.query(asked),
        "record": now, "old": old, "unsaved": request.method == "POST" and _unsaved(here, card),
        "versions": _versions(here, now, old), "few": now.verdict if isinstance(now.verdict, TooFew) else None,
        "capture": _capture(here, now, old), "lift": _lift(now), "old_lift": _lift(old) if old else None,
        "bands": [(band, old.bands[n] if old else None, _MARKS[n]) for n, band in enumerate(now.bands)],
        "soon": [(days, now.after.ended_by(days)) for days in (30, 90, 180)] if len(now.after.times) else [],
        "sampled": sample if sample[0] < sample[1] else None,
    }  # fmt: skip


def asked_of(request: HttpRequest) -> Asked:
    return asking.read(request.POST if request.method == "POST" else request.GET)


def _names(here: Opened, old: Record | None) -> tuple[str, str]:
    """What the two are called on the page."""
    held = f"Version {here.held.version}" if here.held else ""
    if here.held and old is None and not here.draft:
        return held, held
    number = here.draft.version if here.draft else here.against + 1
    return f"Draft {number}", held


def _versions(here: Opened, now: Record, old: Record | None) -> list[tuple[str, Said, list[tuple[str, float, float]]]]:
    """Rows of the table of what was said, each with the parts of its bar: tone, start and width in percent."""
    draft, held = _names(here, old)
    rows = [(draft, now.said)] + ([(held, old.said)] if old else [])
    return [(name, said, _bar(said)) for name, said in rows]


def _bar(said: Said) -> list[tuple[str, float, float]]:
    parts, start = [], 0.0
    for (tone, _), count in zip(_MARKS, said.bands, strict=True):
        width = 100 * count / said.of if said.of else 0.0
        parts.append((tone, round(start, 2), round(max(width - 0.5, 0), 2)))
        start += width
    return parts


def _capture(here: Opened, now: Record, old: Record | None) -> charts.Spec:
    names = _names(here, old)
    before = proving.curve_points(old.capture) if old else []
    return charts.capture_curve(proving.curve_points(now.capture), before, names)


def _lift(found: Record) -> float | None:
    """How many times more than chance the worst fifth holds."""
    return None if isinstance(found.capture, TooFew) else found.capture.at(_FIFTH)[0] / _FIFTH


def today_of(here: Opened, card: Scorecard) -> dict[str, Any]:
    try:
        found = trial(card)
    except NothingPublished as error:
        return {"nothing": str(error)}
    moves = moving.moves(found)
    before, after = moving.histogram(found.before), moving.histogram(found.after)
    return {
        "day": found.day, "chart": charts.score_histogram(after, before), "judged": sum(after),
        "shifts": moving.shifts(moves), "moved": len(moves), "arr": sum(move.arr_minor for move in moves),
        "currency": settings_row().currency, "differs": _differs(here, card),
    }  # fmt: skip


@require_safe
@needs("read_accounts")
def known(request: HttpRequest, key: str) -> HttpResponse:
    """How much of the book each measure is known of, put into the table when it is there."""
    here = open_card(key)
    found = spreading.spreads()
    lines = [(line.measure, found[line.measure].known) for line in form_of(here.saved).lines if line.measure in found]
    return render(request, "lab/_known.html", {"lines": lines})


@require_safe
@needs("read_accounts")
def distribution(request: HttpRequest, measure: str) -> HttpResponse:
    """How a measure lies over the book, behind the curve whose ends are given."""
    measures_ = published_measures()
    points = curves.readable([(request.GET.get(name, ""), "0") for name in ("low", "high")])
    spread = spreading.spreads().get(measure)
    if spread is None or measure not in measures_:
        return render(request, "lab/_distribution.html", {"spread": None})
    low, high = curves.frame(points, spread)
    context = {
        "spread": spread, "measure": measures_[measure], "low": low, "high": high,
        "bars": curves.histogram(spread, low, high), "quarters": spread.at(0.25, 0.5, 0.75),
    }  # fmt: skip
    return render(request, "lab/_distribution.html", context)
