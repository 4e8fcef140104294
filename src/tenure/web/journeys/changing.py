"""Changing journeys: a form with what it would mean today, and its draft."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.roles import needs, user_of
from tenure.engine.journeys import book as books
from tenure.engine.publication import NothingPublished
from tenure.engine.tasks import follow
from tenure.library import verbs
from tenure.library.models import Kind
from tenure.library.reading import published_measures
from tenure.library.versions import Versions
from tenure.metrics import journeys
from tenure.metrics.journeys import BadJourney
from tenure.metrics.journeys.writing import differences
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards.fields import FIELDS
from tenure.web.journeys.editing import Form
from tenure.web.journeys.held import held, read
from tenure.web.once import clicked_once


@require_safe
@needs("edit_journeys")
def edit(request: HttpRequest, journey: str) -> HttpResponse:
    found = held(journey)
    return _page(request, found, Form.of(found.base.body))


def _page(
    request: HttpRequest, found: Versions, form: Form, problem: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    known = published_measures()
    context = {
        "held": found, "form": form, "problem": problem, "known": known.values(), "fields": FIELDS.values(),
        "seen": request.POST.get("seen", _seen(found)),
        "changed": list(differences(found.published.body, found.draft.body))
        if found.draft and found.published else [], "unsaved": request.method == "POST",
        **_previewed(form, found), **more,
    }  # fmt: skip
    return render(request, "journeys/edit.html", context, status=status)


def _conflict(request: HttpRequest, now: Versions, form: Form, said: str) -> HttpResponse:
    """What was typed stands beside what somebody else saved; saving again puts it in the place of theirs."""
    theirs = list(differences(now.base.body, form.body(now.key)))
    said += " What you typed is below and nothing of it is lost; saving again puts it in the place of theirs."
    return _page(request, now, form, said, 422, theirs=theirs, seen=_seen(now))


def _seen(found: Versions) -> str:
    return found.draft.edited_at.isoformat() if found.draft else ""


@require_POST
@needs("edit_journeys")
def preview(request: HttpRequest, journey: str) -> HttpResponse:
    """How many accounts would be in each stage, without saving anything."""
    found = held(journey)
    return render(request, "journeys/_preview.html", {"unsaved": True, **_previewed(Form.typed(request.POST), found)})


def _previewed(form: Form, found: Versions) -> dict[str, Any]:
    known = published_measures()
    try:
        made = journeys.read(form.body(found.key), known, "This journey")
        day, counts = books.counts(books.law(made, known))
        before = _counted(found, known)
    except (BadJourney, NothingPublished) as error:
        return {"wrong": str(error)}
    most = max([*counts, 1])
    rows = [{"name": stage.name, "now": n, "was": before.get(stage.name), "share": n / most}
            for stage, n in zip(made.stages, counts, strict=True)]  # fmt: skip
    return {"rows": rows, "total": sum(counts), "as_of": day}


def _counted(found: Versions, known: Mapping[str, Measure]) -> dict[str, int]:
    """By name of the stage, of the version in force."""
    if found.published is None:
        return {}
    try:
        made = read(found.published, known)
    except BadJourney:
        return {}
    counts = books.counts(books.law(made, known))[1]
    return dict(zip([stage.name for stage in made.stages], counts, strict=True))


@require_POST
@needs("edit_journeys")
@clicked_once()
def save(request: HttpRequest, journey: str) -> HttpResponse:
    found, form = held(journey), Form.typed(request.POST)
    if do := request.POST.get("do", ""):
        return _page(request, found, form.arranged(do))
    try:
        verbs.draft(Kind.JOURNEY, form.body(found.key), request.user, seen=request.POST.get("seen", ""))
    except BadJourney as error:
        return _page(request, found, form, str(error), 422)
    except verbs.Refused as error:
        return _conflict(request, held(journey), form, str(error))
    follow({Kind.JOURNEY}, user_of(request).pk)
    return redirect("journeys:edit", journey)
