"""Changing the steps of a plan. Each verb checks who may, writes once, and leaves a row in the journal.

They take the version of the plan that the person has `seen`; how a step goes is in `doing`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.http import Http404

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact
from tenure.library.onboarding.template import MOST_STEPS, circle_of
from tenure.onboarding.locking import changed, locked, may_do, say, step_or_404
from tenure.onboarding.models import Plan, Step
from tenure.onboarding.reckoning import reckon, set_due
from tenure.onboarding.starting import ORIGIN
from tenure.work import tasks
from tenure.work.models import Task

_MOST_DAYS: Final = 250


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed about a step. With a contact the customer does it, and the owner follows it up."""

    title: str
    phase: str
    days: int
    owner: User | None = None
    contact: Contact | None = None
    after: Sequence[str] = field(default_factory=tuple)
    note: str = ""
    milestone: str = ""
    shared: bool = False


@transaction.atomic
def add_step(user: Any, onboarding_id: str, agreed: Agreed, *, seen: str) -> Step:
    """It is planned for when the schedule expects it today, so it is not late by being added."""
    plan = locked(user, onboarding_id, seen)
    kept = _current(plan)
    if len(kept) >= MOST_STEPS:
        raise NotAccepted(f"A plan has at most {MOST_STEPS} steps; this one has as many.")
    key = _free_key(plan)
    _check(plan, kept, key, agreed)
    task = tasks.add_task(
        user, agreed.title, today(), account=plan.onboarding.account, owner=agreed.owner or plan.lead or user,
        note=agreed.note, contact=agreed.contact, shared=agreed.shared, origin=(ORIGIN, plan.pk),
    )  # fmt: skip
    now = today()
    step = Step.objects.create(
        plan=plan, key=key, phase=agreed.phase, position=_place(kept, agreed.phase), task=task, days=agreed.days,
        after=list(agreed.after), milestone=agreed.milestone.strip(), planned_start=now, planned_finish=now,
        due_set=now,
    )  # fmt: skip
    bar = reckon(plan).by_key[key].bar
    Step.objects.filter(pk=step.pk).update(planned_start=bar.start, planned_finish=bar.finish)
    set_due([(step, bar.finish)])
    changed(plan)
    reckon(plan)
    say(user, plan.onboarding, "step_added", after={"step": agreed.title, "key": key, "days": agreed.days})
    return step


@transaction.atomic
def edit_step(user: Any, onboarding_id: str, key: str, agreed: Agreed, *, seen: str) -> Step:
    """Its days and what it waits for move the forecast; what was planned for it stays."""
    plan = locked(user, onboarding_id, seen)
    step = step_or_404(plan, key)
    _check(plan, _current(plan), key, agreed)
    may_do(user, step)
    before = _told(step)
    tasks.edit_task(user, step.task_id, _of_task(agreed, plan, step.task), seen=tasks.version(step.task))
    Task.objects.filter(pk=step.task_id).update(
        contact=agreed.contact, shared=agreed.shared or agreed.contact is not None
    )
    step.phase, step.days, step.after = agreed.phase, agreed.days, list(agreed.after)
    step.milestone = agreed.milestone.strip()
    step.save()
    changed(plan)
    reckon(plan)
    after = _told(step_or_404(plan, key))
    differs = [name for name in after if before[name] != after[name]]
    if differs:
        say(user, plan.onboarding, "step_edited", before={name: before[name] for name in differs},
            after={"step": agreed.title, "key": key} | {name: after[name] for name in differs})  # fmt: skip
    return step


@transaction.atomic
def remove_step(user: Any, onboarding_id: str, key: str, *, seen: str) -> Step:
    """Its task is cancelled. Who waited for it waits for what it waited for."""
    plan = locked(user, onboarding_id, seen)
    step = step_or_404(plan, key)
    waiting = [one for one in _current(plan) if key in one.after]
    for one in waiting:
        kept = [other for other in one.after if other != key]
        one.after = list(dict.fromkeys([*kept, *step.after]))
        one.save(update_fields=["after"])
    if step.task.is_open:
        may_do(user, step)
        tasks.cancel(user, step.task_id)
    step.removed_on = today()
    step.save(update_fields=["removed_on"])
    changed(plan)
    reckon(plan)
    say(user, plan.onboarding, "step_removed", before={"waited": [one.key for one in waiting]},
        after={"step": step.task.title, "key": key})  # fmt: skip
    return step


