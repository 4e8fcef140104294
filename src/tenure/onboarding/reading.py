"""A plan as of a day: its steps with their tasks, and what the schedule makes of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from tenure.company.clock import today, zone
from tenure.company.models import settings_row
from tenure.company.roles import may
from tenure.core.periods import local_date
from tenure.customers.access import may_write, visible_rows
from tenure.onboarding.models import Onboarding, Plan, Standstill, Step
from tenure.onboarding.schedule import Bar, Forecast, Node, State, Stretch, cost, forecast
from tenure.work.models import Meeting, Message, Task


@dataclass(frozen=True)
class Placed:
    """A step with its task and its bar."""

    step: Step
    node: Node
    bar: Bar

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def task(self) -> Task:
        return self.step.task

    @property
    def state(self) -> State:
        return self.bar.state

    @property
    def standstill(self) -> Standstill | None:
        """Why it is stuck now; what is done or dropped waits for nothing."""
        if not self.task.is_open:
            return None
        return next((one for one in self.step.standstills.all() if one.until is None), None)


@dataclass(frozen=True)
class Opened:
    """A plan as of a day."""

    plan: Plan
    day: date
    steps: tuple[Placed, ...]
    forecast: Forecast

    @property
    def nodes(self) -> list[Node]:
        return [one.node for one in self.steps]

    @cached_property
    def by_key(self) -> dict[str, Placed]:
        return {one.key: one for one in self.steps}

    @property
    def phases(self) -> list[tuple[str, list[Placed]]]:
        """Those that have steps."""
        found = [(name, [one for one in self.steps if one.step.phase == name]) for name in self.plan.phases]
        return [(name, steps) for name, steps in found if steps]

    def cost(self, key: str) -> int:
        return cost(self.nodes, key, self.plan.onboarding.started_on, self.day)


def visible_onboardings(user: Any) -> QuerySet[Onboarding]:
    return visible_rows(user, Onboarding.objects.all())


def onboarding_or_404(user: Any, onboarding_id: str) -> Onboarding:
    found = visible_onboardings(user).select_related("account__owner", "account__state", "plan__lead", "plan__made_by")
    onboarding = found.filter(pk=onboarding_id).first()
    if onboarding is None:
        raise Http404
    return onboarding


def plan_of(onboarding: Onboarding) -> Plan | None:
    plan: Plan | None = getattr(onboarding, "plan", None)
    return plan


def may_change(user: Any, plan: Plan) -> bool:
    """Its lead, whose account it is, and leads all of them."""
    own = plan.lead_id is not None and plan.lead_id == user.pk and may(user, "write_own_accounts")
    return own or may_write(user, plan.onboarding.account)


def opened(plan: Plan, day: date | None = None) -> Opened:
    """The plan as it stands, or stood at the end of a past day. After its end nothing changes any more."""
    onboarding, company = plan.onboarding, settings_row()
    now = today(company)
    asked = min(day or now, *(end for end in (onboarding.completed_on, onboarding.cancelled_on) if end), now)
    return opened_on(plan, list(steps_of([plan])), asked, zone(company), past=asked < now)


def opened_on(plan: Plan, steps: Sequence[Step], day: date, where: ZoneInfo, *, past: bool = False) -> Opened:
    """With its steps at hand. Of a past day the plan is the one that was in force at its end."""
    shape = _shape(plan, day) if past else None
    told = shape["steps"] if shape else {}
    kept = [one for one in steps if (one.key in told if shape else one.removed_on is None)]
    order = {name: number for number, name in enumerate(plan.phases)}
    kept.sort(key=lambda one: (order.get(one.phase, len(order)), one.position, one.pk))
    nodes = [_node(one, day, where, told.get(one.key), plan.closed_tasks) for one in kept]
    planned = date.fromisoformat(shape["planned_on"]) if shape else plan.planned_on
    found = forecast(nodes, plan.onboarding.started_on, day, planned)
    placed = (Placed(one, node, found.bars[one.key]) for one, node in zip(kept, nodes, strict=True))
    return Opened(plan, day, tuple(placed), found)


def steps_of(plans: Iterable[Plan]) -> QuerySet[Step]:
    """With tasks, people and standstills; in three questions."""
    held = Step.objects.filter(plan__in=[one.pk for one in plans]).order_by("plan", "position", "pk")
    tasks = held.select_related("task__owner", "task__contact", "task__finished_by", "message", "meeting")
    return tasks.prefetch_related(Prefetch("standstills", Standstill.objects.order_by("since", "pk")))


def step_of(**part: Message | Meeting) -> Step | None:
    """The step of a plan to which a message or a meeting belongs."""
    return Step.objects.filter(removed_on=None, **part).select_related("plan").first()


def shape_of(plan: Plan, steps: Iterable[Step]) -> dict[str, Any]:
    """What a past day needs to know of how the plan hung together."""
    kept = {one.key: _law(one) for one in steps if one.removed_on is None}
    return {"planned_on": str(plan.planned_on), "steps": kept}


def _law(step: Step) -> dict[str, Any]:
    return {
        "days": step.days, "after": step.after, "not_before": str(step.not_before) if step.not_before else None,
        "planned_finish": str(step.planned_finish),
    }  # fmt: skip


def _shape(plan: Plan, day: date) -> dict[str, Any] | None:
    """That of the last change up to the day; of a day before the plan was made, its first."""
    shapes = plan.shapes.order_by("day")
    found = shapes.filter(day__lte=day).last() or shapes.first()
    return found.body if found else None


def _node(step: Step, day: date, where: ZoneInfo, told: dict[str, Any] | None, closed: Collection[int] = ()) -> Node:
    task = step.task
    finished = local_date(task.finished_at, where) if task.finished_at and not task.is_open else None
    # What was left open at the end of an onboarding was never done, nor dropped while it ran.
    ended = finished if finished and finished <= day and task.pk not in closed else None
    promised = task.due_on if told is None and task.due_on != step.due_set else None
    law = told or _law(step)
    dropped = ended is not None and task.state == Task.State.CANCELLED
    return Node(
        step.key, law["days"], tuple(law["after"]), _date(law["not_before"]), promised, ended, dropped,
        tuple(_stretches(step, day, ended)), _date(law["planned_finish"]),
    )  # fmt: skip


def _stretches(step: Step, day: date, ended: date | None) -> Iterable[Stretch]:
    for one in step.standstills.all():
        if one.since <= day:
            known = one.until if one.until and one.until <= day else None
            yield Stretch(one.since, known or ended)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
