"""Telling contacts what became of theirs: on their page at once, and in one mail a day that gathers the rest.

A mail goes half an hour after the first of it, so that what is put right at once is told once; only to who has a link
that opens their page; not about what they saw there meanwhile, or may not see any more. What is too much for one mail
is in the next day's. Whoever wants no more messages gets none of these.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
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
from tenure.work.portal.doing import shared_tasks
from tenure.work.portal.models import PortalLink, PortalNews

CALM: Final = timedelta(minutes=30)
SHOWN: Final = timedelta(days=14)
MOST: Final = 5  # on their page
_A_TIME, _IN_ONE = 500, 30


def tell(
    contact: Contact, key: str, title: str, text: str = "", *, account_id: str, page: str, subject_id: int,
    day: date | None = None, day_before: date | None = None,
) -> None:  # fmt: skip
    """What of the same thing was not told yet gives way to this. The account is that of the thing.

    Where it says that a day moved: which it is now (`day`), and which the contact knows until they are told.
    """
    said = {"title": cut(title, 300), "text": cut(text, 300), "account_id": account_id, "page": page,
            "subject_id": subject_id, "day": day, "day_before": day_before}  # fmt: skip
    untold = _untold(contact, key)
    if not untold.filter(to_mail=True).update(**said):
        untold.delete()
        PortalNews.objects.create(contact=contact, key=key, at=timezone.now(), **said)


def take_back(contact: Contact, key: str) -> bool:
    """It is no news any more. Whether it was still to be told."""
    return bool(_untold(contact, key).delete()[0])


def untold_others(key: str, contacts: Collection[Contact]) -> list[Contact]:
    """Who still waits to be told of a thing, besides these."""
    waiting = PortalNews.objects.filter(key=key, seen_at=None, mailed_at=None).exclude(contact__in=contacts)
    return [one.contact for one in waiting.select_related("contact").order_by("contact")]


def knows(contact: Contact, key: str) -> date | None:
    """The day of a thing as a contact was told it, not as it waits to be; None if they never were. Locks what waits."""
    last = PortalNews.objects.select_for_update().filter(contact=contact, key=key).order_by("pk").last()
    if last is None:
        return None
    return last.day if last.seen_at or last.mailed_at else last.day_before


def waiting_for(page: str) -> QuerySet[PortalNews]:
    """What waits for the next mail, of what is looked at there."""
    return PortalNews.objects.filter(to_mail=True, seen_at=None, page=page)


def _untold(contact: Contact, key: str) -> QuerySet[PortalNews]:
    return PortalNews.objects.filter(contact=contact, key=key, seen_at=None, mailed_at=None)


def with_a_link(account: Account) -> QuerySet[Contact]:
    """The people of an account who have a link that opens their page."""
    links = access.in_force(PortalLink.objects.all()).values("contact")
    return access.invited(account).filter(pk__in=links)


def lately(contact: Contact) -> QuerySet[PortalNews]:
    told = PortalNews.objects.filter(contact=contact, account=contact.account_id, at__gt=timezone.now() - SHOWN)
    return told.order_by("-at", "-pk")


def shown(contact: Contact, rows: Sequence[PortalNews]) -> list[PortalNews]:
    """Those about what the contact may still see, in the account they are in: of their page as of a mail."""
    rows = [one for one in rows if one.account_id == contact.account_id]
    tasks = [one.subject_id for one in rows if one.page == "task"]
    seen = set(shared_tasks(contact).filter(pk__in=tasks).values_list("pk", flat=True)) if tasks else set()
    return [one for one in rows if one.page != "task" or one.subject_id in seen]


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


def against(contact: Contact) -> list[str]:
    """Why a contact gets no mail of news now. How many messages they may have on a day says nothing about these."""
    why = access.closed(contact)
    if not why and not access.in_force(PortalLink.objects.filter(contact=contact)).exists():
        why = f"{contact} has no link in force that opens their page."
    return list(dict.fromkeys([*filter(None, [why]), *stops.lasting(contact)]))


@transaction.atomic
def _mail_to(contact_id: str) -> int:
    # Without its key: who writes news at the same moment holds that, and waits for these rows.
    found = Contact.objects.select_for_update(of=("self",), no_key=True).select_related("account__owner")
    contact = found.get(pk=contact_id)
    if PortalNews.objects.filter(contact=contact, mailed_at__gte=starts_at(today(), zone())).exists():
        return 0  # another worker was here
    waiting = PortalNews.objects.select_for_update().filter(contact=contact, to_mail=True).order_by("at", "pk")
    rows = list(waiting)
    unseen = shown(contact, [one for one in rows if one.seen_at is None])
    told = unseen[:_IN_ONE] if unseen and not against(contact) else []
    if told:
        _mail(contact, told)
    later = {one.pk for one in unseen[len(told) :]} if told else set()
    PortalNews.objects.filter(pk__in=[one.pk for one in rows if one.pk not in later]).update(to_mail=False)
    return int(bool(told))


def _mail(contact: Contact, told: Sequence[PortalNews]) -> None:
    writing.mail_news(contact, [(one.title, one.text) for one in told])
    record("portal.told", contact, account_id=contact.account_id, origin="portal",
           after={"contact": str(contact), "what": "; ".join(one.title for one in told)[:500]})  # fmt: skip
    PortalNews.objects.filter(pk__in=[one.pk for one in told]).update(mailed_at=timezone.now())


def cut(words: str, most: int) -> str:
    """Not in the middle of a word, and with a mark where more follows."""
    if len(words) <= most:
        return words
    begun = words[: most - 1]
    return f"{(begun.rsplit(maxsplit=1) or [begun])[0].rstrip()}…"
