"""The journal's rows: which of them stand on the timeline, and as what."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from tenure.journal.models import Change
from tenure.timeline.entry import Link
from tenure.timeline.source import Reach, Said, Source
from tenure.timeline.telling import differences, title, who

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
    "objective.": "goal", "value.": "goal", "proposal.": "goal", "portal.": "visit",
}  # fmt: skip
REST: Final = "change"
# Of these the reason tells all.
_BY_REASON = ("touchpoint.deleted", "pulse.withdrawn", "pulse.kept", "pulse.asked_again")
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
    text = "" if change.verb in _BY_REASON else "; ".join(differences(change))
    if change.verb == "label.corrected":  # what else the row holds only says which text
        text = f"{change.before.get('label')} → {change.after.get('label')}"
    icon = next((icon for start, icon in _ICON_OF.items() if change.verb.startswith(start)), "pencil")
    return Said(
        title(change),
        _ICONS.get(change.verb, icon),
        text=f"{text}. {change.reason}" if text and change.reason else text or change.reason,
        who=who(change),
        deleted=change.pk if deleted else None,
        source=f"Journal, by {change.actor or change.origin}",
        kind=next((kind for start, kind in KIND_OF.items() if change.verb.startswith(start)), REST),
    )


def _of_onboarding(change: Change) -> Said:
    link = Link("onboarding", change.subject_id) if change.subject_type == "onboarding.onboarding" else None
    source = f"Journal, by {change.actor or change.origin}"
    return Said(title(change), "rocket", "", change.reason, who(change), link, source=source, kind="onboarding")


CHANGES: Final = Source(
    (*dict.fromkeys(KIND_OF.values()), REST), Change, "at", _say, ~Q(verb__in=_SILENT), people=None,
    by_people=lambda people: Q(actor__isnull=not people), of_kinds=_of_kinds, words=("reason",),
    person=lambda user: Q(actor=user), join=("actor",),
)  # fmt: skip
