"""Giving, renewing and revoking links; opening one; asking for a new one."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.core.problems import NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Contact
from tenure.journal.write import record
from tenure.work.messages.models import Mail
from tenure.work.portal import access, addresses, writing
from tenure.work.portal.models import PortalLink, portal_settings

_PAUSE: Final = timedelta(minutes=5)  # between two links that a contact asks for
_A_DAY: Final = 5
_NOWHERE: Final = "TENURE_URL is not set, so a link would lead nowhere; see docs/configuration.md."


@transaction.atomic
def copy(user: Any, contact: Contact) -> PortalLink:
    """A link to hand over oneself. Who has it acts as the contact, so making it stands in the journal."""
    _ready(user, contact)
    return _give(contact, PortalLink.Via.HAND, user=user)


@transaction.atomic
def send(user: Any, contact: Contact) -> PortalLink:
    """Mail a contact a link of their own."""
    _ready(user, contact)
    if not contact.email.strip():
        raise NotAccepted(f"{contact} has no e-mail address; copy a link instead.")
    mail = writing.mail_link(contact, user)
    return _give(contact, PortalLink.Via.MAIL, user=user, mail=mail)


@transaction.atomic
def revoke(user: Any, link: PortalLink) -> None:
    """The link opens nothing any more, and whom it let in is out. Again changes nothing."""
    _writes(user, link.contact)
    _revoke(user, PortalLink.objects.filter(pk=link.pk), link.contact)


@transaction.atomic
def revoke_all(user: Any, contact: Contact) -> int:
    """Every link of a contact; returns how many were in force."""
    _writes(user, contact)
    return _revoke(user, PortalLink.objects.filter(contact=contact), contact)


def of_mail(mail: Mail) -> PortalLink | None:
    """The link of a mail to a contact, the same one each time it is tried; None when their page is closed.

    With a message its sender gives it; with a mail of news nobody does, whoever stands there as its sender.
    """
    found = PortalLink.objects.filter(mail=mail).first()
    if found is not None:
        return found
    contact = Contact.objects.filter(pk=mail.contact_id, account=mail.account_id).first()
    if contact is None or access.closed(contact):
        return None
    giver = mail.sender if mail.kind == Mail.Kind.MESSAGE else None
    return _give(contact, PortalLink.Via.MESSAGE, user=giver, mail=mail)


def behind(token: str) -> PortalLink | None:
    """The link of an address, in force or not; None for what was never ours."""
    key = addresses.key_of(token)
    found = PortalLink.objects.select_related("contact__account", "revoked_by") if key else None
    return found.filter(key=key).first() if found is not None else None


def lets_in(link: PortalLink | None) -> bool:
    return link is not None and access.opens(link) and not access.closed(link.contact)


@transaction.atomic
def ask_again(link: PortalLink) -> bool:
    """Mail a new link to the contact of an expired one. Whether that happened is told to nobody outside.

    Not for a link that was revoked: somebody of us wanted that.
    """
    contact = Contact.objects.select_for_update().get(pk=link.contact_id)
    if link.revoked_at or access.closed(contact) or not contact.email.strip() or _asked_much(contact):
        return False
    mail = writing.mail_link(contact, contact.account.owner)
    _give(contact, PortalLink.Via.ASKED, mail=mail)
    return True


def ask_by_address(email: str) -> int:
    """Mail a new link to everybody with this address who had one before; returns to how many."""
    known = Contact.objects.filter(email__iexact=email.strip(), portal_links__isnull=False).distinct()
    sent = 0
    for contact in known.order_by("pk")[:_A_DAY]:
        newest = PortalLink.objects.filter(contact=contact).latest("created_at")
        sent += ask_again(newest)
    return sent


def _asked_much(contact: Contact) -> bool:
    asked = PortalLink.objects.filter(contact=contact, via=PortalLink.Via.ASKED)
    now = timezone.now()
    return (asked.filter(created_at__gt=now - _PAUSE).exists()
            or asked.filter(created_at__gt=now - timedelta(days=1)).count() >= _A_DAY)  # fmt: skip


def _give(contact: Contact, via: str, *, user: Any = None, mail: Mail | None = None) -> PortalLink:
    now = timezone.now()
    link = PortalLink.objects.create(
        contact=contact, via=via, mail=mail, created_at=now, created_by=user,
        expires_at=now + timedelta(days=portal_settings().days),
    )  # fmt: skip
    _say(user, "portal.link_given", link, {"via": link.get_via_display()})
    return link


def _revoke(user: Any, links: Any, contact: Contact) -> int:
    ended = access.in_force(links).update(revoked_at=timezone.now(), revoked_by=user)
    if ended:
        record("portal.links_revoked", contact, actor=user, account_id=contact.account_id,
               after={"contact": str(contact), "links": ended})  # fmt: skip
    return ended


def _say(user: Any, verb: str, link: PortalLink, after: dict[str, Any]) -> None:
    told = {"contact": str(link.contact), **after}
    record(verb, link, actor=user, account_id=link.contact.account_id, after=told, origin="" if user else "portal")


def _ready(user: Any, contact: Contact) -> None:
    _writes(user, contact)
    if not settings.TENURE_URL:
        raise NotAccepted(_NOWHERE)
    if why := access.closed(contact):
        raise NotAccepted(why)


def _writes(user: Any, contact: Contact) -> None:
    if not may_write(user, contact.account):
        raise Http404
