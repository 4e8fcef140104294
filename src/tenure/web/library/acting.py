"""What is done to documents: published, discarded, retired, copied, brought back, and what a newer Tenure brings."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tenure.company.roles import needs, user_of
from tenure.engine.tasks import follow
from tenure.library import verbs
from tenure.library.models import Document, Offer
from tenure.library.versions import Versions, versions_or_404
from tenure.metrics.measures.documents import Unusable
from tenure.web.leading import own_page
from tenure.web.library.kinds import WORDS, changeable, require_change
from tenure.web.library.views import document_context
from tenure.web.once import clicked_once, sent_once

_ADOPTED: Final = "The newer text that comes with Tenure."


@require_POST
@needs("read_accounts")
@clicked_once("publish", "discard", "retire", "adopt", "decline")
@sent_once("copy")
def act(request: HttpRequest, kind: str, key: str, verb: str) -> HttpResponse:
    require_change(request.user, kind)
    if verb not in _ACTS:
        raise Http404
    found = versions_or_404(kind, key)
    try:
        address = _ACTS[verb](request, found)
    except (Unusable, verbs.Refused) as error:
        context = document_context(request, kind, key) | {"problem": str(error), "typed": request.POST, "verb": verb}
        return render(request, "library/document.html", context, status=422)
    return redirect(own_page(request.POST.get("next", ""), *address))


def _publish(request: HttpRequest, found: Versions) -> tuple[str, ...]:
    note = request.POST.get("note", "").strip()
    if not found.draft:
        raise verbs.Refused("There is no draft to publish.")
    if not note:
        raise verbs.Refused("Say what changed and why; it is kept with the version.")
    made = verbs.publish(found.draft, request.user, note, seen=request.POST.get("seen", ""))
    return _in_force(request, made)


def _in_force(request: HttpRequest, made: Document) -> tuple[str, ...]:
    follow({made.kind}, user_of(request).pk)
    messages.success(request, f"Version {made.version} of {made.title} is in force.")
    return _of(made)


def _discard(request: HttpRequest, found: Versions) -> tuple[str, ...]:
    if found.draft:
        verbs.discard(found.draft, request.user)
        messages.success(request, "The draft is thrown away.")
    return _of(found.base) if found.past else ("library:page",)


def _retire(request: HttpRequest, found: Versions) -> tuple[str, ...]:
    reason = request.POST.get("reason", "").strip()
    if not found.published:
        raise verbs.Refused(f"{found.base.title} is not in force.")
    if not reason:
        raise verbs.Refused("Say why it is taken out of force; it is kept with the version.")
    verbs.retire(found.published, request.user, reason)
    follow({found.published.kind}, user_of(request).pk)
    messages.success(request, f"{found.published.title} is out of force. Its versions are kept.")
    return _of(found.base)


def _copy(request: HttpRequest, found: Versions) -> tuple[str, ...]:
    title = request.POST.get("title", "").strip()
    key = request.POST.get("key", "").strip() or verbs.free_key(found.base.kind, found.key)
    if not title:
        raise verbs.Refused("Give the copy a name.")
    made = verbs.copy(found.numbered(request.POST.get("version", "")), key, title, request.user)
    messages.success(request, f"{made.title} is a draft. Nothing uses it until it is published.")
    return WORDS[made.kind].editor(made.kind, made.key)


def _bring_back(request: HttpRequest, found: Versions) -> tuple[str, ...]:
    made = verbs.bring_back(found.numbered(request.POST.get("version", "")), request.user)
    messages.success(request, f"It is a draft again, version {made.version}. Look at it and publish it.")
    return _of(made)


def _adopt(request: HttpRequest, found: Versions) -> tuple[str, ...]:
    offer = get_object_or_404(Offer, kind=found.base.kind, key=found.key)
    if found.shown.shipped:
        return _in_force(request, verbs.adopt(offer, request.user, note=_ADOPTED))
    verbs.adopt(offer, request.user)
    messages.success(request, "The newer text is a draft. Bring yours and it together, then publish it.")
    return "library:document", offer.kind, offer.key


def _decline(request: HttpRequest, found: Versions) -> tuple[str, ...]:
    verbs.decline(get_object_or_404(Offer, kind=found.base.kind, key=found.key), request.user)
    messages.success(request, "Yours is kept. It is offered again when a later Tenure brings yet another text.")
    return _of(found.base)


def _of(document: Document) -> tuple[str, ...]:
    return "library:document", document.kind, document.key


_ACTS: Final[dict[str, Callable[[HttpRequest, Versions], tuple[str, ...]]]] = {
    "publish": _publish, "discard": _discard, "retire": _retire, "copy": _copy, "bring-back": _bring_back,
    "adopt": _adopt, "decline": _decline,
}  # fmt: skip


@require_POST
@needs("read_accounts")
def adopt_all(request: HttpRequest) -> HttpResponse:
    """Every newer text of a document that nobody changed, of the kinds that the person may change."""
    kinds = changeable(request.user)
    if not kinds:
        raise Http404
    done: set[str] = set()
    count = 0
    for offer in Offer.objects.filter(declined=False, kind__in=kinds).order_by("kind", "key"):
        count += _taken(request, offer, done)
    follow(done, user_of(request).pk)
    messages.success(request, f"{count} in force as they come with this Tenure." if count else "Nothing was changed.")
    return redirect("library:page")


def _taken(request: HttpRequest, offer: Any, done: set[str]) -> int:
    try:
        verbs.adopt(offer, request.user, note=_ADOPTED)
    except (Unusable, verbs.Refused):
        return 0  # changed here, or in work: looked at on its own page
    done.add(offer.kind)
    return 1
