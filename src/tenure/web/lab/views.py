"""The lab's pages: scorecards in the order in which they are asked, what moved, and each scorecard."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.roles import may, needs
from tenure.customers.access import visible_accounts
from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.engine.scores import reading as scores
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures
from tenure.web import measures
from tenure.web.lab import sheet
from tenure.web.lab.opened import open_card

_MOVES, _CAUSES = 20, 2


@require_safe
@needs("read_accounts")
def overview(request: HttpRequest) -> HttpResponse:
    """Scorecards in force, in the order in which they are asked, and drafts."""
    found = Document.objects.filter(kind=Kind.SCORECARD).exclude(state=State.RETIRED).select_related("author")
    cards = sorted(found, key=lambda document: (document.body.get("order", 100), document.key, document.version))
    context = {"cards": cards, "moves": _moves(request), "may_edit": may(request.user, "edit_scorecards")}
    return render(request, "lab/overview.html", context)


def _moves(request: HttpRequest) -> list[dict[str, Any]]:
    """Accounts whose score moved most since yesterday, with causes; none before anything was judged."""
    try:
        found = scores.moved(publication.current().today, limit=_MOVES)
    except NothingPublished:
        return []
    known = published_measures()
    names = dict(visible_accounts(request.user).filter(pk__in=[m.account_id for m in found]).values_list("pk", "name"))
    return [
        {
            "account": move.account_id, "name": names[move.account_id], "rose": move.after > move.before,
            "change": measures.points(move.after - move.before), "mark": measures.tone(move.after),
            "was": measures.score(move.before), "now": measures.score(move.after),
            "causes": "; ".join(cause.text for cause in measures.causes(move.causes, known)[:_CAUSES]),
        }
        for move in found if move.account_id in names
    ]  # fmt: skip


@require_safe
@needs("read_accounts")
def card(request: HttpRequest, key: str) -> HttpResponse:
    return sheet.page(request, open_card(key))
