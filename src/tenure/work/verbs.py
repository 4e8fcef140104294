"""What people do on a timeline: each verb checks who may, writes once, and leaves a row in the journal."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.roles import may
from tenure.customers.access import may_write
from tenure.customers.models import Account
from tenure.journal.models import Change
from tenure.journal.write import record
from tenure.work.models import Touchpoint

KINDS: Final = ("note", "call", "email", "meeting")
LONGEST: Final = 20_000
SOURCE: Final = "Tenure"
_KEPT: Final = ("kind", "subject", "body")


class NotAccepted(ValueError):
    """What was written cannot be kept; the message is a sentence for the person who wrote it."""


class ChangedMeanwhile(Exception):
    """Somebody else wrote in between. `now` is what stands there, None when it was deleted."""

    def __init__(self, now: Touchpoint | None) -> None:
        super().__init__("This was changed in the meantime.")
        self.now = now


def may_edit_touchpoint(user: Any, touchpoint: Touchpoint) -> bool:
    """Only its author changes a touchpoint; what a file brought is changed where it came from."""
    writes = may(user, "write_own_accounts") or may(user, "write_all_accounts")
    return bool(writes and touchpoint.author_id is not None and touchpoint.author_id == user.pk)


def version(touchpoint: Touchpoint) -> str:
    """Names the state a person has before them, so that a later write can tell whether it is still the same."""
    return touchpoint.loaded_at.isoformat()


def write_touchpoint(
    user: Any, account: Account, body: str, kind: str = "note", *, occurred_at: datetime | None = None
) -> Touchpoint:
    if not may_write(user, account):
        raise Http404
    now = timezone.now()
    touchpoint = Touchpoint(
        id=f"touchpoint-{uuid.uuid4().hex}",
        account=account,
        occurred_at=_past(occurred_at, now),
        csm_id=user.email,
        author=user,
        source=SOURCE,
        **_accepted(kind, body),
    )
    with transaction.atomic():
        touchpoint.save(force_insert=True)
        record("touchpoint.written", touchpoint, actor=user, account_id=account.pk, after=_content(touchpoint))
    return touchpoint


def edit_touchpoint(user: Any, touchpoint: Touchpoint, body: str, kind: str, *, seen: str) -> Touchpoint:
    """Write over the version that the person has seen; raises ChangedMeanwhile when that is no longer the latest."""
    if not may_edit_touchpoint(user, touchpoint):
        raise Http404
    values = _accepted(kind, body)
    with transaction.atomic():
        latest = _as_seen(touchpoint, seen)
        before = _content(latest)
        if all(getattr(latest, name) == value for name, value in values.items()):
            return latest
        for name, value in values.items():
            setattr(latest, name, value)
        latest.edited_at = timezone.now()
        latest.save()
        record(
            "touchpoint.edited", latest, actor=user, account_id=latest.account_id, before=before, after=_content(latest)
        )
    return latest


def delete_touchpoint(user: Any, touchpoint: Touchpoint, *, seen: str) -> Change:
    """Take it off the timeline. The journal keeps what it said, so that `restore_touchpoint` can bring it back."""
    if not may_edit_touchpoint(user, touchpoint):
        raise Http404
    with transaction.atomic():
        latest = _as_seen(touchpoint, seen)
        before = _content(latest) | {"occurred_at": latest.occurred_at.isoformat()}
        change = record("touchpoint.deleted", latest, actor=user, account_id=latest.account_id, before=before)
        latest.delete()
    return change


def restore_touchpoint(user: Any, deleted: Change) -> Touchpoint:
    """Bring back what one deleted oneself; doing it twice brings back one."""
    account = Account.objects.filter(pk=deleted.account_id).first()
    own = deleted.verb == "touchpoint.deleted" and deleted.actor_id is not None and deleted.actor_id == user.pk
    if account is None or not own or not may(user, "write_own_accounts"):
        raise Http404
    kept = {name: deleted.before[name] for name in _KEPT}
    at = datetime.fromisoformat(deleted.before["occurred_at"])
    with transaction.atomic():
        touchpoint, made = Touchpoint.objects.get_or_create(
            pk=deleted.subject_id,
            defaults={"account": account, "occurred_at": at, "author": user, "csm_id": user.email, "source": SOURCE}
            | kept,
        )
        if made:
            record("touchpoint.restored", touchpoint, actor=user, account_id=account.pk, after=kept)
    return touchpoint


def _as_seen(touchpoint: Touchpoint, seen: str) -> Touchpoint:
    """The row, locked, if it still is what the person saw."""
    latest = Touchpoint.objects.select_for_update().filter(pk=touchpoint.pk).first()
    if latest is None or version(latest) != seen:
        raise ChangedMeanwhile(latest)
    return latest


def _content(touchpoint: Touchpoint) -> dict[str, Any]:
    return {name: getattr(touchpoint, name) for name in _KEPT}


def _accepted(kind: str, body: str) -> Mapping[str, str]:
    text = body.replace("\r\n", "\n").replace("\x00", "").strip()
    if kind not in KINDS:
        raise NotAccepted(f"{kind!r} is not a kind of touchpoint; use {', '.join(KINDS)}.")
    if not text:
        raise NotAccepted("Write something first: an empty note says nothing.")
    if len(text) > LONGEST:
        raise NotAccepted(f"The note has {len(text):,} characters; {LONGEST:,} fit. Shorten it or split it in two.")
    return {"kind": kind, "body": text}


def _past(occurred_at: datetime | None, now: datetime) -> datetime:
    if occurred_at is not None and occurred_at > now:
        raise NotAccepted("This is in the future: log a touchpoint when it has happened.")
    return occurred_at or now
