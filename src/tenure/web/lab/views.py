"""The lab's pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import settings_row
from tenure.company.roles import may, needs, user_of
from tenure.customers.access import visible_accounts
from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.engine.scores import reading as scores
from tenure.engine.scores.happened import KINDS
from tenure.engine.scores.record import BEFORE, record
from tenure.engine.tasks import judge
from tenure.jobs.once import enqueue_once
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures
from tenure.metrics import scorecards
from tenure.metrics.proof import TooFew
from tenure.metrics.scorecards import BadScorecard, Scorecard
from tenure.web import charts, measures
from tenure.web.lab import editing, proving

_MOVES, _CAUSES = 20, 2


@require_safe
@needs("read_accounts")
def overview(request: HttpRequest) -> HttpResponse:
    """Scorecards in force, in the order in which they are asked, and drafts."""
    found = Document.objects.filter(kind=Kind.SCORECARD).exclude(state=State.RETIRED).select_related("author")
    cards = sorted(found, key=lambda document: (document.body.get("order", 100), document.key, document.version))
    return render(request, "lab/overview.html", {"cards": cards, "moves": _moves(request)})


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
    held, draft = _versions(key)
    return _page(request, key, (draft or held).body)


@require_POST
@needs("read_accounts")
def proof(request: HttpRequest, key: str) -> HttpResponse:
    """The record of what the form says, without saving it."""
    held, draft = _versions(key)
    try:
        body = editing.changed((draft or held).body, request.POST)
        made = scorecards.read(body, published_measures(), held.title)
    except BadScorecard as error:
        return render(request, "lab/_proof.html", {"problem": str(error)})
    return render(request, "lab/_proof.html", _proved(request, made, held))


@require_POST
@needs("edit_scorecards")
def save(request: HttpRequest, key: str) -> HttpResponse:
    held, draft = _versions(key)
    try:
        body = editing.changed((draft or held).body, request.POST)
        verbs.draft(Kind.SCORECARD, body, request.user, seen=request.POST.get("seen", ""))
    except (BadScorecard, verbs.Refused) as error:
        return _page(request, key, (draft or held).body, str(error), 422)
    return redirect("lab:card", key)


@require_POST
@needs("edit_scorecards")
def publish(request: HttpRequest, key: str) -> HttpResponse:
    held, draft = _versions(key)
    note = request.POST.get("note", "").strip()
    try:
        if not draft:
            raise verbs.Refused("There is no draft to publish.")
        if not note:
            raise verbs.Refused("Say what changed and why; it is kept with the version.")
        verbs.publish(draft, request.user, note)
        enqueue_once(judge.using(by=user_of(request).pk), "judge")
    except (BadScorecard, verbs.Refused) as error:
        return _page(request, key, (draft or held).body, str(error), 422)
    return redirect("lab:card", key)


@require_POST
@needs("edit_scorecards")
def discard(request: HttpRequest, key: str) -> HttpResponse:
    if draft := _versions(key)[1]:
        verbs.discard(draft, request.user)
    return redirect("lab:card", key)


def _versions(key: str) -> tuple[Document, Document | None]:
    """The version in force and the draft."""
    found = Document.objects.filter(kind=Kind.SCORECARD, key=key).exclude(state=State.RETIRED)
    by_state = {document.state: document for document in found.select_related("author")}
    if State.PUBLISHED not in by_state:
        raise Http404
    return by_state[State.PUBLISHED], by_state.get(State.DRAFT)


def _page(request: HttpRequest, key: str, body: Any, problem: str = "", status: int = 200) -> HttpResponse:
    held, draft = _versions(key)
    known = published_measures()
    made = scorecards.read(body, known, held.title)
    before = scorecards.read(held.body, known, held.title)
    context = {
        "card": made, "held": held, "draft": draft, "problem": problem,
        "groups": editing.rows(made, known, before, request.POST),
        "may_edit": may(request.user, "edit_scorecards"), "kinds": KINDS, "befores": BEFORE,
        "seen": draft.edited_at.isoformat() if draft else "",
        "versions": Document.objects.filter(kind=Kind.SCORECARD, key=key).exclude(state=State.DRAFT)
        .select_related("author").order_by("-version")[:10],
        **_proved(request, made, held),
    }  # fmt: skip
    return render(request, "lab/card.html", context, status=status)


def _proved(request: HttpRequest, made: Scorecard, held: Document) -> dict[str, Any]:
    asked = proving.read(request.POST if request.method == "POST" else request.GET)
    before = scorecards.read(held.body, published_measures(), held.title)
    try:
        past, found = record(made, asked)
        _, old = record(before, asked)
    except NothingPublished as error:
        return {"asked": asked, "nothing": str(error)}
    same = made == before
    return {
        "asked": asked, "kind_words": KINDS[asked.kind].lower(), "record": found, "old": None if same else old,
        "bands": proving.named(found.bands),
        "few": found.verdict if isinstance(found.verdict, TooFew) else None,
        "areas": [(days, told, isinstance(told, TooFew)) for days, told in found.areas],
        "capture": charts.capture_curve(
            proving.curve_points(found.capture), [] if same else proving.curve_points(old.capture)
        ),
        "today": charts.score_histogram(proving.histogram(found.today), proving.histogram(old.today)),
        "shifts": [] if same else proving.shifts(past.accounts, old.today, found.today),
        "sampled": (len(past.accounts), past.of) if len(past.accounts) < past.of else None,
        "currency": settings_row().currency, "unsaved": request.method == "POST",
    }  # fmt: skip
