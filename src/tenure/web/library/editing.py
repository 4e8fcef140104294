"""Changing a document: as a form where its kind has one here, as YAML for every kind, with what is wrong at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.roles import needs
from tenure.library import files, verbs
from tenure.library.differing import Difference, differences
from tenure.library.models import Document
from tenure.library.reading import MODELS, normal
from tenure.library.reading import check as checked
from tenure.library.versions import Versions, versions, versions_or_404
from tenure.metrics.measures.documents import Unusable
from tenure.web.library import forming, trying
from tenure.web.library.drawing import Form
from tenure.web.library.forming import FORMED
from tenure.web.library.kinds import require_change, words_or_404
from tenure.web.once import clicked_once

ROLES: Final = ("lead", "csm", "champion", "admin", "executive_sponsor", "economic_buyer", "end_user")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has in front of them: fields, or YAML; `text` is None while the fields are shown."""

    kind: str
    form: Form | None
    text: str | None = None
    sentences: tuple[str, ...] = ()
    theirs: tuple[Difference, ...] = field(default=())

    @classmethod
    def of(cls, kind: str, body: Mapping[str, Any], *, yaml: bool) -> "Typed":
        if yaml or kind not in FORMED:
            return cls(kind, None, files.as_yaml(kind, body))
        return cls(kind, Form(kind, forming.raw_of(MODELS[kind], body)))

    @classmethod
    def sent(cls, kind: str, given: QueryDict) -> "Typed":
        if "yaml" in given or kind not in FORMED:
            return cls(kind, None, given.get("yaml", "").replace("\r\n", "\n"))
        return cls(kind, Form(kind, forming.raw_sent(MODELS[kind], given)))

    def body(self, key: str) -> dict[str, Any]:
        """What it says, checked, with every field; raises Unusable."""
        raw = self._read() if self.form is None else forming.body_of(MODELS[self.kind], self.form.raw)
        made = checked(self.kind, {**raw, "id": key} if self.form else raw, "The document")
        if made.id != key:
            said = f"stays {key}; copy the document to make another"
            raise Unusable(f"The id {said}.", {"id": said})
        return made.model_dump(mode="json")

    def _read(self) -> dict[str, Any]:
        found = files.in_text("text.yaml", f"kind: {self.kind}\n{self.text or ''}".encode())
        if len(found) != 1 or found[0].problem or found[0].body is None:
            said = found[0].problem if len(found) == 1 else "There has to be one document."
            raise Unusable(said.replace(" line 1:", " the first line:"))
        return dict(found[0].body)

    def refused(self, error: Unusable) -> "Typed":
        """With what is wrong: beside the fields where there are some, or as sentences."""
        if self.form is None or not error.places:
            return replace(self, sentences=tuple(str(error).splitlines()))
        form = replace(self.form, problems=forming.places(error.places))
        return replace(self, form=form, sentences=tuple(form.elsewhere()))

    def switched(self, *, yaml: bool) -> "Typed":
        """The same as YAML, or as fields; what cannot be read as YAML stays, with the reason."""
        if yaml == (self.form is None) or self.kind not in FORMED:
            return self
        if self.form is not None:
            return Typed(self.kind, None, files.dumped(files.slim(forming.body_of(MODELS[self.kind], self.form.raw))))
        try:
            return Typed(self.kind, Form(self.kind, forming.raw_of(MODELS[self.kind], self._read())))
        except (Unusable, TypeError, AttributeError) as error:
            said = str(error) if isinstance(error, Unusable) else "This has not the shape of such a document."
            return replace(self, sentences=(said,))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read_accounts")
@clicked_once()
def edit(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    require_change(request.user, kind)
    found = versions_or_404(kind, key)
    if request.method != "POST":
        return _page(request, found, Typed.of(kind, found.base.body, yaml="yaml" in request.GET))
    typed = Typed.sent(kind, request.POST)
    return _page(request, found, _arranged(typed, request)) if "do" in request.POST else _save(request, found, typed)


def _save(request: HttpRequest, found: Versions, typed: Typed) -> HttpResponse:
    try:
        body = typed.body(found.key)
        verbs.draft(typed.kind, body, request.user, seen=request.POST.get("seen", ""))
    except Unusable as error:
        return _page(request, found, typed.refused(error), status=422)
    except verbs.Refused as error:
        again = versions(typed.kind, found.key) or found
        theirs = tuple(differences(normal(typed.kind, again.base.body), body))
        return _page(request, again, replace(typed, theirs=theirs), str(error), 422)
    messages.success(request, "The draft is saved. Nothing uses it until it is published.")
    return redirect("library:document", typed.kind, found.key)


def _page(request: HttpRequest, found: Versions, typed: Typed, conflict: str = "", status: int = 200) -> HttpResponse:
    context = {"held": found, "words": words_or_404(typed.kind), "conflict": conflict, **_context(found.base, typed),
               "seen": found.base.edited_at.isoformat(), "author": found.base.author or "Somebody"}  # fmt: skip
    return render(request, "library/edit.html", context, status=status)


def _context(document: Document, typed: Typed) -> dict[str, Any]:
    return {"kind": typed.kind, "key": document.key, "typed": typed, "formed": typed.kind in FORMED, "roles": ROLES,
            "whole": typed.form.whole() if typed.form else None}  # fmt: skip


@require_POST
@needs("read_accounts")
def fields(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The fields again: after an item was added, moved or removed, or as YAML or as fields."""
    require_change(request.user, kind)
    found, typed = versions_or_404(kind, key), Typed.sent(kind, request.POST)
    typed = typed.switched(yaml=request.POST["to"] == "yaml") if "to" in request.POST else _arranged(typed, request)
    response = render(request, "library/_fields.html", _context(found.base, typed))
    response["HX-Trigger-After-Settle"] = "fields-changed"
    return response


def _arranged(typed: Typed, request: HttpRequest) -> Typed:
    if typed.form is None:
        return typed
    do = request.POST.get("do", "")
    focus = forming.arranged(MODELS[typed.kind], typed.form.raw, do)
    return replace(typed, form=replace(typed.form, focus=focus, did=do.partition(":")[0]))


@require_POST
@needs("read_accounts")
def check(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """What is wrong with what was typed, beside its fields, and what it would change; nothing is saved."""
    require_change(request.user, kind)
    found, typed = versions_or_404(kind, key), Typed.sent(kind, request.POST)
    changes: list[Difference] = []
    fitted: dict[str, Any] = {}
    try:
        body = typed.body(key)
        fitted = trying.context(request.user, kind, body)
        changes = differences(normal(kind, found.shown.body), body) if found.published else []
    except Unusable as error:
        typed = typed.refused(error)
    wrong = [one for one in typed.form.whole().all() if one.problem] if typed.form else []
    before = set(request.POST.get("told", "").split())
    context = {**fitted, "typed": typed, "changes": changes, "held": found, "wrong": wrong,
               "gone": sorted(before - {one.id for one in wrong})}  # fmt: skip
    return render(request, "library/_check.html", context)
