"""Success plans as a list with its numbers, one plan, one objective."""

from typing import Any, Final

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import may, needs
from tenure.customers.models import Contact
from tenure.engine.publication import NothingPublished
from tenure.library.reading import published_measures
from tenure.metrics import KPIS, Kpi
from tenure.planning import numbers
from tenure.planning.access import goal_or_404, may_plan, plan_or_404
from tenure.planning.models import Goal, GoalComment, GoalValue, SuccessPlan, ValueRealised
from tenure.planning.plans.starting import ORIGIN
from tenure.planning.plans.values import shown as value_seen
from tenure.planning.plans.verbs import version
from tenure.planning.value import worth
from tenure.timeline.telling import history
from tenure.web import charts
from tenure.web.kpis import numbers as kpis
from tenure.web.kpis import question
from tenure.web.kpis.figures import Waiting
from tenure.web.plans.listing import SORTS, STATES, Asked, counts, page_of, page_of_proposals, proposals
from tenure.web.plans.told import Told, tally, told
from tenure.web.whose import sides
from tenure.work.access import may_change_task, visible_tasks, workers

FIGURES: Final = ("goal_attainment_rate", "goal_attainment_rate_verified", "goal_progress_mean",
                  "success_plan_attainment_rate", "success_plan_coverage")  # fmt: skip
_MOST_VALUES, _MOST_COMMENTS, _MOST_TASKS, _MOST_WAITING = 60, 100, 40, 5


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request)
    counted = counts(request.user, asked)
    waiting = page_of_proposals(proposals(request.user, asked.whose), "1", _MOST_WAITING)
    context = {
        "asked": asked, "page": page_of(request.user, asked, counted[asked.state]), "today": today(),
        "waiting": waiting.object_list, "waits": waiting.paginator.count,
        "states": [(label, asked.address(state=name), name == asked.state, counted[name])
                   for name, (label, _) in STATES.items()],
        "sorts": [(label, asked.address(sort=name), name == asked.sort) for name, (label, _) in SORTS.items()],
        "here": asked.address(), "whose": sides(asked.whose, asked.address),
        "works": may(request.user, "write_own_accounts"),
    }  # fmt: skip
    part = "plans/page.html#list" if request.headers.get("HX-Target") == "plans" else "plans/page.html"
    return render(request, part, context)


@require_safe
@needs("read_accounts")
def figures(request: HttpRequest) -> HttpResponse:
    """The numbers of goals and plans, as the KPI page has them."""
    try:
        asked = question.read(request)
    except NothingPublished as error:
        return render(request, "plans/_figures.html", {"problem": str(error)})
    declared = [KPIS[one] for one in FIGURES]
    kept = kpis.kept(declared, asked)
    shown = [kept.get(one.id) or _waiting(one, asked) for one in declared]
    return render(request, "plans/_figures.html", {"figures": shown, "as_of": asked.asked.as_of})


def _waiting(one: Kpi, asked: question.Question) -> Waiting:
    return Waiting(one, asked.board_url("kpi", one.id), asked.board_url("part", "card", one.id))


@require_safe
@needs("read_accounts")
def plan(request: HttpRequest, plan_id: str) -> HttpResponse:
    return render(request, "plans/plan.html", plan_context(request, plan_or_404(request.user, plan_id)))


def plan_context(request: HttpRequest, found: SuccessPlan, **more: Any) -> dict[str, Any]:
    day = today()
    goals = list(found.goals.select_related("plan", "owner", "contact").order_by("position", "due_on", "pk"))
    rows = told(goals, day)
    waiting = found.account.proposed_goals.filter(state__in=("proposed", "asked")).order_by("created_at")
    open_ = found.closed_on is None or found.closed_on > day
    return {
        "plan": found, "rows": [one for one in rows if one.goal.status == "open"],
        "over": [one for one in rows if one.goal.status != "open"], "tally": tally(rows), "today": day,
        "tasks": _tasks(request, goals), "may_write": may_plan(request.user, found), "is_open": open_,
        "proposals": waiting if open_ else (), "seen": version(found), "currency": settings_row().currency,
        "worth": _worth(goals), "people": workers(), **more,
    }  # fmt: skip


def _tasks(request: HttpRequest, goals: list[Goal]) -> dict[str, Any]:
    """Open tasks of the plan's objectives, with the objective of each."""
    names = {goal.pk: goal.name for goal in goals}
    tasks = visible_tasks(request.user).filter(origin_kind=ORIGIN, origin_id__in=names)
    found = list(tasks.select_related("owner", "contact", "account").order_by("state", "due_on", "pk")[:_MOST_TASKS])
    open_ = [one for one in found if one.is_open]
    return {"open": open_, "done": len(found) - len(open_), "names": names,
            "changeable": {one.pk for one in open_ if may_change_task(request.user, one)}}  # fmt: skip


def _worth(goals: list[Goal]) -> list[tuple[str, int]]:
    """What all objectives were worth together, by currency."""
    rows = ValueRealised.objects.filter(goal__in=[goal.pk for goal in goals]).order_by("currency")
    return list(rows.values_list("currency").annotate(total=Sum("amount_minor")))


@require_safe
@needs("read_accounts")
def objective(request: HttpRequest, goal_id: str) -> HttpResponse:
    return render(request, "plans/objective.html", objective_context(request, goal_or_404(request.user, goal_id)))


def objective_context(request: HttpRequest, goal: Goal, **more: Any) -> dict[str, Any]:
    day, measures = today(), published_measures()
    [row] = told([goal], day, measures)
    written = may_plan(request.user, goal.plan) or (
        goal.owner_id == request.user.pk and may(request.user, "write_own_accounts")
    )
    values = GoalValue.objects.filter(goal=goal, value_on__lte=day).select_related("by", "contact")
    return {
        "goal": goal, "plan": goal.plan, "row": row, "today": day, "may_write": written, "seen": version(goal),
        "values": [(one, numbers.told(one.value, row.measure, goal.unit))
                   for one in values.order_by("-value_on")[:_MOST_VALUES]],
        "value_seen": _seen_today(row), "comments": GoalComment.objects.filter(goal=goal).select_related("author")
        .order_by("-at", "-pk")[:_MOST_COMMENTS], "history": history(goal),
        "quarters": [(one, worth.version(one)) for one in goal.worth.order_by("-period")],
        "contacts": Contact.objects.filter(account=goal.plan.account_id, left_on=None).order_by("name")[:200],
        "tasks": _tasks(request, [goal]), "company_currency": settings_row().currency, **more,
    }  # fmt: skip


def _seen_today(row: Told) -> str:
    """The value of today that a form was made with."""
    found = [value for on, value in row.values if on == row.day]
    return value_seen(found[-1]) if found else ""


@require_safe
@needs("read_accounts")
def line(request: HttpRequest, goal_id: str) -> JsonResponse:
    """Values over time, from the baseline on, with the target."""
    goal = goal_or_404(request.user, goal_id)
    [row] = told([goal], today())
    begun = goal.baseline_on or goal.plan.started_on
    first = [(begun, goal.baseline)] if begun and goal.baseline is not None and not any(
        on == begun for on, _ in row.values) else []  # fmt: skip
    points = [*first, *row.values]
    if points and points[-1][0] < row.day:
        points.append((row.day, points[-1][1]))
    unit = "ratio" if numbers.is_share(row.measure) else "number"
    return JsonResponse(charts.line(
        [(on, None if value is None else float(value)) for on, value in points], unit=unit,
        label=goal.name, target=row.goalpost, height=220,
    ))  # fmt: skip
