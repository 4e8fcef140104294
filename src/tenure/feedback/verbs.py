"""What people do to labels: they know better than the model."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.customers.access import may_write
from tenure.feedback.models import TextLabel, Tone
from tenure.journal.write import record


class NotALabel(ValueError):
    """The message is a sentence for the person who chose it."""


def correct_label(user: Any, row: TextLabel, label: str, *, seen: str | None = None) -> TextLabel:
    """Say what a text sounds like. It stands whatever the model reads later; an empty label takes it back.

    `seen` is the correction that the person saw, empty for none: another one made meanwhile is looked at first.
    Agreeing with the model is a correction as well: it stands when a later model disagrees.
    """
    if not may_write(user, row.account):
        raise Http404
    if label and label not in Tone.values:
        raise NotALabel(f"{label!r} is not a label; use {', '.join(Tone.values)}.")
    with transaction.atomic():
        latest = TextLabel.objects.select_for_update().get(pk=row.pk)
        if latest.corrected == label:
            return latest
        if seen is not None and latest.corrected != seen:
            raise NotALabel(_meanwhile(latest))
        before = {"label": latest.label, "corrected": latest.corrected}
        latest.corrected = label
        latest.corrected_by, latest.corrected_at = (user, timezone.now()) if label else (None, None)
        latest.save(update_fields=["corrected", "corrected_by", "corrected_at", "loaded_at"])
        latest.refresh_from_db()
        after = {"label": latest.label, "corrected": label, "kind": latest.kind, "text_id": latest.text_id}
        record("label.corrected", latest, actor=user, account_id=latest.account_id, before=before, after=after)
    return latest


def _meanwhile(row: TextLabel) -> str:
    who = row.corrected_by or "Somebody"
    return f"{who} said meanwhile that it is {row.corrected}." if row.corrected else "The correction was taken back."
