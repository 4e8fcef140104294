"""The onboarding as the customer sees it: its phases, how far it is, when it ends, and what it waits for of theirs.

Which steps there are is ours; of a step its title is shown only where its task is shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tenure.company.models import User
from tenure.onboarding.models import Onboarding
from tenure.onboarding.reading import Opened, Placed, opened_on, plan_of, steps_of


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    state: str  # done, now, next
    words: str
    warn: bool = False


@dataclass(frozen=True, slots=True)
class Stages:
    phases: Sequence[Phase]
    done: float
    planned_on: date
    expected_on: date | None
    completed_on: date | None
    lead: User | None

    @property
    def moved(self) -> bool:
        return self.expected_on is not None and self.expected_on != self.planned_on

    @property
    def current(self) -> Phase | None:
        return next((one for one in self.phases if one.state == "now"), None)


def stages_of(onboarding: Onboarding | None, day: date, where: ZoneInfo, contact_id: str) -> Stages | None:
    plan = plan_of(onboarding) if onboarding else None
    if onboarding is None or plan is None:
        return None
    found = opened_on(plan, list(steps_of([plan])), day, where)
    return Stages(_phases(found, contact_id), found.forecast.done, plan.planned_on, found.forecast.finish,
                  onboarding.completed_on, plan.lead)  # fmt: skip


def _phases(found: Opened, contact_id: str) -> list[Phase]:
    phases, reached = [], False
    free = {one.key for one in found.steps if one.bar.is_open and _is_free(one, found)}
    for name, steps in found.phases:
        over = not any(one.bar.is_open for one in steps)
        state = "done" if over else "next" if reached else "now"
        reached = reached or not over
        waiting = _waiting([one for one in steps if one.key in free], contact_id) if state == "now" else None
        words = f"waits for: {waiting.task.title}" if waiting else _days(state, steps)
        phases.append(Phase(name, state, words, waiting is not None))
    return phases


def _is_free(one: Placed, found: Opened) -> bool:
    """Nothing before it is open, so it can be done now."""
    before = (found.by_key.get(key) for key in one.node.after)
    return not any(other is not None and other.bar.is_open for other in before)


def _waiting(steps: Sequence[Placed], contact_id: str) -> Placed | None:
    """The first step that the customer is to do; one's own before those of colleagues."""
    theirs = [one for one in steps if one.task.shared and one.task.contact_id]
    own = [one for one in theirs if one.task.contact_id == contact_id]
    return next(iter(own or theirs), None)


def _days(state: str, steps: Sequence[Placed]) -> str:
    """When it was done, or how far it is and when it is expected to be."""
    first, last = min(one.bar.start for one in steps), max(one.bar.finish for one in steps)
    if state == "done":
        return f"done {_short(last)}"
    count = sum(not one.bar.is_open for one in steps)
    if state == "now" and count:
        return f"{count} of {len(steps)} done, until {_short(last)}"
    return f"{_short(first)} to {_short(last)}" if first != last else _short(first)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
