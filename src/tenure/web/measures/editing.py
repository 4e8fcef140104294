"""The pages on which measures are made, and changed as drafts with a preview."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.roles import needs
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.versions import Versions, versions
from tenure.metrics import measures
from tenure.metrics.measures import BadMeasure, Measure
from tenure.metrics.measures.describing import sentence
from tenure.web.measures import held, pictures, previewing
from tenure.web.measures.draft import Draft
from tenure.web.measures.words import value
from tenure.web.once import clicked_once


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_scorecards")
def new(request: HttpRequest) -> HttpResponse:
    """A new measure: empty, or a copy of another."""
    if request.method == "POST":
        return _save(request, Draft.sent(request.POST), None)
    copied = request.GET.get("from", "")
    return _page(request, Draft.copy(held.held(copied).base.body) if copied else Draft.empty(), None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("edit_scorecards")
@clicked_once()
def edit(request: HttpRequest, key: str) -> HttpResponse:
    found = held.held(key)
    if request.method == "POST":
        return _save(request, Draft.sent(request.POST), found)
    return _page(request, Draft.of(found.base.body, "yaml" in request.GET), found)


def _save(request: HttpRequest, typed: Draft, found: Versions | None) -> HttpResponse:
    try:
        body = typed.checked(found.key if found else "").model_dump(mode="json")
        if found is None and Document.objects.filter(kind=Kind.MEASURE, key=body["id"]).exists():
            raise BadMeasure(
                f"{body['id']} is there already.", {"id": "is there already; choose another, or edit that"}
            )
        verbs.draft(Kind.MEASURE, body, request.user, seen=request.POST.get("seen", ""))
    except BadMeasure as error:
        return _page(request, typed.refused(error), found, status=422)
    except verbs.Refused as error:
        again = versions(Kind.MEASURE, typed.key())
        beside = typed.beside(again.base.body) if again else typed
        return _page(request, beside, again, str(error), 422)
    messages.success(request, "The draft is saved. Nothing counts by it until it is published.")
    return redirect("measures:edit", body["id"])


def _page(
    request: HttpRequest, typed: Draft, found: Versions | None, conflict: str = "", status: int = 200
) -> HttpResponse:
    author = found.base.author if found else None
    context = {
        "draft": typed, "held": found, "conflict": conflict, "author": author or "Somebody",
        "seen": found.base.edited_at.isoformat() if found else "",
        "changes": held.differences(found.published.body, found.draft.body)
        if found and found.draft and found.published else [],
    }  # fmt: skip
    return render(request, "measures/edit.html", context, status=status)


@require_POST
@needs("edit_scorecards")
def fields(request: HttpRequest) -> HttpResponse:
    """The fields again, after a choice on which others depend, or as YAML or as fields."""
    typed = Draft.sent(request.POST)
    if "to" in request.POST:
        typed = typed.switched(request.POST["to"] == "yaml")
    response = render(request, "measures/_fields.html", {"draft": typed})
    response["HX-Trigger-After-Settle"] = "fields-changed"
    return response


@require_POST
@needs("edit_scorecards")
def preview(request: HttpRequest) -> HttpResponse:
    """What was typed, on real accounts; nothing is saved."""
    typed = Draft.sent(request.POST)
    try:
        made = typed.checked(request.POST.get("key", ""), asks_name=False)
        return render(request, "measures/_preview.html", _previewed(request, made))
    except BadMeasure as error:
        return render(request, "measures/_preview.html", {"problem": "\n".join(typed.said(error))})
    except (NothingPublished, TooSlow) as error:
        return render(request, "measures/_preview.html", {"problem": str(error)})


def _previewed(request: HttpRequest, made: Measure) -> dict[str, Any]:
    published = Document.objects.filter(kind=Kind.MEASURE, key=made.id, state=State.PUBLISHED).first()
    before = measures.read(published.body, published.title) if published else None
    found = previewing.preview(made, before, request.user)
    return {
        "measure": made, "sentence": sentence(made.formula), "published": published, "preview": found,
        "median": value(made, found.now.median), "was": value(before, found.before.median)
        if before and found.before else "",
        "picture": pictures.histogram(found.now.bars),
    }  # fmt: skip
