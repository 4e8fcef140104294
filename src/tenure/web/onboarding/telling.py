"""Changes of an onboarding in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from tenure.journal.models import Change
from tenure.web.format import day

Words = Callable[[dict[str, Any], dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Told:
    title: str
    who: str
    at: datetime
    reason: str
    undo: int  # the row that can be undone, 0 when it cannot


def _step(after: dict[str, Any]) -> str:
    return str(after.get("step", "A step"))


_TOLD: Final[dict[str, Words]] = {
    "started": lambda before, after: f"Started from {after.get('name', 'a template')}, {after.get('steps', 0)} steps",
    "step_added": lambda before, after: f"Added: {_step(after)}",
    "step_edited": lambda before, after: f"Edited: {_step(after)}",
    "step_removed": lambda before, after: f"Removed: {_step(after)}",
    "step_restored": lambda before, after: f"Back in the plan: {_step(after)}",
    "step_moved": lambda before, after: f"Moved: {_step(after)}; forecast {_day(after.get('forecast'))}",
    "step_put_back": lambda before, after: f"Moved back: {_step(after)}; forecast {_day(after.get('forecast'))}",
    "step_stuck": lambda before, after: f"Stuck: {_step(after)}",
    "step_freed": lambda before, after: f"Goes on: {_step(after)}",
    "agreed_anew": lambda before, after: f"Agreed on a new plan: finish {_day(after.get('planned_on'))}, "
                                         f"was {_day(before.get('planned_on'))}",
    "completed": lambda before, after: "Completed"
                                       + (f", {after['left_open']} steps left open" if after.get("left_open") else ""),
    "cancelled": lambda before, after: "Cancelled",
    "reopened": lambda before, after: "Opened again",
    "handed_over": lambda before, after: f"Handed over to {after.get('lead', 'nobody')}",
}  # fmt: skip
_UNDONE: Final = frozenset({"step_removed", "step_moved"})


def words_of(change: Change) -> str:
    verb = change.verb.removeprefix("onboarding.")
    said = _TOLD.get(verb)
    return said(change.before, change.after) if said else verb.replace("_", " ").capitalize()


def told(change: Change) -> Told:
    verb = change.verb.removeprefix("onboarding.")
    who = str(change.actor) if change.actor else ("The rule" if change.origin == "onboarding rule" else "Tenure")
    return Told(words_of(change), who, change.at, change.reason, change.pk if verb in _UNDONE else 0)


def _day(text: Any) -> str:
    try:
        return day(date.fromisoformat(str(text)))
    except ValueError:
        return "unknown"
