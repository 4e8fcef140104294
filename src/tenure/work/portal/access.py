"""Whose page may be opened, and by what."""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from tenure.company.clock import today
from tenure.customers.models import Account, AccountState, Contact
from tenure.work.portal.models import PortalLink, PortalRule, portal_settings

_FORMER: Final = "lapsed"


def closed(contact: Contact, state: AccountState | None = None) -> str:
    """Why a contact's page does not open, as a sentence for us; empty when it does. `state` where it is known."""
    if contact.left_on and contact.left_on <= today():
        return f"{contact} left on {contact.left_on.day} {contact.left_on:%B %Y}."
    status = state.status if state else _status(contact.account_id)
    if status == _FORMER and not portal_settings().former:
        return "Former customers do not open their page; the settings of the page can allow it."
    return ""


def invited(account: Account, day: date | None = None) -> QuerySet[Contact]:
    """The people of an account who have not left."""
    return Contact.objects.filter(still_there(day or today()), account=account)


def still_there(day: date) -> Q:
    return Q(left_on=None) | Q(left_on__gt=day)


def needs_code(account_id: str) -> bool:
    """As the account's own rule says, else as the settings do."""
    own = PortalRule.objects.filter(account=account_id).values_list("code", flat=True).first()
    return portal_settings().code if own is None else own


def in_force(links: QuerySet[PortalLink]) -> QuerySet[PortalLink]:
    return links.filter(revoked_at=None, expires_at__gt=timezone.now())


def opens(link: PortalLink) -> bool:
    """Whether a link lets somebody in now; its contact's page is another question."""
    return link.revoked_at is None and link.expires_at > timezone.now()


def _status(account_id: str) -> str:
    return AccountState.objects.filter(pk=account_id).values_list("status", flat=True).first() or ""
