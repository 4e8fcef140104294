"""The one way into the journal."""

from typing import Any

from django.utils import timezone

from tenure.journal.models import Change


def record(
    verb: str,
    subject: Any,
    *,
    actor: Any = None,
    account_id: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    origin: str = "page",
) -> Change:
    """Write one change of `subject`, a saved model instance, and return its row."""
    return Change.objects.create(
        at=timezone.now(),
        actor=actor,
        origin=origin,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        account_id=account_id,
        before=before or {},
        after=after or {},
        reason=reason,
    )
