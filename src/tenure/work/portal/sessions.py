"""Who is looking: a cookie of the page's own, apart from that of people who sign in."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from tenure.company.models import Role, User
from tenure.customers.contacts import HERE
from tenure.customers.models import Contact
from tenure.work.portal import access
from tenure.work.portal.models import PortalLink, PortalSession

IDLE: Final = timedelta(days=14)
_MOST_WITH_ADDRESS: Final = 200
_SEEN_AGAIN: Final = timedelta(minutes=5)
_KEPT: Final = timedelta(days=30)


@transaction.atomic
def begin(link: PortalLink) -> tuple[PortalSession, str]:
    """A new session and its secret, for the cookie. Always a new one: what a browser brought is worth nothing."""
    now = timezone.now()
    PortalLink.objects.filter(pk=link.pk, first_used_at=None).update(first_used_at=now)
    return _made(link.contact, now, link=link, open_at=None if access.needs_code(link.contact.account_id) else now)


def begin_for(user: User) -> tuple[PortalSession, str] | None:
    """For a customer who signs in: the contact with their address, where there is one whose page is open."""
    if user.role != Role.CUSTOMER or not user.is_active:
        return None
    here = next((one for one in _with_address(user.email) if not access.closed(one)), None)
    now = timezone.now()
    return _made(here, now, user=user, open_at=now) if here else None


def _with_address(email: str) -> list[Contact]:
    """Who came in with it from files, the newest first; only then who got it by hand, the oldest first.

    Whoever works on one account may write an address there, and must not lead its owner away from their own page.
    """
    known = Contact.objects.select_related("account").filter(email__iexact=email)
    found = list(known.order_by(F("created_on").desc(nulls_last=True), "pk")[:_MOST_WITH_ADDRESS])
    by_hand = [one for one in found if one.source == HERE or "email" in one.file_said]
    return [one for one in found if one not in by_hand] + by_hand[::-1]


def read(secret: str) -> PortalSession | None:
    """The session of a cookie while it is alive: its link is in force, its contact's page is open, it was not left.

    With a code due it is returned too; `open_at` says so.
    """
    found = PortalSession.objects.select_related("contact__account__owner", "contact__account__state", "link", "user")
    session = found.filter(digest=_digest(secret), ended_at=None).first()
    now = timezone.now()
    if session is None or session.seen_at < now - IDLE or not _stands(session):
        return None
    if session.seen_at < now - _SEEN_AGAIN:
        PortalSession.objects.filter(pk=session.pk).update(seen_at=now)
    return session


def end(secret: str) -> None:
    PortalSession.objects.filter(digest=_digest(secret), ended_at=None).update(ended_at=timezone.now())


def forget_old() -> int:
    """Sessions that nobody can use any more, with their codes."""
    before = timezone.now() - _KEPT
    return PortalSession.objects.filter(Q(seen_at__lt=before) | Q(ended_at__lt=before)).delete()[0]


def _stands(session: PortalSession) -> bool:
    if access.closed(session.contact, getattr(session.contact.account, "state", None)):
        return False
    if session.link is not None:
        return access.opens(session.link)
    user = session.user
    same = user is not None and user.email.lower() == session.contact.email.strip().lower()
    return bool(same and user and user.is_active and user.role == Role.CUSTOMER)


def _made(contact: Contact, now: Any, **fields: Any) -> tuple[PortalSession, str]:
    secret = secrets.token_urlsafe(32)
    session = PortalSession.objects.create(
        contact=contact, digest=_digest(secret), created_at=now, seen_at=now, **fields
    )
    return session, secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
