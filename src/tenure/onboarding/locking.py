"""The plan a verb works on: locked, still what the person has seen, and theirs to change."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from tenure.company.clock import today
from tenure.core.problems import NotAccepted
from tenure.journal.write import record
from tenure.onboarding.models import Onboarding, Plan, Shape, Step
from tenure.onboarding.reading import may_change, onboarding_or_404, plan_of, shape_of, steps_of
from tenure.work.access import may_change_task
from tenure.work.models import Task


class PlanChanged(NotAccepted):
    """The plan is no longer the one that the person has seen."""


def locked(user: Any, onboarding_id: str, seen: str | None = None, *, running: bool = True) -> Plan:
    """`seen` is the version the person looked at, None for verbs that take anything as it is."""
    if plan_of(onboarding_or_404(user, onboarding_id)) is None:
        raise Http404
    held = Plan.objects.select_for_update(of=("self",)).select_related("onboarding__account__owner", "lead")
    plan = held.get(pk=onboarding_id)
    if not may_change(user, plan):
        raise Http404
    if running and not plan.onboarding.is_running:
        raise NotAccepted("This onboarding is over; reopen it first.")
    if seen is not None and version(plan) != seen:
        raise PlanChanged("Somebody changed this plan in the meantime. Look at it as it is now, then change it.")
    return plan


def version(plan: Plan) -> str:
    """Names the state of a plan that a person has before them."""
    return plan.changed_at.isoformat()


def step_or_404(plan: Plan, key: str) -> Step:
    step = next((one for one in steps_of([plan]) if one.key == key and one.removed_on is None), None)
    if step is None:
        raise Http404
    return step


def may_do(user: Any, step: Step) -> None:
    """Somebody who leads an onboarding of another's account does not do that person's work."""
    if not may_change_task(user, Task.objects.select_related("account").get(pk=step.task_id)):
        raise NotAccepted(f"{step.task.owner or 'Nobody'} does “{step.task.title}”; they or a lead can change it.")


def changed(plan: Plan) -> None:
    """The plan itself was changed: it has a new version, and from this day on it hangs together like that."""
    plan.changed_at = timezone.now()
    plan.save()
    body = shape_of(plan, steps_of([plan]))
    Shape.objects.update_or_create(plan=plan, day=today(), defaults={"body": body})


def say(user: Any, onboarding: Onboarding, verb: str, *, before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None, reason: str = "", origin: str = "") -> None:  # fmt: skip
    record(f"onboarding.{verb}", onboarding, actor=user, account_id=onboarding.account_id, before=before, after=after,
           reason=reason, origin=origin)  # fmt: skip
