"""The pages on which documents are looked at; those on which they are changed are in `acting` and `editing`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import needs
from tenure.library import files
from tenure.library.differing import differences, lines
from tenure.library.models import Document, Kind, Offer, State
from tenure.library.reading import normal
from tenure.library.versions import Versions, versions_or_404
from tenure.web.library import listing, previewing
from tenure.web.library.forming import FORMED
from tenure.web.library.kinds import WORDS, changeable, may_change, words_or_404
from tenure.web.library.making import MAKEABLE
from tenure.web.library.uses import used

_SHOWN = 20
_MOST = 500  # documents in one export by choice


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "library/list.html", list_context(request))


def list_context(request: HttpRequest) -> dict[str, Any]:
    asked = listing.Asked.read(request.GET)
    here, counts = listing.page_of(asked), listing.counts(asked)
    shown = list(here)
    drafts, uses = listing.drafts_of(shown), used(shown)
    newer, plain = listing.offers()
    rows = [
        {"document": one, "draft": drafts.get((one.kind, one.key)), "uses": uses.get((one.kind, one.key), []),
         "origin": listing.origin(one), "icon": WORDS[one.kind].icon, "sentence": previewing.sentence(one)}
        for one in shown
    ]  # fmt: skip
    return {
        "asked": asked, "page": here, "rows": rows, "newer": newer, "plain": plain,
        "kinds": [(kind, words.plural, counts.get(kind, 0)) for kind, words in WORDS.items()],
        "all": sum(counts.values()), "origins": listing.ORIGINS,
        "states": [(label, asked.address(state=state), asked.state == state)
                   for state, label in listing.STATES.items()],
        "may_change": bool(changeable(request.user)), "newer_url": asked.address(origin="newer"),
        "makeable": [(kind, Kind(kind).label) for kind in MAKEABLE],
    }  # fmt: skip


@require_safe
@needs("read_accounts")
def document(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    return render(request, "library/document.html", document_context(request, kind, key))


def document_context(request: HttpRequest, kind: str, key: str) -> dict[str, Any]:
    words, found = words_or_404(kind), versions_or_404(kind, key)
    shown = found.draft if request.GET.get("version") == "draft" and found.draft else found.numbered(
        request.GET.get("version", ""))  # fmt: skip
    offer = Offer.objects.filter(kind=kind, key=key, declined=False).first()
    return {
        "words": words, "kind": kind, "held": found, "shown": shown, "own": words.url(key),
        "formed": kind in FORMED, "preview": previewing.preview(shown), "preview_of": f"library/previews/{kind}.html",
        "yaml": files.as_yaml(kind, shown.body), "uses": used([shown]).get((kind, key), []),
        "history": [(one, differences(normal(kind, was.body), normal(kind, one.body)) if was else [])
                    for one, was in found.pairs(_SHOWN)],
        "drafted": _between(found.published, found.draft), "offer": offer,
        "offered": differences(normal(kind, found.shown.body), offer.body) if offer else [],
        "origin": _origin(found), "seen": found.base.edited_at.isoformat(),
        "may_change": may_change(request.user, kind),
    }  # fmt: skip


def _between(before: Document | None, after: Document | None) -> list[Any]:
    if not (before and after):
        return []
    return differences(normal(before.kind, before.body), normal(after.kind, after.body))


def _origin(found: Versions) -> str:
    came = any(one.shipped for one in found.past)
    return "shipped" if found.shown.shipped else "changed" if came else "own"


@require_safe
@needs("read_accounts")
def compare(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Any two versions, or one and the text that a newer Tenure brings."""
    words, found = words_or_404(kind), versions_or_404(kind, key)
    offer = Offer.objects.filter(kind=kind, key=key).first()
    every = sorted([*found.past, *([found.draft] if found.draft else [])], key=lambda one: one.version)
    after = found.draft or found.shown
    earlier = [one for one in every if one.version < after.version]
    old = _chosen(every, request.GET.get("from", ""), found.published if found.draft else None, earlier)
    new_text = request.GET.get("to", "")
    new: Any = offer if new_text == "offer" and offer else _chosen(every, new_text, after, [])
    before, now = normal(kind, old.body), normal(kind, new.body)
    context = {
        "words": words, "kind": kind, "held": found, "every": every, "old": old, "new": new, "offer": offer,
        "changes": differences(before, now),
        "lines": lines(files.as_yaml(kind, old.body), files.as_yaml(kind, new.body), around=3),
    }  # fmt: skip
    return render(request, "library/compare.html", context)


def _chosen(every: list[Document], number: str, usual: Document | None, earlier: list[Document]) -> Document:
    """The version of that number; when none is asked for, the usual one, or the last of the earlier, or the first."""
    if number:
        found = next((one for one in every if str(one.version) == number), None)
        if found is None:
            raise Http404
        return found
    return usual or (earlier[-1] if earlier else every[0])


@require_safe
@needs("read_accounts")
def download(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The version in force, or any other, as YAML."""
    words_or_404(kind)
    chosen = versions_or_404(kind, key).numbered(request.GET.get("version", ""))
    return _file(files.as_file(kind, chosen.body), "application/yaml; charset=utf-8", f"{key}-{chosen.version}.yaml")


@require_safe
@needs("read_accounts")
def export(request: HttpRequest) -> HttpResponse:
    """The chosen documents, or all that are in force as they are listed, as a zip or as one YAML file."""
    chosen = request.GET.getlist("d")[:_MOST]
    found = listing.asked_for(listing.Asked.read(request.GET)).order_by("kind", "key")
    if chosen:
        pairs = {tuple(one.split("/", 1)) for one in chosen}
        documents = [one for one in listing.documents().order_by("kind", "key") if (one.kind, one.key) in pairs]
    else:
        documents = list(found.filter(state=State.PUBLISHED))
    if "yaml" in request.GET:
        return _file(files.in_one(documents), "application/yaml; charset=utf-8", "tenure-library.yaml")
    return _file(files.zipped(documents), "application/zip", "tenure-library.zip")


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
