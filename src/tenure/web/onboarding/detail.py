"""One onboarding: its head, its plan as Gantt or as steps, who is needed, who uses it, what it is for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.automation.success_reviews import review_id
from tenure.core.periods import DAY, local_date
from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact, Milestone
from tenure.onboarding import writing
from tenure.onboarding.access import access as access_of
from tenure.onboarding.listing import FIRST_VALUE
from tenure.onboarding.reading import Opened, Placed
from tenure.onboarding.schedule import State
from tenure.planning.models import ProposedGoal, Review
from tenure.timeline.telling import history
from tenure.web.account.opened import reads
from tenure.web.account.progress import goals
from tenure.web.days import day_of
from tenure.web.onboarding import needing, words
from tenure.web.onboarding.gantt import gantt
from tenure.web.onboarding.moving import looked_at
from tenure.web.onboarding.opened import Looked, looked, panel
from tenure.work.access import may_change_task, workers

_SHOWN_PEOPLE: Final = 8
_SHOWN_CHANGES: Final = 12
_SHOWN_GOALS: Final = 4


@dataclass(frozen=True, slots=True)
class StepRow:
    placed: Placed
    band: str
    state: str
    owner: str
    kind: str
    after: str
    may_do: bool


@require_safe
@reads
def page(request: HttpRequest, onboarding_id: str) -> HttpResponse:
    return shown(request, looked(request, onboarding_id))


def shown(request: HttpRequest, here: Looked, problem: str = "", status: int = 200) -> HttpResponse:
    band, word = words.standing(here.onboarding)
    context: dict[str, Any] = {**here.context(), "problem": problem, "band": band, "word": word}
    context |= {"goals": goals(here.onboarding.account, here.moment.day, _SHOWN_GOALS), "proposed": _proposed(here)}
    context |= {"viewer": _contact_to_look_as(here), **_review(here)}
    context |= {
        "first_value": _first_value(here),
        "age": _age(here),
        "history": history(here.onboarding, _SHOWN_CHANGES, here.moment.as_of),
    }
    if here.plan:
        context |= _planned(request, here, here.opened())
    return render(request, "onboarding/page.html", context, status=status)


def _planned(request: HttpRequest, here: Looked, opened: Opened) -> dict[str, Any]:
    found, running = opened.forecast, here.onboarding.is_running
    band, word = words.STATES[found.state] if running else words.standing(here.onboarding)
    needed = needing.needed(opened) if running else []
    return {
        **_numbers(opened), "here": opened, "forecast": found, "band": band, "word": word,
        "view": "steps" if request.GET.get("view") == "steps" else "gantt",
        "lateness": words.lateness(found.late), "needed": needed, "holds": needing.holds(needed),
        "all_done": bool(opened.steps) and not any(one.bar.is_open for one in opened.steps),
        "chart": gantt(opened, found, may_move=here.may_change), "phases": _phases(request, opened),
        "people": workers() if here.may_change else (), "written": writing.written(opened),
        "meetings": [one.step.meeting for one in opened.steps if one.step.meeting],
    }  # fmt: skip


def _numbers(opened: Opened) -> dict[str, Any]:
    found = opened.forecast
    stuck = [one for one in opened.steps if one.state == State.STUCK]
    reached = [one for one in opened.steps if one.step.milestone and one.state != State.DROPPED]
    return {
        "steps_done": found.count(State.DONE), "steps_all": len(opened.steps) - found.count(State.DROPPED),
        "milestones": (sum(one.state == State.DONE for one in reached), len(reached)), "stuck": stuck,
        "stuck_days": max((words.stuck_for(one, opened.day) for one in stuck), default=0),
        "stuck_on": ", ".join(one.task.title for one in stuck[:2]),
    }  # fmt: skip


def _phases(request: HttpRequest, opened: Opened) -> list[tuple[str, list[StepRow]]]:
    return [(name, [_step(request, one, opened) for one in steps]) for name, steps in opened.phases]


def _step(request: HttpRequest, one: Placed, opened: Opened) -> StepRow:
    after = ", ".join(opened.by_key[key].task.title for key in one.node.after if key in opened.by_key)
    one.task.account = opened.plan.onboarding.account
    return StepRow(
        one, words.STATES[one.state][0], words.state_of(one, opened.day), words.owner(one),
        words.KINDS[one.step.kind], after, may_change_task(request.user, one.task),
    )  # fmt: skip


def _first_value(here: Looked) -> dict[str, Any]:
    """When it was reached since the start, or by when it is expected."""
    start, plan = here.onboarding.started_on, here.plan
    rows = Milestone.objects.filter(account=here.onboarding.account_id, milestone=FIRST_VALUE).order_by("reached_at")
    at: datetime | None = rows.values_list("reached_at", flat=True).first()
    reached = local_date(at, here.moment.zone) if at else None
    if reached and reached <= here.moment.day:
        return {"reached": reached, "day": max((reached - start).days, 0)}
    due = start + plan.first_value_days * DAY if plan and plan.first_value_days else None
    return {"due": due, "late": bool(due and due < here.moment.day)}


def _proposed(here: Looked) -> list[ProposedGoal]:
    """What was proposed and waits for our answer, the oldest first; a past page has nothing to answer."""
    if here.moment.as_of:
        return []
    found = ProposedGoal.objects.filter(account=here.onboarding.account_id, state=ProposedGoal.State.PROPOSED)
    return list(found.order_by("created_at", "pk")[:_SHOWN_GOALS])


def _review(here: Looked) -> dict[str, Any]:
    """The Customer Success Review that opened when it was completed; `opens` while that is still to come."""
    done = here.onboarding.completed_on
    if done is None:
        return {}
    found = Review.objects.filter(pk=review_id(here.onboarding.pk)).first()
    return {"review": found, "opens": found is None and done == here.moment.today}


def _contact_to_look_as(here: Looked) -> Contact | None:
    """Through whose eyes the customer's page is looked at: the champion, or whoever is known first."""
    found = contacts_of(here)
    return next((one for one in found if one.role == "champion"), found[0] if found else None)


