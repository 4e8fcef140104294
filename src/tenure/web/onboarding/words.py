"""How states and days of an onboarding read."""

from datetime import date
from typing import Final

from tenure.onboarding.models import Onboarding
from tenure.onboarding.reading import Opened, Placed, plan_of
from tenure.onboarding.schedule import State
from tenure.onboarding.workdays import between

# Band and word of each state, of steps and of plans.
STATES: Final[dict[str, tuple[str, str]]] = {
    State.DONE: ("good", "Done"),
    State.DROPPED: ("idle", "Dropped"),
    State.STUCK: ("bad", "Stuck"),
    State.BEHIND: ("warn", "Behind"),
    State.ON_TRACK: ("info", "On track"),
    State.PLANNED: ("idle", "Planned"),
}
FILTERS: Final = {
    "running": "Running", "stuck": "Stuck", "behind": "Behind", "on_track": "On track", "unplanned": "Without a plan",
    "completed": "Completed", "cancelled": "Cancelled",
}  # fmt: skip
KINDS: Final = {
    "task": "Task", "message": "Message", "meeting": "Meeting", "goals": "Goals", "access": "Access",
}  # fmt: skip


def standing(onboarding: Onboarding) -> tuple[str, str]:
    """Band and word of the whole."""
    if onboarding.completed_on:
        return "good", "Completed"
    if onboarding.cancelled_on:
        return "idle", "Cancelled"
    plan = plan_of(onboarding)
    return STATES[plan.standing] if plan else ("idle", "No plan")


def days(count: int, what: str = "working day") -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def lateness(late: int) -> str:
    """“10 working days after the plan”, “as planned”."""
    if late == 0:
        return "as planned"
    return f"{days(abs(late))} {'after' if late > 0 else 'before'} the plan"


def role(name: str) -> str:
    """“executive sponsor”."""
    return name.replace("_", " ")


def owner(placed: Placed) -> str:
    """Who does it: a contact, or one of us."""
    task = placed.task
    return str(task.contact or task.owner or "") or f"Nobody ({role(placed.step.role or 'no role')})"


def stuck_for(placed: Placed, day: date) -> int:
    """Working days, the first one included."""
    held = placed.standstill
    return between(held.since, day) + 1 if held else 0


def state_of(placed: Placed, day: date) -> str:
    """“Stuck, 11 d”, “Behind, 4 d”, “Done”."""
    word = STATES[placed.state][1]
    if placed.state == State.STUCK and (held := stuck_for(placed, day)):
        return f"{word}, {held} d"
    return f"{word}, {placed.bar.late} d" if placed.state == State.BEHIND else word


def cause(placed: Placed, here: Opened) -> str:
    """Why a step is as it is, in a few words."""
    if held := placed.standstill:
        return held.reason
    if placed.state != State.BEHIND:
        return f"due {placed.task.due_on.day} {placed.task.due_on:%b}"
    over = placed.bar.delay
    if over > 0:
        return f"{days(over)} longer than the {placed.step.days} it was to take"
    before = [here.by_key[key] for key in placed.node.after if key in here.by_key]
    late = max(before, key=lambda one: (one.bar.finish, one.key), default=None)
    return f"began late: {late.task.title} ended {late.bar.finish.day} {late.bar.finish:%b}" if late else "began late"


def costs(cost: int, slack: int | None) -> str:
    if cost > 0:
        return f"{cost:,} d of the finish"
    return f"none, {slack:,} d of slack" if slack else "none"
