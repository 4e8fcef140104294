"""A document from nothing: the least that its kind can be, as a draft to fill in."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenure.company.roles import needs
from tenure.library import verbs
from tenure.library.models import Document, Kind
from tenure.metrics.measures.documents import Unusable
from tenure.web.library.forming import as_key
from tenure.web.library.kinds import require_change
from tenure.web.once import sent_once

_LEAST: Final[Mapping[str, dict[str, Any]]] = {
    Kind.ONBOARDING: {"phases": [{"name": "Start", "steps": [{"key": "kick_off", "title": "Kick-off", "kind": "meeting",
                                                             "days": 5}]}]},
    Kind.SUCCESS_PLAN: {"outcome": "efficiency", "objectives": [
        {"statement": "Save hours every month", "unit": "hours a month", "weeks": 26}]},
    Kind.DECK: {"blocks": [{"kind": "summary"}, {"kind": "steps"}]},
}  # fmt: skip
MAKEABLE: Final = tuple(_LEAST)


@require_POST
@needs("read_accounts")
@sent_once()
def new(request: HttpRequest) -> HttpResponse:
    kind, title = request.POST.get("kind", ""), request.POST.get("title", "").strip()
    if kind not in _LEAST:
        raise Http404
    require_change(request.user, kind)
    try:
        if not title:
            raise verbs.Refused("Give it a name.")
        made = verbs.draft(kind, {**_LEAST[kind], "id": _free(kind, title), "name": title}, request.user, seen="")
    except (Unusable, verbs.Refused) as error:
        messages.error(request, str(error))
        return redirect("library:page")
    messages.success(request, "It is a draft with the least there can be. Fill it in, and publish it when it is done.")
    return redirect("library:edit", made.kind, made.key)


def _free(kind: str, title: str) -> str:
    key = as_key(title) or str(kind)
    return verbs.free_key(kind, key) if Document.objects.filter(kind=kind, key=key).exists() else key