@transaction.atomic
def restore_step(user: Any, onboarding_id: str, key: str, waited: Sequence[str] = ()) -> Step:
    """Undo of removing; `waited` are the steps that waited for it."""
    plan = locked(user, onboarding_id)
    step = Step.objects.select_related("task").filter(plan=plan, key=key, removed_on__isnull=False).first()
    if step is None:
        raise Http404
    current = _current(plan)
    keys = {one.key for one in current}
    step.after = [one for one in step.after if one in keys]
    step.removed_on = None
    step.save(update_fields=["after", "removed_on"])
    for one in current:
        if one.key in waited:
            one.after = list(dict.fromkeys([*one.after, key]))
            one.save(update_fields=["after"])
    if circle_of({one.key: one.after for one in _current(plan)}):
        raise NotAccepted("What waits for what was changed in the meantime; add it as a new step.")
    if step.task.state == Task.State.CANCELLED:
        tasks.reopen(user, step.task_id)
    changed(plan)
    reckon(plan)
    say(user, plan.onboarding, "step_restored", after={"step": step.task.title, "key": key})
    return step


def _current(plan: Plan) -> list[Step]:
    return list(plan.steps.filter(removed_on=None).select_related("task").order_by("position", "pk"))


def _free_key(plan: Plan) -> str:
    """Never one that was used before, not even of a step that was removed."""
    used = set(plan.steps.values_list("key", flat=True))
    return next(key for number in range(1, 10_000) if (key := f"added_{number}") not in used)


def _place(steps: Sequence[Step], phase: str) -> int:
    """After the last step of its phase."""
    inside = [one.position for one in steps if one.phase == phase]
    return max(inside or [one.position for one in steps] or [0]) + (1 if inside else 10)


def _check(plan: Plan, steps: Sequence[Step], key: str, agreed: Agreed) -> None:
    if problem := next(_problems(plan, steps, key, agreed), ""):
        raise NotAccepted(problem)


def _problems(plan: Plan, steps: Sequence[Step], key: str, agreed: Agreed) -> Iterator[str]:
    if agreed.phase not in plan.phases:
        yield f"{agreed.phase or 'Nothing'} is no phase of this plan; choose one of {', '.join(plan.phases)}."
    if not 1 <= agreed.days <= _MOST_DAYS:
        yield f"A step takes between 1 and {_MOST_DAYS} working days."
    if len(agreed.milestone.strip()) > 60:
        yield f"The milestone has {len(agreed.milestone.strip())} characters; 60 fit."
    if agreed.contact and agreed.contact.account_id != plan.onboarding.account_id:
        yield f"{agreed.contact} is no contact of this account."
    titles = {one.key: one.task.title for one in steps}
    if unknown := [one for one in agreed.after if one not in titles]:
        yield f"{unknown[0]} is no step of this plan any more; choose again what it waits for."
    circle = circle_of({one.key: one.after for one in steps if one.key != key} | {key: list(agreed.after)})
    if circle:
        yield f"{' waits for '.join(titles.get(one, agreed.title) for one in circle)}: a circle. Take one of these out."


def _of_task(agreed: Agreed, plan: Plan, task: Task) -> Mapping[str, Any]:
    owner = agreed.owner or task.owner or plan.lead
    values = {"title": agreed.title, "note": agreed.note}
    return values | ({"owner": owner} if owner and owner != task.owner else {})


def _told(step: Step) -> dict[str, Any]:
    return {
        "title": step.task.title, "days": step.days, "after": step.after, "phase": step.phase,
        "milestone": step.milestone, "shared": step.task.shared,
        "contact": str(step.task.contact) if step.task.contact else "",
    }  # fmt: skip
