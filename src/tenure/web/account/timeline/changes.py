"""The journal's rows in words."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from tenure.journal.models import Change
from tenure.web.account.timeline.source import Reach, Said, Source
from tenure.web.onboarding.telling import told

# What stands on the timeline itself, such as a touchpoint, a pulse or a task that is done; that it was written is no
# news. What was only being worked on is seen where that is done.
_SILENT: Final = (
    "touchpoint.written", "touchpoint.edited", "touchpoint.restored", "pulse.given",
    "message.drafted", "message.edited", "message.submitted", "message.approved", "message.sent_back",
    "message.withdrawn", "message.discarded", "mail.assigned", "meeting.held", "mail.sent_again", "mail.found_sent",
    "onboarding.started", "onboarding.completed", "onboarding.cancelled",
    "task.done", "task.repeated", "task.item_added", "task.item_done", "task.item_open", "task.item_reworded",
    "task.item_removed", "day.seen", "day.put_off", "day.brought_back",
    "portal.asked", "portal.code_sent", "survey.answered",
    "review.prepared", "review.invited", "review.minutes", "review.held",
)  # fmt: skip
# Which kind a row belongs to, by how its verb begins; the rest are changes.
KIND_OF: Final = {
    "task.": "task", "meeting.": "meeting", "mail.": "email", "message.": "email", "risk.": "health",
    "pulse.": "health", "onboarding.": "onboarding", "review.": "review", "goal.": "goal", "plan.": "goal",
    "objective.": "goal", "portal.": "visit",
}  # fmt: skip
REST: Final = "change"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# What a change was done to stands in its title, who did it and which contact beside it.
_NAMES: Final = ("name", "title", "statement")
_UNSAID: Final = (*_NAMES, "by", "contact_id")
# Their values say nothing without a word before them.
_LABELLED: Final = ("objective.", "plan.", "review.", "proposal.", "task.")
# Of these the reason tells all.
_BY_REASON = ("touchpoint.deleted", "pulse.withdrawn", "pulse.kept", "pulse.asked_again")
_TITLES = {
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
    "portal.code_asked": "Code for their pages changed",
    "resource.added": "Guide added for them",
    "resource.edited": "Guide for them changed",
    "resource.retired": "Guide for them retired",
}
_ICONS = {
    "account.assigned": "user-check",
    "account.tagged": "bookmark",
    "account.untagged": "bookmark",
    "touchpoint.deleted": "x",
    "meeting.planned": "calendar-event",
    "meeting.changed": "calendar-event",
    "meeting.cancelled": "calendar-event",
}
_ICON_OF: Final = {"task.": "checkbox", "risk.": "alert-triangle", "portal.": "key", "resource.": "book"}


def _of_kinds(kinds: Sequence[str]) -> Q:
    begins = [Q(verb__startswith=start) for start, kind in KIND_OF.items() if kind in kinds]
    if REST in kinds:
        begins.append(~reduce(or_, (Q(verb__startswith=start) for start in KIND_OF)))
    return reduce(or_, begins)


def _say(change: Change, reach: Reach) -> Said:
    if change.verb.startswith("onboarding."):
        return _of_onboarding(change)
    deleted = change.verb == "touchpoint.deleted"
    text = "" if change.verb in _BY_REASON else "; ".join(_differences(change))
    if change.verb == "label.corrected":  # what else the row holds only says which text
        text = f"{change.before.get('label')} → {change.after.get('label')}"
    icon = next((icon for start, icon in _ICON_OF.items() if change.verb.startswith(start)), "pencil")
    return Said(
        _title(change),
        _ICONS.get(change.verb, icon),
        text=f"{text}. {change.reason}" if text and change.reason else text or change.reason,
        who=str(change.actor) if change.actor else str(change.after.get("by", "")),
        deleted=change.pk if deleted else None,
        source=f"Journal, by {change.actor or change.origin}",
    )


def _of_onboarding(change: Change) -> Said:
    said = told(change)
    url = reverse("onboarding:page", args=[change.subject_id]) if change.subject_type == "onboarding.onboarding" else ""
    source = f"Journal, by {change.actor or change.origin}"
    return Said(said.title, "rocket", text=said.reason, who=said.who, url=url, source=source)


def _title(change: Change) -> str:
    fields = [_label(name) for name in sorted(change.after)]
    if change.verb == "account.edited" and fields:
        return f"{', '.join(fields)} changed".capitalize()
    title = _TITLES.get(change.verb) or change.verb.replace(".", " ").replace("_", " ").capitalize()
    named = next((change.after[name] for name in _NAMES if change.after.get(name)), "")
    return f"{title}: {named}" if named and change.verb not in _TITLES else title


def _differences(change: Change) -> Iterator[str]:
    """What was and what is; one of them alone where the other has no place, as with a tag.

    By name: PostgreSQL does not keep the order in which they were written.
    """
    before, after = change.before, change.after
    for name in sorted({*before, *after} - {*_UNSAID}):
        known = [_shown(values[name]) for values in (before, after) if name in values]
        label = f"{_label(name)} " if change.verb.startswith(_LABELLED) else ""
        yield label + " → ".join(known)


def _label(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return f"{date.fromisoformat(value):%d %b %Y}"
    return "none" if value in (None, "") else str(value)


CHANGES: Final = Source(
    (*dict.fromkeys(KIND_OF.values()), REST), Change, "at", _say, ~Q(verb__in=_SILENT), people=None,
    by_people=lambda people: Q(actor__isnull=not people), of_kinds=_of_kinds, words=("reason",),
    person=lambda user: Q(actor=user), join=("actor",),
)  # fmt: skip
