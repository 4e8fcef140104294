"""Why a contact gets no message now."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from tenure.company.models import settings_row
from tenure.core.periods import local_date, starts_at
from tenure.customers.models import Contact
from tenure.work.messages.models import Mail, MailStop, mail_settings

_COUNTED: Final = (Mail.State.QUEUED, Mail.State.SENDING, Mail.State.SENT, Mail.State.UNKNOWN)
_WORDS: Final = {
    MailStop.Kind.OPTED_OUT: "asked for no more messages",
    MailStop.Kind.BOUNCED: "has an address that does not exist",
    MailStop.Kind.COMPLAINED: "complained about a message",
}


def stop(address: str, kind: str, why: str = "") -> None:
    """Send no more messages to an address; the first reason stays."""
    MailStop.objects.get_or_create(
        address=address.lower(), defaults={"kind": kind, "why": why[:300], "at": timezone.now()}
    )


def reasons(contact: Contact, *, but: str = "") -> Iterator[str]:
    """A sentence for each reason not to write to a contact; `but` is the mail that is about to go, which counts not."""
    yield from lasting(contact)
    most = mail_settings().daily_limit
    if _sent_today(contact.email.strip().lower(), but) >= most:
        had = f"{most} of your company’s messages today"
        yield f"{contact} has had {had}, which is the limit for a day; write tomorrow."


def lasting(contact: Contact) -> Iterator[str]:
    """A sentence for each reason that is none of today only, nor of messages only."""
    name, address = str(contact), contact.email.strip().lower()
    if contact.left_on and contact.left_on <= _today():
        yield f"{name} left on {contact.left_on.day} {contact.left_on:%B %Y}."
    if not _valid(address):
        yield f"{name} has no e-mail address." if not address else f"{name}: “{address[:80]}” is no e-mail address."
        return
    if found := MailStop.objects.filter(address=address).first():
        yield f"{name} {_WORDS[MailStop.Kind(found.kind)]} ({found.at:%d %B %Y})."


def _sent_today(address: str, but: str) -> int:
    found = Mail.objects.filter(to_email=address, kind=Mail.Kind.MESSAGE, state__in=_COUNTED).exclude(pk=but)
    return found.exclude(sent_at__lt=_midnight()).count()


def _midnight() -> datetime:
    zone = ZoneInfo(settings_row().time_zone)
    return starts_at(local_date(timezone.now(), zone), zone)


def tomorrow() -> datetime:
    return _midnight() + timedelta(days=1)


def _today() -> date:
    return local_date(timezone.now(), ZoneInfo(settings_row().time_zone))


def _valid(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= 254


def among(addresses: list[str]) -> dict[str, str]:
    """Those of the addresses that get no more messages, each with what its owner did."""
    found = MailStop.objects.filter(address__in=[address.strip().lower() for address in addresses])
    words = {one.address: _WORDS[MailStop.Kind(one.kind)] for one in found}
    return {address: words[address.strip().lower()] for address in addresses if address.strip().lower() in words}
