"""Making and revoking the address of one's calendar; the secret in it is shown once and never journalled."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tenure.company.models import User
from tenure.company.roles import may, require
from tenure.journal.write import record
from tenure.work.feeds.models import CalendarFeed

_SEEN_AGAIN: Final = timedelta(minutes=5)  # a reading is written down this often at most


@transaction.atomic
def make(user: User) -> str:
    """The secret of a new address; the one before, if there is one, leads nowhere from now on."""
    require(user, "read_accounts")
    secret = secrets.token_urlsafe(32)
    feed, _ = CalendarFeed.objects.update_or_create(
        user=user, defaults={"digest": _digest(secret), "created_at": timezone.now(), "last_read_at": None}
    )
    record("calendar.made", feed, actor=user)
    return secret


@transaction.atomic
def revoke(user: User) -> None:
    """Again changes nothing."""
    feed = CalendarFeed.objects.select_for_update().filter(user=user).first()
    if feed is not None:
        record("calendar.revoked", feed, actor=user)
        feed.delete()


def read(secret: str) -> User | None:
    """Whose calendar it is, if they still may read accounts."""
    feed = CalendarFeed.objects.select_related("user").filter(digest=_digest(secret)).first()
    if feed is None or not may(feed.user, "read_accounts"):
        return None
    now = timezone.now()
    if feed.last_read_at is None or feed.last_read_at < now - _SEEN_AGAIN:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    return feed.user


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
