"""Moving a step and stretching it: what would shift, before it is saved; agreeing on a new plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tenure.core.problems import NotAccepted
from tenure.onboarding.locking import changed, locked, say, step_or_404
from tenure.onboarding.models import Plan, Step
from tenure.onboarding.reading import Opened, opened
from tenure.onboarding.reckoning import reckon, set_due
from tenure.onboarding.schedule import Forecast, Shift, earliest, forecast, moved, shifts

_LONGEST = 250


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would do: the steps that shift, with their titles, and the end before and after."""

    shifts: tuple[tuple[str, Shift], ...]
    finish: date
    new_finish: date
    late: int
    not_before: date | None


def preview(plan: Plan, key: str, start: date, days: int) -> Preview:
    """Raises NotAccepted with the reason why it cannot be moved there."""
    return consider(opened(plan), key, start, days)[0]


def consider(here: Opened, key: str, start: date, days: int) -> tuple[Preview, Forecast]:
    """As `preview`, of a plan that is at hand, with the whole forecast as it would be."""
    after, not_before = _with(here, key, start, days)
    moved_ = tuple((here.by_key[one.key].task.title, one) for one in shifts(here.forecast, after))
    return Preview(moved_, here.forecast.finish, after.finish, after.late, not_before), after


@transaction.atomic
def move(user: Any, onboarding_id: str, key: str, start: date, days: int, *, seen: str) -> Opened:
    """Put a step off until a day, or take so many days for it. Due dates of what shifts go along."""
    plan = locked(user, onboarding_id, seen)
    here = opened(plan)
    after, not_before = _with(here, key, start, days)
    step = here.by_key[key].step
    before = _where(step)
    step.not_before, step.days = not_before, days
    step.save(update_fields=["not_before", "days"])
    set_due([(step, after.bars[key].finish)])
    _due_go_along(here, after, key)
    return _done(user, plan, step, before, "step_moved")


@transaction.atomic
def put_back(user: Any, onboarding_id: str, key: str, before: dict[str, Any], after: dict[str, Any]) -> Opened:
    """Undo of moving, unless somebody moved it again."""
    plan = locked(user, onboarding_id)
    step = step_or_404(plan, key)
    if {name: after.get(name) for name in _where(step)} != _where(step):
        raise NotAccepted("This step was moved again in the meantime.")
    told = _where(step)
    step.not_before = date.fromisoformat(before["not_before"]) if before["not_before"] else None
    step.days = before["days"]
    step.save(update_fields=["not_before", "days"])
    here = opened(plan)
    set_due([(step, here.by_key[key].bar.finish)])
    return _done(user, plan, step, told, "step_put_back")


@transaction.atomic
def agree_anew(user: Any, onboarding_id: str, reason: str, *, seen: str) -> Opened:
    """What is expected now becomes the plan, with a reason: from here on it is late against this."""
    plan = locked(user, onboarding_id, seen)
    why = " ".join(reason.replace("\x00", "").split())
    if not why:
        raise NotAccepted("Say why both sides agreed on a new plan.")
    here, was = opened(plan), plan.planned_on
    for one in here.steps:
        if one.bar.is_open:
            one.step.planned_start, one.step.planned_finish = one.bar.start, one.bar.finish
            one.step.save(update_fields=["planned_start", "planned_finish"])
    set_due((one.step, one.bar.finish) for one in here.steps if one.bar.is_open)
    plan.planned_on = here.forecast.finish
    changed(plan)
    say(user, plan.onboarding, "agreed_anew", before={"planned_on": str(was)},
        after={"planned_on": str(plan.planned_on)}, reason=why[:300])  # fmt: skip
    return reckon(plan)


def _with(here: Opened, key: str, start: date, days: int) -> tuple[Forecast, date | None]:
    """The forecast with a step moved, and until when it is put off: not at all when it can begin then anyway."""
    begins = here.plan.onboarding.started_on
    if key not in here.by_key:
        raise NotAccepted("This step is not in the plan any more.")
    placed = here.by_key[key]
    first = earliest(here.nodes, key, begins, here.day)
    if problem := _problem(here, key, start, days, first):
        raise NotAccepted(problem)
    not_before = None if start <= first else start
    if placed.bar.has_begun and start <= placed.bar.start:
        not_before = placed.step.not_before
    return forecast(moved(here.nodes, key, not_before, days), begins, here.day, here.plan.planned_on), not_before


def _problem(here: Opened, key: str, start: date, days: int, first: date) -> str:
    placed = here.by_key[key]
    if not placed.bar.is_open:
        return f"{placed.task.title} is {placed.task.get_state_display().lower()}; what is over cannot be moved."
    if not 1 <= days <= _LONGEST:
        return f"A step takes between 1 and {_LONGEST} working days."
    if abs((start - here.day).days) > 2 * 366:
        return "That is more than two years away; look at the year."
    if start >= min(first, placed.bar.start):
        return ""
    waits = [here.by_key[one].task.title for one in placed.node.after if one in here.by_key]
    why = f"it waits for {', '.join(waits)}" if waits else "that is when the onboarding begins"
    return f"{placed.task.title} can begin on {first.day} {first:%b %Y} at the earliest: {why}."


def _due_go_along(here: Opened, after: Forecast, key: str) -> None:
    """Of steps that shift, unless a person gave the day."""
    pairs = ((here.by_key[one.key].step, one) for one in shifts(here.forecast, after) if one.key != key)
    set_due((step, one.new_finish) for step, one in pairs if step.task.due_on == step.due_set and step.task.is_open)


def _done(user: Any, plan: Plan, step: Step, before: dict[str, Any], verb: str) -> Opened:
    changed(plan)
    found = reckon(plan)
    told = _where(step) | {"key": step.key, "step": step.task.title, "forecast": str(found.forecast.finish)}
    say(user, plan.onboarding, verb, before=before | {"key": step.key}, after=told)
    return found


def _where(step: Step) -> dict[str, Any]:
    return {"not_before": str(step.not_before) if step.not_before else "", "days": step.days}
