"""What leads do with a scorecard: save its draft, publish it with a note, discard it, take it out of force."""

from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tenure.company.roles import needs, user_of
from tenure.engine.tasks import judge
from tenure.jobs.once import enqueue_once
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.metrics.scorecards import BadScorecard
from tenure.web.lab import comparing, editing, sheet
from tenure.web.lab.editing import Form, Line
from tenure.web.lab.opened import Opened, open_card
from tenure.web.lab.spreading import first_curve
from tenure.web.once import clicked_once

_FIRST_WEIGHT: Final = "10"
_NEW_GROUP: Final = "New group"


@require_POST
@needs("edit_scorecards")
@clicked_once()
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Save the draft, perhaps with a measure more or one less; then its curve is what one wants to see."""
    here, place = open_card(key), ""
    try:
        form = here.form(request)
        if request.POST.get("remove"):
            form = form.without(request.POST["remove"])
        elif request.POST.get("do") == "add":
            added = request.POST.get("add-choice", "")
            form, place = _with_measure(here, form, added, request.POST.get("add-to", "")), f"#edit-{added}"
        _draft(request, here, form)
    except verbs.Overtaken as error:
        return _overtaken(request, key, str(error))
    except (BadScorecard, verbs.Refused) as error:
        return sheet.page(request, here, str(error), status=422)
    return redirect(reverse("lab:card", args=[key]) + place)


def _draft(request: HttpRequest, here: Opened, form: Form) -> Document:
    body = editing.body_of(form, here.key, here.names())
    return verbs.draft(Kind.SCORECARD, body, request.user, seen=request.POST.get("seen", ""))


def _with_measure(here: Opened, form: Form, measure: str, group: str) -> Form:
    if measure not in here.known:
        raise BadScorecard(f"Measures: {measure} is no measure any more; load the page again.")
    points = editing.points_text(first_curve(here.known[measure]))
    return form.with_line(Line(measure, group.strip() or _NEW_GROUP, _FIRST_WEIGHT, points))


def _overtaken(request: HttpRequest, key: str, sentence: str) -> HttpResponse:
    """What they saved beside what was typed here: whoever saves again has seen both."""
    here = open_card(key)
    theirs = editing.form_of(here.saved)
    found = comparing.between_forms(theirs, here.form(request), here.known)
    return sheet.page(request, here, sentence, theirs=found, status=422)


@require_POST
@needs("edit_scorecards")
@clicked_once()
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """What the form says is saved first, so that nothing that is seen on the page is left behind."""
    here, note = open_card(key), request.POST.get("note", "").strip()
    try:
        if not note:
            raise verbs.Refused("Note: say what changed and why; it is kept with the version.")
        form = here.form(request)
        if here.before and not comparing.between(here.before, here.read(form), here.known):
            raise verbs.Refused("Nothing is different from the version in force, so there is nothing to publish.")
        with transaction.atomic():
            made = verbs.publish(_draft(request, here, form), request.user, note)
        enqueue_once(judge.using(by=user_of(request).pk), "judge")
    except verbs.Overtaken as error:
        return _overtaken(request, key, str(error))
    except (BadScorecard, verbs.Refused) as error:
        return sheet.page(request, here, str(error), status=422)
    messages.success(request, f"{made} is in force. Accounts are judged with it in the next minutes.")
    return redirect("lab:card", key)


@require_POST
@needs("edit_scorecards")
def discard(request: HttpRequest, key: str) -> HttpResponse:
    here = open_card(key)
    try:
        if here.draft:
            verbs.discard(here.draft, request.user)
    except verbs.Refused as error:
        return sheet.page(request, here, str(error), status=422)
    return redirect("lab:card", key) if here.held else redirect("lab:overview")


@require_POST
@needs("edit_scorecards")
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """Its accounts are judged by the next scorecard that fits them."""
    here, reason = open_card(key), request.POST.get("reason", "").strip()
    try:
        if not here.held:
            raise verbs.Refused("It is not in force.")
        if not reason:
            raise verbs.Refused("Reason: say why it is taken out of force.")
        others = Document.objects.filter(kind=Kind.SCORECARD, state=State.PUBLISHED).exclude(key=key)
        if not others.exists():
            raise verbs.Refused("It is the only scorecard in force; without it no account would have a score.")
        verbs.retire(here.held, request.user, reason)
        enqueue_once(judge.using(by=user_of(request).pk), "judge")
    except verbs.Refused as error:
        return sheet.page(request, here, str(error), status=422)
    return redirect("lab:overview")
