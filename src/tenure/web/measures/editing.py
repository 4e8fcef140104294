"""The pages on which measures are made, changed as drafts with a preview, published, retired."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.roles import needs, user_of
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.engine.tasks import judge
from tenure.jobs.once import enqueue_once
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.versions import Versions, versions
from tenure.metrics import measures
from tenure.metrics.measures import BadMeasure, Measure
from tenure.metrics.measures.describing import sentence
from tenure.web.measures import held, pictures, previewing
from tenure.web.measures.draft import Draft
from tenure.web.measures.words import value

_LARGEST = 64 * 1024  # bytes of an uploaded file


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


@require_POST
@needs("edit_scorecards")
def publish(request: HttpRequest, key: str) -> HttpResponse:
    found, note = held.held(key), request.POST.get("note", "").strip()
    try:
        if not found.draft:
            raise verbs.Refused("There is no draft to publish.")
        if not note:
            raise verbs.Refused("Say what changed and why; it is kept with the version.")
        made = verbs.publish(found.draft, request.user, note, seen=request.POST.get("seen", ""))
    except (BadMeasure, verbs.Refused) as error:
        again = held.held(key)
        return _page(request, Draft.of(again.base.body), again, str(error), 422)
    enqueue_once(judge.using(by=user_of(request).pk), "judge")
    messages.success(request, f"Version {made.version} is in force. Scores count by it from today on; the days before "
                              "stay as they were shown.")  # fmt: skip
    return redirect("measures:measure", key)


@require_POST
@needs("edit_scorecards")
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Back to the measure, or to the list if the draft was all there was."""
    found = held.held(key)
    if found.draft:
        verbs.discard(found.draft, request.user)
        messages.success(request, "The draft is thrown away.")
    return redirect("measures:measure", key) if found.past else redirect("measures:list")


@require_POST
@needs("edit_scorecards")
def retire(request: HttpRequest, key: str) -> HttpResponse:
    """Refused with a sentence while a scorecard or a signal in force reads it."""
    found = held.held(key)
    if not found.published:
        raise Http404
    try:
        verbs.retire(found.published, request.user, request.POST.get("reason", "").strip())
        messages.success(request, f"{found.published.title} is retired. Its versions are kept.")
    except verbs.Refused as error:
        messages.error(request, str(error))
    return redirect("measures:measure", key)


@require_POST
@needs("edit_scorecards")
def upload(request: HttpRequest) -> HttpResponse:
    """A YAML file as a draft: of the measure it names, or of a new one."""
    try:
        made = measures.read(_text(request), "The file")
        # Empty: there was no draft when the person chose the file, and one that is there is not overwritten.
        drafted = verbs.draft(Kind.MEASURE, made.model_dump(mode="json"), request.user, seen="")
    except (BadMeasure, verbs.Refused) as error:
        messages.error(request, str(error))
        return redirect("measures:list")
    messages.success(request, f"{drafted} is saved as a draft. Nothing counts by it until it is published.")
    return redirect("measures:edit", drafted.key)


def _text(request: HttpRequest) -> str:
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        raise BadMeasure("Choose a YAML file with one measure.")
    if sent.size > _LARGEST:
        raise BadMeasure(f"The file has {sent.size:,} bytes; a measure has some hundreds.")
    try:
        return str(sent.read(), "utf-8-sig")
    except UnicodeDecodeError:
        raise BadMeasure("The file is no text in UTF-8.") from None
