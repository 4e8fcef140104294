"""Making, revoking and reading tokens. Making and revoking are journalled, the secret never is."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.company.roles import may, require
from tenure.journal.write import record
from tenure.tokens.models import Token

MOST: Final = 20  # in force, of one person
LONGEST_DAYS: Final = 3660
_PREFIX: Final = "tenure_"
_SEEN_AGAIN: Final = timedelta(minutes=5)  # a use is written down this often at most


class NotMade(ValueError):
    """The token cannot be made like that; the sentence is for the person."""


@transaction.atomic
def create(actor: User | None, user: User, name: str, *, may_write: bool, days: int | None = None) -> tuple[Token, str]:
    """A token that acts for `user`, and its secret, which nobody can read again. `days` until it expires, None never.

    People make their own; `actor` None is who runs this installation.
    """
    if actor is not None and actor.pk != user.pk:
        raise Http404
    require(user, "use_api")
    secret = _PREFIX + secrets.token_urlsafe(32)
    _check(user, name, days)
    now = timezone.now()
    token = Token.objects.create(
        user=user, name=name.strip(), digest=_digest(secret), hint=secret[:12], may_write=may_write, created_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )  # fmt: skip
    after = {"name": token.name, "may_write": may_write, "days": days, "person": user.email}
    record("token.created", token, actor=actor, after=after)
    return token, secret


def _check(user: User, name: str, days: int | None) -> None:
    if not name.strip() or len(name.strip()) > 80:
        raise NotMade("Say in at most 80 characters what the token is for.")
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise NotMade(f"A token lasts 1 to {LONGEST_DAYS} days, or until it is revoked.")
    if in_force(user).count() >= MOST:
        raise NotMade(f"{user} has {MOST} tokens in force; revoke one that is not used any more.")


@transaction.atomic
def revoke(actor: User | None, pk: int) -> Token:
    """One's own, or as administrator or who runs this installation (None) anybody's. Again changes nothing."""
    token = Token.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
    if token is None or not (actor is None or token.user_id == actor.pk or may(actor, "manage_people")):
        raise Http404
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record("token.revoked", token, actor=actor, before={"name": token.name, "person": token.user.email})
    return token


def in_force(user: User) -> Any:
    now = timezone.now()
    return Token.objects.filter(user=user, revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


def read(secret: str) -> Token | None:
    """The token behind a secret with its person, if it is in force and the person may still use it."""
    token = Token.objects.select_related("user").filter(digest=_digest(secret)).first()
    now = timezone.now()
    if token is None or token.state(now) != "in force" or not may(token.user, "use_api"):
        return None
    if token.last_used_at is None or token.last_used_at < now - _SEEN_AGAIN:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
