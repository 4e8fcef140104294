"""Rows of the journal in words: on the page of what was changed, and beside others on the timeline."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from tenure.company.clock import zone
from tenure.core.periods import DAY, starts_at
from tenure.core.words import day
from tenure.journal.models import Change
from tenure.journal.reading import of_subject
from tenure.planning.stakeholders.seeing import INFLUENCES, STANCES
from tenure.timeline import amounts
from tenure.timeline.amounts import worth

_Values = amounts.Values
_Words = Callable[[_Values, _Values], str]  # of what was and of what is
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# What a change was done to stands in its title, who did it and which contact beside it.
_NAMES: Final = ("name", "title", "statement")
_UNSAID: Final = (*_NAMES, "by", "contact_id")
# Their values say nothing without a word before them.
_LABELLED: Final = ("objective.", "plan.", "review.", "proposal.", "task.", "stakeholder.")
# Kept as numbers, told in words.
_RANKS: Final[Mapping[str, Mapping[int, str]]] = {"influence": INFLUENCES, "stance": STANCES}
_UNDONE: Final = ("onboarding.step_removed", "onboarding.step_moved")


def _step(after: _Values) -> str:
    return str(after.get("step", "A step"))


# Where the verb alone would not do.
_SAID: Final[Mapping[str, _Words]] = {
    "onboarding.started":
        lambda before, after: f"Started from {after.get('name', 'a template')}, {after.get('steps', 0)} steps",
    "onboarding.step_added": lambda before, after: f"Added: {_step(after)}",
    "onboarding.step_edited": lambda before, after: f"Edited: {_step(after)}",
    "onboarding.step_removed": lambda before, after: f"Removed: {_step(after)}",
    "onboarding.step_restored": lambda before, after: f"Back in the plan: {_step(after)}",
    "onboarding.step_moved": lambda before, after: f"Moved: {_step(after)}; forecast {_day(after.get('forecast'))}",
    "onboarding.step_put_back":
        lambda before, after: f"Moved back: {_step(after)}; forecast {_day(after.get('forecast'))}",
    "onboarding.step_stuck": lambda before, after: f"Stuck: {_step(after)}",
    "onboarding.step_freed": lambda before, after: f"Goes on: {_step(after)}",
    "onboarding.agreed_anew":
        lambda before, after: f"Agreed on a new plan: finish {_day(after.get('planned_on'))}, "
                              f"was {_day(before.get('planned_on'))}",
    "onboarding.completed":
        lambda before, after: "Completed"
                              + (f", {after['left_open']} steps left open" if after.get("left_open") else ""),
    "onboarding.reopened": lambda before, after: "Opened again",
    "onboarding.handed_over": lambda before, after: f"Handed over to {after.get('lead', 'nobody')}",
    "value.written": lambda before, after: f"Worth of {worth(before, after)}",
    "value.verified": lambda before, after: f"Confirmed worth of {worth(before, after)}",
    "value.removed": lambda before, after: f"Taken away: worth of {worth(before, after)}",
    "message.submitted": lambda before, after: "Sent for approval" if after.get("state") == "waiting" else "Sent",
}  # fmt: skip
_OF_CONTACT: Final = {"name": "name", "email": "address", "phone": "phone", "position": "title", "role": "role",
                      "left_on": "left on"}  # fmt: skip


def _contact(before: _Values, after: _Values) -> str:
    """Of one that was added, what is known; of one that was changed, what was and what is."""
    told = [(label, before.get(name), after.get(name)) for name, label in _OF_CONTACT.items()
            if name in before or (not before and after.get(name) and name != "name")]  # fmt: skip
    return "; ".join(
        f"{label} {_plain(was)} → {_plain(now)}" if before else f"{label} {_plain(now)}" for label, was, now in told
    )


def _plain(value: object) -> str:
    text = str(value or "none")
    if _DAY.fullmatch(text):
        return _day(text)
    return text.replace("_", " ") if text.islower() and "@" not in text else text


# What changed, where that is no list of fields.
_TEXTS: Final[Mapping[str, _Words]] = {
    "value.": worth,
    "contact.": _contact,
    "account_plan.": lambda before, after: f"Version {after.get('version')}",
}
# On the timeline, where the verb does not say what was done, or its values say what it was done to.
_TITLES: Final = {
    "account.assigned": "Owner changed",
    "account.tagged": "Tag added",
    "account.untagged": "Tag removed",
    "account.edited": "Changed",
    "touchpoint.deleted": "Note deleted",
    "pulse.withdrawn": "Pulse withdrawn",
    "pulse.kept": "Pulse kept to against the score",
    "pulse.asked_again": "Pulse against the score asked again",
    "meeting.planned": "Meeting planned",
    "meeting.changed": "Meeting changed",
    "meeting.cancelled": "Meeting cancelled",
    "mail.opted_out": "Asked for no more messages",
    "label.corrected": "Sentiment of a text corrected",
    "portal.link_given": "Link to their page given",
    "portal.links_revoked": "Links to their page revoked",
    "portal.told": "Told what is new on their page",
    "portal.code_asked": "Code for their pages changed",
    "resource.added": "Guide added for them",
    "resource.edited": "Guide for them changed",
    "resource.retired": "Guide for them retired",
}


@dataclass(frozen=True, slots=True)
class Told:
    title: str
    who: str
    at: datetime
    more: tuple[str, ...]
    undo: int  # the row that can be undone, 0 when it cannot


def history(subject: Any, most: int = 20, until: date | None = None) -> list[Told]:
    """What happened to a row, the newest first; until the end of a day."""
    found = of_subject(subject)
    found = found.filter(at__lt=starts_at(until + DAY, zone())) if until else found
    return [told(change) for change in found[:most]]


def told(change: Change) -> Told:
    """A line on the page of what was changed."""
    undo = change.pk if change.verb in _UNDONE else 0
    return Told(words(change), who(change), change.at, tuple(_more(change)), undo)


def words(change: Change) -> str:
    said = _SAID.get(change.verb)
    if said:
        return said(change.before, change.after)
    verb = change.verb.partition(".")[2].replace("_", " ").capitalize()
    return f"{verb}: {change.after['block']}" if change.after.get("block") else verb


def who(change: Change) -> str:
    """A colleague, somebody at the customer, or a rule; nothing where that goes without saying."""
    if change.actor:
        return str(change.actor)
    if by := change.after.get("by"):
        return f"{by} (customer)"
    rules = {"risk.": "The signal", "onboarding.": "The rule" if change.origin == "onboarding rule" else "Tenure"}
    return next((rule for start, rule in rules.items() if change.verb.startswith(start)), "")


def _more(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if after.get("item"):
        yield str(after["item"])
    if after.get("value"):
        yield f"{after['value']} on {_day(after.get('on'))}"
    if before.get("due_on"):
        yield f"{_shown(before['due_on'])} → {_shown(after.get('due_on'))}"
    if change.reason:
        yield change.reason


def title(change: Change) -> str:
    """A title on the timeline, beside what happened to others."""
    if change.verb.startswith("onboarding."):
        return words(change)
    fields = [_label(name) for name in sorted(change.after)]
    if change.verb == "account.edited" and fields:
        return f"{', '.join(fields)} changed".capitalize()
    if change.verb in _TITLES:
        return _TITLES[change.verb]
    named = next((change.after[name] for name in _NAMES if change.after.get(name)), "")
    verb = change.verb.replace(".", " ").replace("_", " ").capitalize()
    return f"{verb}: {named}" if named else verb


def differences(change: Change) -> Iterator[str]:
    """What was and what is; one of them alone where the other has no place, as with a tag.

    By name: PostgreSQL does not keep the order in which they were written.
    """
    before, after = change.before, change.after
    if say := next((say for start, say in _TEXTS.items() if change.verb.startswith(start)), None):
        if text := say(before, after):
            yield text
        return
    for name in sorted({*before, *after} - {*_UNSAID, *amounts.currencies(before, after)}):
        known = [_value(name, values, other) for values, other in ((before, after), (after, before)) if name in values]
        label = f"{_label(name)} " if change.verb.startswith(_LABELLED) else ""
        yield label + " → ".join(known)


def _value(name: str, values: _Values, others: _Values) -> str:
    value = values[name]
    if amounts.is_amount(name) and value is not None:
        return amounts.amount(name, values, others)
    word = _RANKS[name].get(value) if name in _RANKS and isinstance(value, int) else None
    return _shown(value) if word is None else word.lower()


def _label(name: str) -> str:
    return name.removesuffix("_id").removesuffix("_minor").replace("_", " ")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return day(date.fromisoformat(value))
    return "none" if value in (None, "") else str(value)


def _day(text: Any) -> str:
    try:
        return day(date.fromisoformat(str(text)))
    except ValueError:
        return "unknown"
