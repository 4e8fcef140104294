"""Reading the journal: what happened around an account, and who changed a field last."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from tenure.journal.models import Change

_MOST: Final = 2_000  # changes of one account that are looked through


def of_account(account_id: str) -> QuerySet[Change]:
    """Every change that belongs to an account, whoever or whatever made it."""
    return Change.objects.filter(account_id=account_id).select_related("actor")


def of_subject(subject: Any) -> QuerySet[Change]:
    """Every change of a saved model instance, the newest first."""
    found = Change.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.select_related("actor").order_by("-at", "-pk")


def since(account_id: str, instant: datetime, verbs: Iterable[str]) -> list[Change]:
    """The changes of an account by these verbs from an instant on, the newest first."""
    found = Change.objects.filter(account_id=account_id, at__gte=instant, verb__in=tuple(verbs))
    return list(found.order_by("-at", "-pk")[:_MOST])


def last_change_of(subject: Any, field: str) -> Change | None:
    """The newest change that set `field` of a saved model instance; None if it only ever came from a file."""
    return of_subject(subject).filter(after__has_key=field).first()


def latest(actor: Any, subject_type: str, subject_id: str) -> Change | None:
    """What this person last did to a subject."""
    found = Change.objects.filter(subject_type=subject_type, subject_id=subject_id, actor=actor)
    return found.order_by("-at", "-pk").first()
