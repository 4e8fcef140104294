"""How the steps of a plan go: stuck, going on, done, open again. Each verb leaves a row in the journal.

Whether a step is done is its task's, so no version of the plan is asked for, and anybody who may finish the task may
finish the step.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from tenure.company.clock import today
from tenure.core.problems import NotAccepted
from tenure.onboarding.locking import locked, may_do, say, step_or_404
from tenure.onboarding.models import Plan, Standstill, Step
from tenure.onboarding.reading import Opened
from tenure.onboarding.reckoning import reckon
from tenure.work import tasks
from tenure.work.models import Task


@transaction.atomic
def say_stuck(user: Any, onboarding_id: str, key: str, reason: str, waits_for: str = "customer") -> Standstill:
    """It cannot go on, and why. Saying it again changes the reason."""
    plan, step = _open_step(user, onboarding_id, key)
    why = " ".join(reason.replace("\x00", "").split())
    if not why:
        raise NotAccepted("Say what it waits for; whoever looks at it next needs to know.")
    if len(why) > 300:
        raise NotAccepted(f"The reason has {len(why)} characters; 300 fit. Put the rest into a note.")
    if waits_for not in Standstill.WaitsFor.values:
        raise NotAccepted("Say who it waits for: the customer, us, or somebody else.")
    held, _ = Standstill.objects.update_or_create(
        step=step, until=None, defaults={"reason": why, "waits_for": waits_for, "said_by": user},
        create_defaults={"reason": why, "waits_for": waits_for, "said_by": user, "since": today()},
    )  # fmt: skip
    reckon(plan)
    say(user, plan.onboarding, "step_stuck", after={"step": step.task.title, "key": key, "waits_for": waits_for},
        reason=why)  # fmt: skip
    return held


@transaction.atomic
def free(user: Any, onboarding_id: str, key: str) -> Step:
    """It goes on from today. One that was said stuck today never was."""
    plan, step = _open_step(user, onboarding_id, key)
    held = step.standstills.filter(until=None).first()
    if held is None:
        return step
    if held.since >= today():
        held.delete()
    else:
        held.until, held.freed_by = today(), user
        held.save()
    reckon(plan)
    say(user, plan.onboarding, "step_freed", after={"step": step.task.title, "key": key}, reason=held.reason)
    return step


@transaction.atomic
def finish_step(user: Any, onboarding_id: str, key: str) -> Opened:
    """By whoever may finish its task. A standstill ends with it."""
    return _to_task(user, onboarding_id, key, tasks.finish)


@transaction.atomic
def reopen_step(user: Any, onboarding_id: str, key: str) -> Opened:
    return _to_task(user, onboarding_id, key, tasks.reopen)


def _to_task(user: Any, onboarding_id: str, key: str, act: Callable[[Any, int], Task]) -> Opened:
    plan, step = _open_step(user, onboarding_id, key, still_open=False)
    may_do(user, step)
    act(user, step.task_id)
    return reckon(plan)


def _open_step(user: Any, onboarding_id: str, key: str, *, still_open: bool = True) -> tuple[Plan, Step]:
    plan = locked(user, onboarding_id)
    step = step_or_404(plan, key)
    if still_open and not step.task.is_open:
        raise NotAccepted(f"{step.task.title} is {step.task.get_state_display().lower()}; reopen it first.")
    return plan, step
