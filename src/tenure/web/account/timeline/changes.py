"""The journal's rows in words."""

from collections.abc import Iterator
from typing import Any

from tenure.journal import reading
from tenure.journal.models import Change
from tenure.web.account.timeline.entry import Entry, Place
from tenure.web.account.timeline.reach import Reach

# The touchpoint and the pulse themselves stand on the timeline; that they were written is no news.
# So do mails; what was only being written is seen in the outbox.
_SILENT = (
    "touchpoint.written", "touchpoint.edited", "touchpoint.restored", "pulse.given",
    "message.drafted", "message.edited", "message.submitted", "message.approved", "message.sent_back",
    "message.withdrawn", "message.discarded", "mail.assigned", "meeting.held", "mail.sent_again", "mail.found_sent",
)  # fmt: skip
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


def changes(reach: Reach, rank: int, people: bool | None) -> Iterator[Entry]:
    """`people` true: those a person made; false: those of imports and rules; None: all."""
    rows = reading.of_account(reach.account_id).exclude(verb__in=_SILENT)
    if people is not None:
        rows = rows.filter(actor__isnull=not people)
    for _, change in reach.by_instant(rows, "at", rank):
        yield _entry(change, rank)


def _entry(change: Change, rank: int) -> Entry:
    deleted = change.verb == "touchpoint.deleted"
    text = "" if change.verb in _BY_REASON else "; ".join(_differences(change))
    if change.verb == "label.corrected":  # what else the row holds only says which text
        text = f"{change.before.get('label')} → {change.after.get('label')}"
    return Entry(
        Place(change.at, rank, f"{change.pk:020d}"),
        _title(change),
        _ICONS.get(change.verb, "pencil"),
        text=f"{text}. {change.reason}" if text and change.reason else text or change.reason,
        who=str(change.actor) if change.actor else "",
        people=change.actor is not None,
        source=f"Journal, by {change.actor or change.origin}",
        loaded_at=change.at,
        deleted=change.pk if deleted else None,
    )


def _title(change: Change) -> str:
    fields = [_label(name) for name in sorted(change.after)]
    if change.verb == "account.edited" and fields:
        return f"{', '.join(fields)} changed".capitalize()
    return _TITLES.get(change.verb) or change.verb.replace(".", " ").replace("_", " ").capitalize()


def _differences(change: Change) -> Iterator[str]:
    """What was and what is; one of them alone where the other has no place, as with a tag.

    By name: PostgreSQL does not keep the order in which they were written.
    """
    before, after = change.before, change.after
    for name in sorted({*before, *after}):
        known = [_shown(values[name]) for values in (before, after) if name in values]
        yield " → ".join(known)


def _label(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)
