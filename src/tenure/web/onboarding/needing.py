"""Steps that need somebody: why, whom they wait for, and what they cost the finish."""

from dataclasses import dataclass
from typing import Final

from tenure.core.periods import DAY
from tenure.onboarding.reading import Opened, Placed
from tenure.onboarding.schedule import State
from tenure.web.onboarding import words

_SOON: Final = 5 * DAY
_NEXT: Final = 3


@dataclass(frozen=True, slots=True)
class Needed:
    placed: Placed
    band: str
    state: str
    cause: str
    waits_for: str
    costs: str
    cost: int


def needed(opened: Opened) -> list[Needed]:
    """Stuck ones, then those that are behind, the dearest first; then the next ones that are due soon."""
    late = [_need(one, opened) for one in opened.steps if one.state in (State.STUCK, State.BEHIND)]
    soon = [one for one in opened.steps if one.state == State.ON_TRACK and one.task.due_on <= opened.day + _SOON]
    return [
        *sorted(late, key=lambda one: (one.placed.state != State.STUCK, -one.cost)),
        *(_need(one, opened) for one in sorted(soon, key=lambda one: one.task.due_on)[:_NEXT]),
    ]


def holds(found: list[Needed]) -> Needed | None:
    """The stuck step that holds the finish up, if one does."""
    return next((one for one in found if one.placed.state == State.STUCK and one.placed.bar.is_critical), None)


def _need(one: Placed, opened: Opened) -> Needed:
    cost = opened.cost(one.key)
    return Needed(
        one, words.STATES[one.state][0], words.state_of(one, opened.day), words.cause(one, opened), _waits_for(one),
        words.costs(cost, one.bar.slack), cost,
    )  # fmt: skip


def _waits_for(one: Placed) -> str:
    held = one.standstill
    if not held:
        return words.owner(one)
    if held.waits_for == held.WaitsFor.US:
        return str(one.task.owner or "Us")
    if held.waits_for == held.WaitsFor.OTHERS:
        return "Somebody else"
    return str(one.task.contact or "The customer")
