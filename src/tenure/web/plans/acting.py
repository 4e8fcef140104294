"""What is done on the pages of plans and objectives: each act calls its verb, and says on the page what was refused."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tenure.company.clock import today
from tenure.company.models import User
from tenure.company.roles import needs
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.core.whole import whole
from tenure.customers.models import Contact
from tenure.library.reading import published_measures
from tenure.planning import numbers
from tenure.planning.access import goal_or_404, may_plan, plan_or_404
from tenure.planning.models import Goal, GoalValue, SuccessPlan
from tenure.planning.plans import comments, confirming, objectives, values, verbs
from tenure.planning.value import worth
from tenure.web.days import day_of
from tenure.web.meanwhile import Both, both
from tenure.web.once import clicked_once, sent_once
from tenure.web.plans import views
from tenure.web.plans.forms import ObjectiveForm, money_of
from tenure.web.plans.offered import choices
from tenure.web.tasks.form import person

_PLAN_CHANGED: Final = (
    "Somebody changed this plan in the meantime. What you wrote is kept below; save again to put it in place of theirs."
)
REFUSED: Final = (NotAccepted, ChangedMeanwhile)
Act = Callable[[HttpRequest, str, QueryDict], object]


def sentence(error: Exception) -> str:
    """What stands in the way; of a conflict what stands there now."""
    if not isinstance(error, ChangedMeanwhile):
        return str(error)
    now = error.now
    if isinstance(now, GoalValue):
        who = now.by or now.contact or "Somebody"
        return f"{who} wrote {values.shown(now.value)} for that day in the meantime. Write yours again to replace it."
    return "Somebody changed this in the meantime; it stands below as it is now. Look at it and do it again."


@require_POST
@needs("write_own_accounts")
@clicked_once("edit", "close", "reopen")
def act_on_plan(request: HttpRequest, plan_id: str, verb: str) -> HttpResponse:
    if verb not in _OF_PLAN:
        raise Http404
    try:
        _OF_PLAN[verb](request, plan_id, request.POST)
    except REFUSED as error:
        found = plan_or_404(request.user, plan_id)
        theirs = _plan_beside(error.now, request.POST) if isinstance(error, ChangedMeanwhile) else None
        said = sentence(error) if theirs is None else _PLAN_CHANGED
        context = views.plan_context(request, found, problem=said, given=request.POST, meanwhile=theirs)
        return render(request, "plans/plan.html", context, status=422)
    return redirect("plans:plan", plan_id)


def _edit_plan(request: HttpRequest, plan_id: str, given: QueryDict) -> None:
    said = {"name": given.get("name", ""), "summary": given.get("summary", ""), "owner": person(given.get("owner", "")),
            "started_on": day_of(given.get("started_on", ""))}  # fmt: skip
    verbs.edit(request.user, plan_id, said, seen=given.get("seen", ""))


def _plan_beside(now: SuccessPlan, given: QueryDict) -> list[Both]:
    theirs = {"name": now.name, "summary": now.summary, "owner": now.owner, "started_on": now.started_on}
    labels = {"name": "Name", "summary": "Summary", "started_on": "First day", "owner": "Owner"}
    return both(
        labels, theirs, given.dict() | {"owner": User.objects.filter(pk=whole(given.get("owner", ""), 8)).first()}
    )


_OF_PLAN: Final[Mapping[str, Act]] = {
    "edit": _edit_plan,
    "share": lambda request, key, given: verbs.share(request.user, key, True),
    "hide": lambda request, key, given: verbs.share(request.user, key, False),
    "close": lambda request, key, given: verbs.close(request.user, key, given.get("reason", "")),
    "reopen": lambda request, key, given: verbs.reopen(request.user, key),
}


@require_POST
@needs("write_own_accounts")
@clicked_once("value", "worth", "worth-remove", "verify", "close", "cancel")
@sent_once("comment")
def act_on_objective(request: HttpRequest, goal_id: str, verb: str) -> HttpResponse:
    if verb not in _OF_OBJECTIVE:
        raise Http404
    try:
        _OF_OBJECTIVE[verb](request, goal_id, request.POST)
    except REFUSED as error:
        goal = goal_or_404(request.user, goal_id)
        context = views.objective_context(request, goal, problem=sentence(error), given=request.POST)
        return render(request, "plans/objective.html", context, status=422)
    goal = goal_or_404(request.user, goal_id)
    back = reverse("plans:plan", args=[goal.plan_id]) if "to_plan" in request.POST else ""
    return redirect(back or reverse("plans:objective", args=[goal_id]))


def _value(request: HttpRequest, goal_id: str, given: QueryDict) -> None:
    goal = goal_or_404(request.user, goal_id)
    read = numbers.read(given.get("value", ""), published_measures().get(goal.measure), "number")
    if read is None:
        raise NotAccepted("Write the number that was measured; 0 is a number too.")
    on = day_of(given.get("value_on", ""))
    seen = given.get("value_seen", "") if on == today() else given.get("other_seen", "")
    values.write(request.user, goal_id, read, on, note=given.get("note", ""), seen=seen)


def _verify(request: HttpRequest, goal_id: str, given: QueryDict) -> None:
    confirming.verify(request.user, goal_id, said=given.get("said", ""), by=_contact(request, goal_id, given))


def _worth(request: HttpRequest, goal_id: str, given: QueryDict) -> None:
    currency = given.get("currency", "").strip().upper()[:3]
    worth.write(request.user, goal_id, given.get("period", "").strip(), money_of(given.get("amount", ""), currency),
                currency, given.get("how", ""), seen=given.get("worth_seen", ""))  # fmt: skip


def _worth_verify(request: HttpRequest, goal_id: str, given: QueryDict) -> None:
    worth.verify(request.user, goal_id, given.get("period", ""), said=given.get("said", ""),
                 by=_contact(request, goal_id, given))  # fmt: skip


def _contact(request: HttpRequest, goal_id: str, given: QueryDict) -> Contact | None:
    account = goal_or_404(request.user, goal_id).plan.account_id
    return Contact.objects.filter(account=account, pk=given.get("by", "")).first() if given.get("by") else None


def _remove(request: HttpRequest, goal_id: str, given: QueryDict) -> None:
    values.remove(request.user, goal_id, day_of(given.get("value_on", "")))


_OF_OBJECTIVE: Final[Mapping[str, Act]] = {
    "value": _value,
    "remove-value": _remove,
    "comment": lambda request, key, given: comments.comment(
        request.user, key, given.get("body", ""), shared="shared" in given),
    "verify": _verify,
    "unverify": lambda request, key, given: confirming.unverify(request.user, key, given.get("reason", "")),
    "close": lambda request, key, given: objectives.close(request.user, key, given.get("reason", "")),
    "cancel": lambda request, key, given: objectives.close(request.user, key, given.get("reason", ""), cancelled=True),
    "reopen": lambda request, key, given: objectives.reopen(request.user, key),
    "share": lambda request, key, given: objectives.share(request.user, key, True),
    "hide": lambda request, key, given: objectives.share(request.user, key, False),
    "worth": _worth,
    "worth-remove": lambda request, key, given: worth.remove(
        request.user, key, given.get("period", ""), seen=given.get("worth_seen", "")),
    "worth-verify": _worth_verify,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@sent_once()
def add_objective(request: HttpRequest, plan_id: str) -> HttpResponse:
    plan = plan_or_404(request.user, plan_id)
    if not may_plan(request.user, plan):
        raise Http404
    if request.method != "POST":
        empty = ObjectiveForm(
            baseline_on=today().isoformat(), owner=str(request.user.pk), shared="1" if plan.shared else ""
        )
        return _form(request, plan, None, empty)
    form = ObjectiveForm.typed(request.POST)
    try:
        objectives.add(request.user, plan_id, form.values(plan.account))
    except REFUSED as error:
        return _form(request, plan, None, form, problem=sentence(error), status=422)
    return redirect("plans:plan", plan_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("write_own_accounts")
@clicked_once()
def edit_objective(request: HttpRequest, goal_id: str) -> HttpResponse:
    goal = goal_or_404(request.user, goal_id)
    if not may_plan(request.user, goal.plan) and goal.owner_id != request.user.pk:
        raise Http404
    if request.method != "POST":
        return _form(request, goal.plan, goal, ObjectiveForm.of(goal))
    form = ObjectiveForm.typed(request.POST)
    try:
        objectives.edit(request.user, goal_id, form.values(goal.plan.account), seen=request.POST.get("seen", ""))
    except ChangedMeanwhile as error:
        return _form(request, goal.plan, error.now, form, meanwhile=_beside(form, error.now), status=409)
    except REFUSED as error:
        seen = request.POST.get("seen", "")
        return _form(request, goal.plan, goal, form, problem=sentence(error), seen=seen, status=422)
    return redirect("plans:objective", goal_id)


def _beside(form: ObjectiveForm, now: Goal) -> list[Both]:
    """Where what was typed differs from what stands there now: field, theirs, yours."""
    theirs = ObjectiveForm.of(now)
    labels = {one.name: _LABELS.get(one.name, one.name.capitalize()) for one in fields(form)}
    return both(
        labels, {name: getattr(theirs, name) for name in labels}, {name: getattr(form, name) for name in labels}
    )


_LABELS: Final = {"name": "Objective", "why": "Why it matters", "baseline_on": "Day of the baseline", "due_on": "Due",
                  "contact": "Owner at the customer", "rate": "Worth of a unit", "rate_currency": "Currency",
                  "rate_per": "Worth each"}  # fmt: skip


def _form(
    request: HttpRequest, plan: SuccessPlan, goal: Goal | None, form: ObjectiveForm, *, problem: str = "",
    seen: str | None = None, meanwhile: list[Both] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    known = (verbs.version(goal) if goal else "") if seen is None else seen
    context: dict[str, Any] = {
        "plan": plan, "goal": goal, "form": form, "problem": problem, "seen": known, "meanwhile": meanwhile,
        **choices(plan.account_id),
    }  # fmt: skip
    return render(request, "plans/edit.html", context, status=status)