def _age(here: Looked) -> int:
    end: date = here.onboarding.completed_on or here.onboarding.cancelled_on or here.moment.day
    return max((min(end, here.moment.day) - here.onboarding.started_on).days, 0)


@require_safe
@reads
def chart(request: HttpRequest, onboarding_id: str) -> HttpResponse:
    """The Gantt alone, or what it would be with a step moved."""
    here = looked(request, onboarding_id)
    opened, given = here.opened(), request.GET
    context: dict[str, Any] = {**here.context(), "here": opened}
    try:
        move = looked_at(opened, given.get("key", ""), day_of(given.get("start", "")), given.get("days", "")) \
            if "key" in given else None  # fmt: skip
    except NotAccepted as error:
        move, context["problem"] = None, str(error)
    drawn = gantt(opened, move.forecast, may_move=here.may_change, moved=move.by_key, days={move.key: move.days}) \
        if move else gantt(opened, opened.forecast, may_move=here.may_change)  # fmt: skip
    return render(request, "onboarding/_gantt.html", context | {"chart": drawn, "move": move})


@require_safe
@panel
def access(request: HttpRequest, here: Looked) -> HttpResponse:
    """Who of the invited has signed in and uses what they came for."""
    if here.plan is None:
        return HttpResponse()
    found = access_of(here.plan, here.moment.day)
    limit = len(found.people) if "all" in request.GET else _SHOWN_PEOPLE
    context = {
        "access": found, "people": found.people[:limit], "more": max(len(found.people) - limit, 0),
        "waiting": found.invited - found.using, "reminded": found.to_remind[:20],
    }  # fmt: skip
    return render(request, "onboarding/_access.html", here.context() | context)


def contacts_of(here: Looked) -> list[Contact]:
    found = Contact.objects.filter(account=here.onboarding.account).exclude(left_on__lte=here.moment.today)
    return sorted(found.order_by("name", "pk")[:60], key=lambda one: (not one.role, one.name))
