"""The goals inventory for us: what was proposed, proposing, and deciding."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.library.reading import published_measures
from tenure.planning import numbers
from tenure.planning.access import may_plan, proposal_or_404, visible_plans
from tenure.planning.inventory import verbs
from tenure.planning.models import ProposedGoal
from tenure.web.once import clicked_once, sent_once
from tenure.web.plans.acting import REFUSED, sentence
from tenure.web.plans.forms import ObjectiveForm, ProposalForm
from tenure.web.plans.listing import page_of_proposals, proposals
from tenure.web.plans.offered import choices
from tenure.web.whose import chosen, sides

STATES: Final = {"proposed": "Wait for us", "asked": "Wait for the customer", "decided": "Decided"}
BANDS: Final = {"proposed": "warn", "asked": "info", "accepted": "good", "declined": "idle", "withdrawn": "idle"}


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "proposed")
    state = state if state in STATES else "proposed"
    whose = chosen(request, "plans")
    found = page_of_proposals(proposals(request.user, whose, state), request.GET.get("page", "1"))
    context = {
        "page": found, "state": state, "rows": rows(found.object_list),
        "states": [(label, f"?state={name}&whose={whose}", name == state) for name, label in STATES.items()],
        "whose": sides(whose, f"?state={state}&whose={{whose}}".format),
        "here": f"?state={state}&whose={whose}",
    }  # fmt: skip
    return render(request, "plans/proposals.html", context)


def rows(found: Any) -> list[dict[str, Any]]:
    """Each with its numbers in words and its band."""
    measures = published_measures()
    told = []
    for one in found:
        measure = measures.get(one.measure)
        told.append({
            "it": one, "band": BANDS[one.state], "measure": measure.name if measure else "",
            "from": numbers.told(one.baseline, measure, one.unit) if one.baseline is not None else "",
            "to": numbers.told(one.target, measure, one.unit) if one.target is not None else "",
        })  # fmt: skip
    return told


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def propose(request: HttpRequest, account_id: str) -> HttpResponse:
    account = account_or_404(request.user, account_id)
    if not may_write(request.user, account):
        raise Http404
    form, problem = ProposalForm(), ""
    if request.method == "POST":
        form = ProposalForm.typed(request.POST)
        try:
            made = verbs.propose(request.user, account, form.values(account))
            return redirect("plans:proposal", made.pk)
        except REFUSED as error:
            problem = sentence(error)
    context = {"account": account, "form": form, "problem": problem, **choices(account.pk)}
    return render(request, "plans/propose.html", context, status=422 if problem else 200)


@require_safe
@needs("read_accounts")
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    return _shown(request, proposal_or_404(request.user, proposal_id))


@require_POST
@needs("write_own_accounts")
@clicked_once("ask", "decline", "withdraw", "share")
@sent_once("accept")
def act(request: HttpRequest, proposal_id: int, verb: str) -> HttpResponse:
    found, given, seen = proposal_or_404(request.user, proposal_id), request.POST, request.POST.get("seen", "")
    form = ObjectiveForm.typed(given) if verb == "accept" else None
    try:
        if verb == "accept":
            return _accept(request, found, seen)
        if verb == "ask":
            verbs.ask_back(request.user, proposal_id, given.get("answer", ""), seen=seen)
        elif verb == "decline":
            verbs.decline(request.user, proposal_id, given.get("answer", ""), seen=seen)
        elif verb == "withdraw":
            verbs.withdraw(request.user, proposal_id, seen=seen)
        elif verb == "share":
            verbs.revise(request.user, proposal_id, {"shared": True}, seen=seen)
        else:
            raise Http404
    except REFUSED as error:
        status = 409 if isinstance(error, ChangedMeanwhile) else 422
        found = proposal_or_404(request.user, proposal_id)
        return _shown(request, found, form=form, problem=sentence(error), given=given, status=status)
    return redirect("plans:proposal", proposal_id)


def _accept(request: HttpRequest, found: ProposedGoal, seen: str) -> HttpResponse:
    plan = visible_plans(request.user).filter(pk=request.POST.get("plan", ""), account=found.account_id).first()
    if plan is None:
        raise NotAccepted("Choose the plan it belongs to; begin one first if there is none.")
    values = ObjectiveForm.typed(request.POST).values(found.account)
    verbs.accept(request.user, found.pk, plan, values, seen=seen)
    return redirect("plans:plan", plan.pk)


def _shown(request: HttpRequest, found: ProposedGoal, *, form: ObjectiveForm | None = None, problem: str = "",
           given: Any = None, status: int = 200) -> HttpResponse:  # fmt: skip
    open_ = visible_plans(request.user).filter(account=found.account_id, closed_on=None)
    open_ = open_.select_related("account", "owner").order_by("-started_on", "pk")
    plans = [one for one in open_ if may_plan(request.user, one)]
    written = may_write(request.user, found.account)
    context = {
        "proposal": found, "row": rows([found])[0], "plans": plans, "may_write": written, "problem": problem,
        "form": form or ObjectiveForm.proposed(found, str(request.user.pk), today()), "seen": verbs.version(found),
        "given": given or {}, "goal": None,
        **(choices(found.account_id) if written and found.is_open else {}),
    }  # fmt: skip
    return render(request, "plans/proposal.html", context, status=status)
