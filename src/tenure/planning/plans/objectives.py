"""What people do with objectives: add, write, share, close, reopen."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from tenure.company.clock import today
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.planning.access import writable_goal, writable_plan
from tenure.planning.models import Goal, GoalValue, Measured, SuccessPlan
from tenure.planning.plans.accepting import accepted, line
from tenure.planning.plans.standing import keep
from tenure.planning.plans.verbs import SOURCE, version
from tenure.planning.telling import changed, tell
from tenure.planning.value import worth

MOST: Final = 30  # objectives of a plan
WRITABLE: Final = frozenset({
    "name", "why", "measure", "unit", "baseline", "baseline_on", "target", "due_on", "importance", "owner", "contact",
    "shared", "rate_minor", "rate_currency", "rate_per",
})  # fmt: skip


@transaction.atomic
def add(user: Any, plan_id: str, values: Mapping[str, Any]) -> Goal:
    """An objective of a plan. The baseline is of today unless said otherwise; of a measure it fills in by itself."""
    plan = writable_plan(user, plan_id)
    count = plan.goals.count()
    if count >= MOST:
        raise NotAccepted(f"A plan has at most {MOST} objectives; close this one and begin another.")
    kept = accepted({"baseline_on": today(), "owner": user, **_known(values)}, plan.account)
    goal = Goal(id=f"goal-{uuid.uuid4().hex}", plan=plan, position=_after(plan), source=SOURCE, **kept)
    goal.save(force_insert=True)
    tell("objective.added", goal, plan.account_id, user, after={"name": goal.name, "plan": plan.name})
    keep([plan.pk])
    return goal


@transaction.atomic
def edit(user: Any, goal_id: str, values: Mapping[str, Any], *, seen: str) -> Goal:
    """Write over the version that was seen; raises ChangedMeanwhile with what stands there now.

    Another measure, or another day of the baseline, has its values taken from the facts anew.
    """
    goal = writable_goal(user, goal_id)
    if version(goal) != seen:
        raise ChangedMeanwhile(goal)
    whole = {name: getattr(goal, name) for name in ("baseline", "target", "baseline_on", "due_on")} | _known(values)
    before, after = changed(goal, accepted(whole, goal.plan.account))
    if not after:
        return goal
    if after.keys() & {"measure", "baseline_on"}:
        _measure_anew(goal)
    goal.save()
    said = after | ({"rate_currency": goal.rate_currency} if "rate_minor" in after else {})
    tell("objective.edited", goal, goal.plan.account_id, user, before=before, after=said | {"name": goal.name})
    keep([goal.plan_id])
    if after.keys() & {"rate_minor", "rate_currency", "rate_per", "baseline", "baseline_on", "target"}:
        worth.keep([goal.pk])
    return goal


@transaction.atomic
def share(user: Any, goal_id: str, shared: bool) -> Goal:
    goal = writable_goal(user, goal_id)
    if goal.shared != shared:
        goal.shared = shared
        goal.save()
        _say(user, goal, "objective.shared" if shared else "objective.hidden")
    return goal


@transaction.atomic
def close(user: Any, goal_id: str, reason: str = "", *, cancelled: bool = False) -> Goal:
    """It is over: attained or missed as its value says, or cancelled by the customer, which needs a reason."""
    goal, why = writable_goal(user, goal_id), line(reason)
    if cancelled and not why:
        raise NotAccepted("Say why it is cancelled; a cancelled objective counts in no number.")
    if len(why) > 300:
        raise NotAccepted(f"The reason has {len(why)} characters; 300 fit.")
    wanted = "cancelled" if cancelled else "closed"
    if goal.status == wanted:
        return goal
    if goal.status != "open":
        raise NotAccepted(f"This objective is {goal.status} already; reopen it first.")
    goal.status, goal.closed_on, goal.close_reason = wanted, today(), why
    goal.save()
    _say(user, goal, f"objective.{wanted}", reason=why)
    keep([goal.plan_id])
    return goal


@transaction.atomic
def reopen(user: Any, goal_id: str) -> Goal:
    """Undo of closing and of cancelling."""
    goal = writable_goal(user, goal_id)
    if goal.status != "open":
        goal.status, goal.closed_on, goal.close_reason = "open", None, ""
        goal.save()
        _say(user, goal, "objective.reopened")
        keep([goal.plan_id])
    return goal


def _measure_anew(goal: Goal) -> None:
    GoalValue.objects.filter(goal=goal, source__startswith="measure:").delete()
    Measured.objects.filter(goal=goal).delete()


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := values.keys() - WRITABLE:
        raise NotAccepted(f"An objective has no {', '.join(sorted(unknown))}.")
    return dict(values)


def _after(plan: SuccessPlan) -> int:
    last: int | None = plan.goals.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _say(user: Any, goal: Goal, verb: str, reason: str = "") -> None:
    tell(verb, goal, goal.plan.account_id, user, after={"name": goal.name}, reason=reason)
