"""Bringing documents in from a file: first what would happen, then it happens."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.company.roles import needs, user_of
from tenure.engine.tasks import follow
from tenure.library import files, verbs
from tenure.library.bringing import Brought, bring_in
from tenure.library.files import BadFile, Found
from tenure.library.models import Document
from tenure.web.library.kinds import WORDS, changeable

_LONGEST: Final = 2_000_000  # characters of what is carried from looking to doing


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
def bring(request: HttpRequest) -> HttpResponse:
    if not changeable(request.user):
        raise Http404
    if request.method != "POST":
        return render(request, "library/import.html", {"how": "drafts"})
    try:
        return _brought(request, _found(request))
    except (BadFile, verbs.Refused) as error:
        context = {"problem": str(error), "text": request.POST.get("text", ""), **_how(request)}
        return render(request, "library/import.html", context, status=422)


def _how(request: HttpRequest) -> dict[str, str]:
    how = request.POST.get("how", "")
    return {"how": how if how in ("drafts", "published") else "drafts", "note": request.POST.get("note", "")}


def _found(request: HttpRequest) -> list[Found]:
    sent, text = request.FILES.get("file"), request.POST.get("text", "")
    if sent is not None:
        return files.read(str(sent.name), sent.read(files.LARGEST + 1))
    if not text.strip():
        raise BadFile("Choose a YAML file or a zip, or paste the text of documents.")
    return files.read("the text", text.encode())


def _brought(request: HttpRequest, found: list[Found]) -> HttpResponse:
    how = _how(request)
    note = how["note"] if how["how"] == "published" else None
    doing = "do" in request.POST
    allowed = [_allowed(request, one) for one in found]
    rows = bring_in(allowed, request.user, note if doing or note is None else note or "A look.", dry=True)
    state = _state(rows)
    if not doing or request.POST.get("state", "") != state:
        return _looked_at(request, allowed, rows, state, how, changed=doing)
    return _done(request, bring_in(allowed, request.user, note))


def _allowed(request: HttpRequest, one: Found) -> Found:
    if one.problem or one.kind in changeable(request.user):
        return one
    return Found(one.where, one.kind, one.body, f"You may not change {WORDS[one.kind].plural.lower()}.")


def _looked_at(
    request: HttpRequest, found: Sequence[Found], rows: Sequence[Brought], state: str, how: dict[str, str], *,
    changed: bool,
) -> HttpResponse:  # fmt: skip
    comes = [one for one in rows if one.outcome in ("new", "changed")]
    text = "---\n".join(files.as_file(one.kind, one.body) for one in found if one.body and not one.problem)
    if len(text) > _LONGEST:
        raise BadFile("The documents are too long to look at on a page; use `tenure library push`.")
    context = {"rows": rows, "comes": len(comes), "state": state, "carried": text, "changed": changed, **how,
               "refused": sum(one.outcome == "refused" for one in rows)}  # fmt: skip
    return render(request, "library/import.html", context)


def _state(rows: Sequence[Brought]) -> str:
    """Of the documents that would be changed: what is done is what was looked at, or it is looked at again."""
    keys = sorted({one.key for one in rows})
    held = Document.objects.filter(key__in=keys).order_by("pk").values_list("pk", "state", "edited_at")
    return hashlib.sha256(repr(list(held)).encode()).hexdigest()


def _done(request: HttpRequest, rows: Sequence[Brought]) -> HttpResponse:
    came = [one for one in rows if one.outcome in ("new", "changed")]
    published: Any = request.POST.get("how") == "published"
    if published:
        follow({one.kind for one in came}, user_of(request).pk)
    names = ", ".join(one.title for one in came[:8]) + (" and others" if len(came) > 8 else "")
    said = "in force" if published else "drafts"
    messages.success(request, f"{len(came)} brought in as {said}: {names}." if came else "Nothing had to be changed.")
    return redirect("library:page")
