"""Opens, followed links, and "no more such messages": what somebody without a sign-in can do with a signed address."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tenure.journal.write import record
from tenure.work.messages import stops, tokens
from tenure.work.messages.models import Mail, MailLink, MailSeen, MailStop, mail_settings

_APART: Final = timedelta(minutes=1)  # a program that loads a picture again and again is one reader
_MOST: Final = 200  # rows a mail: a stranger with an address cannot fill the disk


def opened(token: str) -> bool:
    """The picture was loaded. Whether anything was written is told to nobody outside."""
    mail_id = tokens.read(token)
    return bool(mail_id) and _note(Mail.objects.filter(pk=mail_id).first(), None)


def followed(token: str) -> str | None:
    """Where a signed link leads: exactly the address that was written; None if it is none of ours."""
    mail_id, _, number = (tokens.read(token) or "").rpartition("-")
    if not mail_id or not number.isdecimal():
        return None
    link = MailLink.objects.select_related("mail").filter(mail=mail_id, number=int(number)).first()
    if link is None:
        return None
    _note(link.mail, link)
    return link.url


def mail_behind(token: str) -> Mail | None:
    mail_id = tokens.read(token)
    return (
        Mail.objects.select_related("account").filter(pk=mail_id, kind__in=Mail.STOPPABLE).first() if mail_id else None
    )


def no_more(mail: Mail) -> None:
    """Its recipient wants no more messages; saying so twice is saying so."""
    with transaction.atomic():
        if MailStop.objects.filter(address=mail.to_email.lower()).exists():
            return
        stops.stop(mail.to_email, MailStop.Kind.OPTED_OUT, f"By the link in “{mail.subject}”.")
        record("mail.opted_out", mail, account_id=mail.account_id, after={"address": mail.to_email}, origin="mail")


def _note(mail: Mail | None, link: MailLink | None) -> bool:
    """Of a mail that was sent, once a minute, if the company logs this at all. A followed link shows it was opened."""
    if mail is None or mail.state != Mail.State.SENT or not mail_settings().opens:
        return False
    now, seen = timezone.now(), MailSeen.objects.filter(mail=mail)
    if seen.filter(link=link, at__gt=now - _APART).exists() or seen.count() >= _MOST:
        return False
    with transaction.atomic():
        MailSeen.objects.create(mail=mail, link=link, at=now)
        Mail.objects.filter(pk=mail.pk, first_opened_at=None).update(first_opened_at=now)
    return True
