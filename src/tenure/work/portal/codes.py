"""One-time codes by mail: sent on request, few, short-lived, for one browser, and used once."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact
from tenure.journal.write import record
from tenure.work.portal import addresses, writing
from tenure.work.portal.models import PortalCode, PortalSession

LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
_AN_HOUR: Final = timedelta(hours=1)
_CODES_AN_HOUR: Final = 5
_TRIES_AN_HOUR: Final = 15  # over all codes of a contact
_WRONG: Final = "This is not the code, or its ten minutes are over. Look at the newest mail, or ask for another code."


@transaction.atomic
def send(session: PortalSession) -> PortalCode:
    """Mail a code for this browser; those before it are worth nothing then."""
    contact = Contact.objects.select_for_update().get(pk=session.contact_id)
    now = timezone.now()
    if PortalCode.objects.filter(contact=contact, sent_at__gt=now - _AN_HOUR).count() >= _CODES_AN_HOUR:
        raise NotAccepted("You asked for several codes in the last hour. Use the newest, or try again in an hour.")
    PortalCode.objects.filter(session=session, used_at=None).update(expires_at=now)
    code = PortalCode.objects.create(
        session=session, contact=contact, mail=writing.mail_code(contact), sent_at=now, expires_at=now + LASTS
    )
    record("portal.code_sent", code, account_id=contact.account_id, after={"contact": str(contact)}, origin="portal")
    return code


def enter(session: PortalSession, typed: str) -> None:
    """Open the session with the code that was mailed for it; raises NotAccepted, the same for every reason."""
    digits = "".join(letter for letter in typed if letter.isdecimal() and letter.isascii())
    code = _tried(session)
    if code is None or not constant_time_compare(addresses.digits(code.key), digits):
        raise NotAccepted(_WRONG)
    now = timezone.now()
    with transaction.atomic():
        if not PortalCode.objects.filter(pk=code.pk, used_at=None).update(used_at=now):
            raise NotAccepted(_WRONG)
        PortalSession.objects.filter(pk=session.pk, open_at=None).update(open_at=now)


@transaction.atomic
def _tried(session: PortalSession) -> PortalCode | None:
    """The code that may still be tried. A try counts before it is looked at, so that many at once are no more."""
    Contact.objects.select_for_update().get(pk=session.contact_id)
    now = timezone.now()
    recent = PortalCode.objects.filter(contact=session.contact_id, sent_at__gt=now - _AN_HOUR)
    if (recent.aggregate(tries=Sum("tries"))["tries"] or 0) >= _TRIES_AN_HOUR:
        raise NotAccepted("There were too many wrong codes. Try again in an hour.")
    code = PortalCode.objects.filter(session=session, used_at=None, expires_at__gt=now).order_by("-sent_at").first()
    if code is None or not PortalCode.objects.filter(pk=code.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        return None
    return code


def waits(session: PortalSession) -> PortalCode | None:
    """The code that was sent and may still be entered."""
    found = PortalCode.objects.filter(session=session, used_at=None, expires_at__gt=timezone.now(), tries__lt=TRIES)
    return found.order_by("-sent_at").first()
