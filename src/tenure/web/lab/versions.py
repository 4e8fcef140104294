"""Versions of a scorecard: what each changed, as YAML to keep or to carry elsewhere, and back into a draft."""

import json
from typing import Final

import yaml
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.roles import may, needs
from tenure.library import verbs
from tenure.library.models import Document, Kind
from tenure.library.reading import published_measures
from tenure.metrics import scorecards
from tenure.metrics.scorecards import BadScorecard, Scorecard
from tenure.web.lab import comparing, sheet
from tenure.web.lab.editing import form_of
from tenure.web.lab.opened import open_card

_LINE: Final = 10_000  # no curve is folded


@require_safe
@needs("read_accounts")
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    document = _version(key, number)
    before = Document.objects.filter(kind=Kind.SCORECARD, key=key, version__lt=number).order_by("-version").first()
    known = published_measures()
    now, was = _read(document), _read(before) if before else None
    context = {
        "document": document, "before": before, "groups": sheet.groups(form_of(now), known, None),
        "differences": comparing.between(was, now, known) if was else None, "card": now,
        "may_edit": may(request.user, "edit_scorecards"),
    }  # fmt: skip
    return render(request, "lab/version.html", context)


@require_safe
@needs("read_accounts")
def as_yaml(request: HttpRequest, key: str, number: int) -> HttpResponse:
    document = _version(key, number)
    text = yaml.safe_dump(json.loads(json.dumps(document.body)), sort_keys=False, allow_unicode=True, width=_LINE)
    name = f"{document.key}-{document.version}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@require_POST
@needs("edit_scorecards")
def again(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An earlier version as a draft, to look at; the draft that is there is not overwritten."""
    document, here = _version(key, number), open_card(key)
    try:
        verbs.draft(Kind.SCORECARD, document.body, request.user, seen="")
    except verbs.Overtaken:
        return sheet.page(request, here, "There is a draft already: publish or discard it first.", status=422)
    except BadScorecard as error:
        return sheet.page(request, here, str(error), status=422)
    return redirect("lab:card", key)


def _version(key: str, number: int) -> Document:
    found = Document.objects.filter(kind=Kind.SCORECARD, key=key, version=number).select_related("author").first()
    if not found:
        raise Http404
    return found


def _read(document: Document) -> Scorecard:
    """Whatever it reads: a version of long ago may have measures that are retired since."""
    read = [one["measure"] for group in document.body["groups"] for one in group["inputs"]]
    return scorecards.read(document.body, read, document.title)
