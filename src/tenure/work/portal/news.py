"""Telling contacts what became of theirs: on their page at once, and in one mail a day that gathers the rest.

A mail goes half an hour after the first of it, so that what is put right at once is told once; only to who has a link
that opens their page; not about what they saw there meanwhile. Whoever wants no more messages gets none of these.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tenure.company.clock import today, zone
from tenure.core.periods import starts_at
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.work.messages import stops
from tenure.work.portal import access, writing
from tenure.work.portal.models import PortalLink, PortalNews

CALM: Final = timedelta(minutes=30)
SHOWN: Final = timedelta(days=14)
MOST: Final = 5  # on their page
_A_TIME, _IN_ONE = 500, 30


def tell(contact: Contact, key: str, title: str, text: str = "", *, page: str, subject_id: int) -> None:
    """What of the same thing was not told yet gives way to this."""
    said = {"title": title[:300], "text": text[:300], "page": page, "subject_id": subject_id, "at": timezone.now()}
    waiting = PortalNews.objects.filter(contact=contact, key=key, to_mail=True, seen_at=None)
    if not waiting.update(**{name: value for name, value in said.items() if name != "at"}):
        PortalNews.objects.create(contact=contact, key=key, **said)


def with_a_link(account: Account) -> QuerySet[Contact]:
    """The people of an account who have a link that opens their page."""
    links = access.in_force(PortalLink.objects.all()).values("contact")
    return access.invited(account).filter(pk__in=links)


def lately(contact: Contact) -> QuerySet[PortalNews]:
    return PortalNews.objects.filter(contact=contact, at__gt=timezone.now() - SHOWN).order_by("-at", "-pk")


def saw(rows: Sequence[PortalNews]) -> None:
    """They stood on the contact's page."""
    new = [one.pk for one in rows if one.seen_at is None]
    if new:
        PortalNews.objects.filter(pk__in=new, seen_at=None).update(seen_at=timezone.now())


def mail_out() -> int:
    """Make the mails that are due; how many."""
    waiting = PortalNews.objects.filter(to_mail=True, at__lte=timezone.now() - CALM)
    midnight = starts_at(today(), zone())
    told_today = PortalNews.objects.filter(mailed_at__gte=midnight).values("contact")
    ids = waiting.exclude(contact__in=told_today).order_by().values_list("contact", flat=True).distinct()
    return sum(_mail_to(contact_id) for contact_id in list(ids[:_A_TIME]))


@transaction.atomic
def _mail_to(contact_id: str) -> int:
    found = Contact.objects.select_for_update(of=("self",)).select_related("account__owner").filter(pk=contact_id)
    contact = found.get()
    if PortalNews.objects.filter(contact=contact, mailed_at__gte=starts_at(today(), zone())).exists():
        return 0  # another worker was here
    waiting = list(PortalNews.objects.filter(contact=contact, to_mail=True).order_by("at", "pk"))
    told = [one for one in waiting if one.seen_at is None]
    sent = bool(told) and _may_have_mail(contact)
    if sent:
        writing.mail_news(contact, [(one.title, one.text) for one in told[:_IN_ONE]])
        record("portal.told", contact, account_id=contact.account_id, origin="portal",
               after={"contact": str(contact), "what": "; ".join(one.title for one in told)[:500]})  # fmt: skip
    rows = PortalNews.objects.filter(pk__in=[one.pk for one in waiting])
    rows.update(to_mail=False)
    if sent:
        rows.filter(seen_at=None).update(mailed_at=timezone.now())
    return int(sent)


def _may_have_mail(contact: Contact) -> bool:
    links = access.in_force(PortalLink.objects.filter(contact=contact))
    return not access.closed(contact) and links.exists() and not list(stops.reasons(contact))
