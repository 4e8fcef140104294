"""The one way into the journal."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.utils import timezone

from tenure.journal.models import Change

_origin: ContextVar[str] = ContextVar("origin", default="page")


@contextmanager
def through(origin: str) -> Iterator[None]:
    """What is recorded inside came this way, unless a verb says otherwise."""
    before = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(before)


def record(
    verb: str,
    subject: Any,
    *,
    actor: Any = None,
    account_id: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    origin: str = "",
) -> Change:
    """Write one change of `subject`, a saved model instance, and return its row."""
    return Change.objects.create(
        at=timezone.now(),
        actor=actor,
        origin=origin or _origin.get(),
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        account_id=account_id,
        before=before or {},
        after=after or {},
        reason=reason,
    )


def record_many(verb: str, subjects: Iterable[tuple[str, dict[str, Any], dict[str, Any]]], *, model: Any, actor: Any,
                at: datetime, reason: str = "", origin: str = "") -> int:  # fmt: skip
    """Write one change an account of a bulk change, all of the same instant; `subjects` are (id, before, after)."""
    label, came = model._meta.label_lower, origin or _origin.get()
    changes = [
        Change(at=at, actor=actor, origin=came, verb=verb, subject_type=label, subject_id=key, account_id=key,
               before=before, after=after, reason=reason)
        for key, before, after in subjects
    ]  # fmt: skip
    Change.objects.bulk_create(changes, batch_size=2000)
    return len(changes)
