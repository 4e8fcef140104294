"""The goals inventory: proposing goals, answering what we ask back, withdrawing, and what became of them."""

from typing import Any, Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning.inventory import verbs
from tenure.planning.models import Importance, ProposedGoal
from tenure.web.once import clicked_once, sent_once
from tenure.web.portal import inventory, seen
from tenure.web.portal.here import Here
from tenure.web.portal.inventory import MOST, Row
from tenure.work.portal import drafts
from tenure.work.portal.telling import tell_us

_FORM: Final = "goals"
_SHOWN: Final = 50
_CHANGED: Final = (
    "This was changed in the meantime. What you wrote is kept below; send it again to replace what is there."
)
# How it stands, for the customer: band and words.
STATES: Final = {
    ProposedGoal.State.PROPOSED: ("info", "We look at it"),
    ProposedGoal.State.ASKED: ("warn", "We have a question"),
    ProposedGoal.State.ACCEPTED: ("good", "Agreed"),
    ProposedGoal.State.DECLINED: ("idle", "Not now"),
    ProposedGoal.State.WITHDRAWN: ("idle", "Withdrawn"),
}


@require_safe
def page(request: HttpRequest, here: Here) -> HttpResponse:
    here.note("goals")
    kept = [] if here.preview else inventory.from_kept(drafts.held(here.contact, _FORM))
    sent = request.GET.get("sent", "")
    return _page(request, here, kept or [inventory.blank(0)],
                 {"kept": bool(kept), "sent": sent if sent.isdecimal() and len(sent) < 3 else ""})  # fmt: skip


@require_POST
@sent_once()
def send(request: HttpRequest, here: Here) -> HttpResponse:
    """Propose everything that was typed, or nothing: a mistake in one goal keeps all of them on the page."""
    rows = inventory.rows_of(request.POST)
    if "add" in request.POST:
        _keep(here, rows)
        return _page(request, here, rows + [inventory.blank(len(rows))][: MOST - len(rows)], {"added": True})
    written = [row for row in rows if not row.is_empty] or rows[:1]
    values = [inventory.values_of(row, _people(here), usage_measures()) for row in written]
    if any(row.problems for row in written):
        return _page(request, here, written, {}, 422)
    try:
        _propose(here, values)
    except NotAccepted as error:
        return _page(request, here, written, {"problem": str(error)}, 422)
    drafts.drop(here.contact, _FORM)
    return redirect(f"{here.url('goals')}?sent={len(values)}")


@require_POST
def draft(request: HttpRequest, here: Here) -> HttpResponse:
    """What is typed is kept while it is typed."""
    kept = _keep(here, inventory.rows_of(request.POST))
    return here.show(request, "portal/_kept.html", {"kept": kept})


@require_safe
def proposal(request: HttpRequest, here: Here, proposal_id: int) -> HttpResponse:
    found = seen.proposal_or_404(here.contact, proposal_id)
    return _proposal(request, here, found, inventory.of_proposal(found), {})


@require_POST
@clicked_once()
def act(request: HttpRequest, here: Here, proposal_id: int, verb: str) -> HttpResponse:
    found, given = seen.proposal_or_404(here.contact, proposal_id), request.POST.get("seen", "")
    row = inventory.rows_of(request.POST)[0]
    try:
        if verb == "withdraw":
            verbs.withdraw(None, found.pk, seen=given, contact=here.contact)
        elif verb == "revise":
            if not _revise(here, found, row, given):
                return _proposal(request, here, found, row, {}, 422)
        else:
            raise Http404
    except (NotAccepted, ChangedMeanwhile) as error:
        problem = _CHANGED if isinstance(error, ChangedMeanwhile) else str(error)
        return _proposal(request, here, seen.proposal_or_404(here.contact, proposal_id), row, {"problem": problem}, 422)
    return redirect(here.url("goals"))


def _revise(here: Here, found: ProposedGoal, row: inventory.Row, seen_as: str) -> bool:
    """Whether it was in order; what was not stands in the row."""
    values = inventory.values_of(row, _people(here), usage_measures())
    if row.problems:
        return False
    verbs.revise(None, found.pk, values, seen=seen_as, contact=here.contact)
    title = f"{here.contact} wrote a proposed goal anew"
    _tell(here, f"revised:{found.pk}:{seen_as}", title, found.statement, found)
    return True


def usage_measures() -> dict[str, Measure]:
    """What a customer may bind a goal to: how the product is used. What we think of them is not theirs to choose."""
    return {key: one for key, one in published_measures().items() if one.group == "usage"}


@transaction.atomic
def _propose(here: Here, values: list[dict[str, Any]]) -> None:
    made = [verbs.propose(None, here.contact.account, one, contact=here.contact) for one in values]
    said = made[0].statement if len(made) == 1 else f"{len(made)} goals: {made[0].statement}, …"
    title = f"{here.contact} proposes {'a goal' if len(made) == 1 else 'goals'}"
    _tell(here, f"proposed:{made[-1].pk}", title, said, made[0])


def _tell(here: Here, key: str, title: str, text: str, goal: ProposedGoal) -> None:
    tell_us(here.contact, key, title, text, about=("proposal", str(goal.pk)))


def _keep(here: Here, rows: list[Row]) -> bool:
    return drafts.keep(here.contact, _FORM, [row.typed for row in rows if not row.is_empty])


def _people(here: Here) -> dict[str, Any]:
    return {one.pk: one for one in seen.colleagues(here.contact, here.day)[:200]}


def _form(here: Here) -> dict[str, Any]:
    return {"people": _people(here).values(), "measures": usage_measures().values(),
            "importances": [(str(value), label) for value, label in Importance.choices]}  # fmt: skip


def _page(request: HttpRequest, here: Here, rows: list[Row], more: dict[str, Any], status: int = 200) -> HttpResponse:
    found = [(one, *STATES[ProposedGoal.State(one.state)]) for one in seen.proposals(here.contact)[:_SHOWN]]
    context = {"rows": rows, "proposals": found, "room": len(rows) < MOST, **_form(here), **more}
    return here.show(request, "portal/goals.html", context, status)


def _proposal(request: HttpRequest, here: Here, found: ProposedGoal, row: Row, more: dict[str, Any],
              status: int = 200) -> HttpResponse:  # fmt: skip
    band, word = STATES[ProposedGoal.State(found.state)]
    context = {"proposal": found, "row": row, "band": band, "word": word, "seen": verbs.version(found),
               "mine": found.contact_id is not None, **_form(here), **more}  # fmt: skip
    return here.show(request, "portal/proposal.html", context, status)
