"""Keeping what the schedule says where lists can read it, and the due dates of steps that wait for others.

The plan's own page computes everything anew; what is kept here may lag behind a task that was finished elsewhere until
the schedule `onboardings` has been through, which is every minute.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tenure.company.clock import today, zone
from tenure.onboarding.following import follow, to_follow
from tenure.onboarding.models import Plan, Step
from tenure.onboarding.reading import Opened, opened_on, steps_of
from tenure.onboarding.schedule import State
from tenure.work.models import Task

_AT_ONCE: Final = 2_000


def reckon(plan: Plan) -> Opened:
    """Inside the transaction that changed the plan or one of its steps."""
    follow(plan)
    found = _opened([plan], today())[0]
    _follow(found)
    keep(plan, found)
    plan.save(update_fields=KEPT)
    return found


def reckon_stale() -> int:
    """Every plan that is not over and was last reckoned before today, or before one of its tasks changed."""
    keys = list(stale(today()).values_list("pk", flat=True)[:_AT_ONCE])
    return sum(_again(key) for key in keys)


def stale(now: date) -> QuerySet[Plan]:
    running = Plan.objects.filter(onboarding__completed_on=None, onboarding__cancelled_on=None)
    changed = Exists(Step.objects.filter(plan=OuterRef("pk"), task__changed_at__gt=OuterRef("reckoned_at")))
    happened = Exists(to_follow().filter(plan=OuterRef("pk")))
    old = Q(reckoned_on=None) | Q(reckoned_on__lt=now) | changed | happened
    return running.filter(old).order_by("reckoned_at", "pk")


@transaction.atomic
def _again(key: str) -> bool:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("onboarding").filter(pk=key).first()
    if plan is None:
        return False
    reckon(plan)
    return True


def keep(plan: Plan, opened: Opened) -> None:
    found = opened.forecast
    plan.standing = found.state
    plan.forecast_on, plan.late_days, plan.done_share = found.finish, found.late, found.done
    plan.steps_done, plan.steps_stuck = found.count(State.DONE), found.count(State.STUCK)
    plan.steps_all = len(found.bars) - found.count(State.DROPPED)
    plan.phase = next((one.step.phase for one in opened.steps if one.bar.is_open), "")
    plan.reckoned_at, plan.reckoned_on = timezone.now(), today()


KEPT = (
    "standing", "forecast_on", "late_days", "done_share", "steps_done", "steps_stuck", "steps_all", "phase",
    "reckoned_at", "reckoned_on",
)  # fmt: skip


def _opened(plans: Sequence[Plan], day: date) -> list[Opened]:
    where, held = zone(), list(steps_of(plans))
    return [opened_on(plan, [one for one in held if one.plan_id == plan.pk], day, where) for plan in plans]


def _follow(found: Opened) -> None:
    """Tasks of steps that cannot begin yet are due when the schedule expects them; a day that a person gave stays.

    It is written past the verbs on tasks: nobody moved them, and a line in the journal for each would bury the others.
    """
    set_due(
        (one.step, one.bar.finish)
        for one in found.steps
        if one.bar.is_open and one.bar.start > found.day and one.task.due_on == one.step.due_set
    )


def set_due(dates: Iterable[tuple[Step, date]]) -> None:
    """The due dates that the plan gives to tasks of its steps."""
    now, steps = timezone.now(), []
    for step, due_on in dates:
        if (step.due_set, step.task.due_on) != (due_on, due_on):
            step.due_set = step.task.due_on = due_on
            step.task.changed_at = now
            steps.append(step)
    # `changed_at` is said, because it is what a person's version of the task is known by.
    Task.objects.bulk_update([one.task for one in steps], ["due_on", "changed_at"])
    Step.objects.bulk_update(steps, ["due_set"])
