"""Changing journeys: a form with what it would mean today, drafts, publishing, copies, files."""

from collections.abc import Mapping
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.roles import needs, user_of
from tenure.engine.journeys import book as books
from tenure.engine.publication import NothingPublished
from tenure.engine.tasks import keep_journeys
from tenure.jobs.once import enqueue_once
from tenure.library import verbs
from tenure.library.models import Kind
from tenure.library.reading import published_measures
from tenure.library.versions import Versions
from tenure.metrics import journeys
from tenure.metrics.journeys import BadJourney, Journey
from tenure.metrics.journeys.writing import differences
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards.fields import FIELDS
from tenure.web.journeys.editing import Form
from tenure.web.journeys.held import held, read
from tenure.web.journeys.views import overview_context

_LARGEST = 200_000  # bytes of a file


@require_safe
@needs("edit_journeys")
def edit(request: HttpRequest, journey: str) -> HttpResponse:
    found = held(journey)
    return _page(request, found, Form.of(found.base.body))


def _page(request: HttpRequest, found: Versions, form: Form, problem: str = "", status: int = 200) -> HttpResponse:
    known = published_measures()
    context = {
        "held": found, "form": form, "problem": problem, "known": known.values(), "fields": FIELDS.values(),
        "seen": request.POST.get("seen", found.draft.edited_at.isoformat() if found.draft else ""),
        "changed": list(differences(found.published.body, found.draft.body))
        if found.draft and found.published else [], "unsaved": request.method == "POST",
        **_previewed(form, found),
    }  # fmt: skip
    return render(request, "journeys/edit.html", context, status=status)


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
def save(request: HttpRequest, journey: str) -> HttpResponse:
    found, form = held(journey), Form.typed(request.POST)
    if do := request.POST.get("do", ""):
        return _page(request, found, form.arranged(do))
    try:
        verbs.draft(Kind.JOURNEY, form.body(found.key), request.user, seen=request.POST.get("seen", ""))
    except (BadJourney, verbs.Refused) as error:
        return _page(request, found, form, str(error), 422)
    _follow(request)
    return redirect("journeys:edit", journey)


def _follow(request: HttpRequest) -> None:
    enqueue_once(keep_journeys.using(by=user_of(request).pk), "journeys")


@require_POST
@needs("edit_journeys")
def publish(request: HttpRequest, journey: str) -> HttpResponse:
    found, note = held(journey), request.POST.get("note", "").strip()
    try:
        if not found.draft:
            raise verbs.Refused("There is no draft to publish.")
        if not note:
            raise verbs.Refused("Say what changed and why; it is kept with the version.")
        verbs.publish(found.draft, request.user, note, seen=request.POST.get("seen"))
    except (BadJourney, verbs.Refused) as error:
        return _page(request, found, Form.of(found.base.body), str(error), 422)
    _follow(request)
    return redirect("journeys:page", journey)


@require_POST
@needs("edit_journeys")
def discard(request: HttpRequest, journey: str) -> HttpResponse:
    found = held(journey)
    if found.draft:
        verbs.discard(found.draft, request.user)
    return redirect("journeys:page", journey) if found.past else redirect("journeys:overview")


@require_POST
@needs("edit_journeys")
def retire(request: HttpRequest, journey: str) -> HttpResponse:
    found = held(journey)
    try:
        if not found.published:
            raise verbs.Refused(f"{found.base.title} is not in force.")
        verbs.retire(found.published, request.user, request.POST.get("reason", "").strip())
    except verbs.Refused as error:
        return _page(request, found, Form.of(found.base.body), str(error), 422)
    return redirect("journeys:overview")


@require_POST
@needs("edit_journeys")
def copy(request: HttpRequest, journey: str) -> HttpResponse:
    """As the draft of a journey of its own."""
    origin = held(journey).base
    key = verbs.free_key(Kind.JOURNEY, journey)
    verbs.copy(origin, key, f"Copy of {origin.title}"[:80], request.user)
    return redirect("journeys:edit", key)


@require_POST
@needs("edit_journeys")
def import_(request: HttpRequest) -> HttpResponse:
    """A file or text as YAML becomes a draft; of a journey that is there, its next version."""
    text = request.POST.get("text", "")
    try:
        made = _imported(request, text)
    except (BadJourney, verbs.Refused, UnicodeDecodeError) as error:
        problem = "The file is not text." if isinstance(error, UnicodeDecodeError) else str(error)
        context = overview_context(request) | {"problem": problem, "text": text}
        return render(request, "journeys/overview.html", context, status=422)
    return redirect("journeys:edit", made.id)


def _imported(request: HttpRequest, text: str) -> Journey:
    file = request.FILES.get("file")
    if file is not None and (file.size or 0) > _LARGEST:
        raise BadJourney("The file is larger than 200 kB; a journey is a page of text.")
    text = file.read().decode() if file is not None else text
    if not text.strip():
        raise BadJourney("Choose a file, or paste the journey as YAML.")
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadJourney(f"The journey cannot be read as YAML: {error}.") from None
    made = journeys.read(body, published_measures(), "The journey")
    verbs.draft(Kind.JOURNEY, text, request.user, seen="")
    return made
