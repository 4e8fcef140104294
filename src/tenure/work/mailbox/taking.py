"""Taking a mail in, once: which account and contact it belongs to, or why nobody can tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.http import Http404

from tenure.company.models import Role, User
from tenure.core.problems import NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.work.mailbox.parsing import Incoming, parse
from tenure.work.meetings.answers import take_answer
from tenure.work.messages.models import IncomingMail, Mail
from tenure.work.messages.recording import came_in
from tenure.work.messages.sending import record_sent


@dataclass
class _Match:
    """Where a mail belongs. Without an account `why` says what is missing."""

    account_id: str = ""
    contact_id: str = ""
    mail: Mail | None = None
    author: User | None = None  # the colleague who wrote it and sent a copy
    why: str = ""


def take_in(raw: bytes, source: str) -> IncomingMail | None:
    """Keep a mail and put it on its account's timeline; the same mail a second time changes nothing.

    None for a copy of what Tenure sent itself, a calendar's answer to an invitation, and what no person wrote.
    """
    found = parse(raw)
    if _is_our_own(found) or take_answer(found.calendar, found.from_email) or found.automatic:
        return None
    if known := IncomingMail.objects.filter(header_id=found.header_id).first():
        return known
    match = _matched(found)
    try:
        with transaction.atomic():
            return _kept(found, match, source)
    except IntegrityError:  # the mailbox and a webhook brought it at the same moment
        return IncomingMail.objects.get(header_id=found.header_id)


def assign(user: Any, incoming: IncomingMail, account: Account, contact_id: str = "") -> IncomingMail:
    """Say whose mail it is; it then stands on that account's timeline."""
    if not may_write(user, account):
        raise Http404
    if contact_id and not Contact.objects.filter(account=account, pk=contact_id).exists():
        raise NotAccepted("This is no contact of that account any more; choose again.")
    with transaction.atomic():
        latest = _waiting(incoming)
        latest.account, latest.contact_id = account, contact_id
        _put_on_timeline(latest)
        record("mail.assigned", latest, actor=user, account_id=account.pk, after={"from": latest.from_email})
    return latest


def leave_out(user: Any, incoming: IncomingMail) -> None:
    """It belongs to no account. The row is kept, so that it does not come back."""
    with transaction.atomic():
        latest = _waiting(incoming)
        latest.state = IncomingMail.State.LEFT_OUT
        latest.save(update_fields=["state"])
        record("mail.left_out", latest, actor=user, after={"from": latest.from_email})


def _waiting(incoming: IncomingMail) -> IncomingMail:
    latest = IncomingMail.objects.select_for_update().get(pk=incoming.pk)
    if latest.state != IncomingMail.State.WAITING:
        raise NotAccepted("Somebody dealt with this mail in the meantime.")
    return latest


def _kept(found: Incoming, match: _Match, source: str) -> IncomingMail:
    row = IncomingMail(
        header_id=found.header_id, source=source[:30], at=found.at, from_name=found.from_name,
        from_email=found.from_email, to=found.to, subject=found.subject, text=found.text,
        attachments=found.attachments, ours=match.author is not None, author=match.author, why=match.why[:300],
        account_id=match.account_id or None, contact_id=match.contact_id, mail=match.mail,
        state=IncomingMail.State.WAITING,
    )  # fmt: skip
    row.save()
    if match.account_id:
        _put_on_timeline(row)
    return row


def _put_on_timeline(row: IncomingMail) -> None:
    row.state, row.touchpoint_id, row.why = IncomingMail.State.TAKEN, came_in(row), ""
    row.save()


def _is_our_own(found: Incoming) -> bool:
    """A copy of a mail that Tenure sent. Of one that nobody knew about it shows that it was sent."""
    mail = Mail.objects.filter(header_id=found.header_id).first()
    if mail is not None and mail.state == Mail.State.UNKNOWN:
        record_sent(mail.pk, mail.attempt)
    return mail is not None


def _matched(found: Incoming) -> _Match:
    """By what it answers, else by the addresses of contacts."""
    mail = _answered(found)
    author = User.objects.filter(email=found.from_email, is_active=True).exclude(role=Role.CUSTOMER).first()
    if mail is not None:
        return _Match(mail.account_id, _contact_at(mail, found.from_email), mail, author)
    others = [address for address in found.to if address != _own_box()] if author else [found.from_email]
    contacts = list(_contacts(others))
    accounts = {contact.account_id for contact in contacts}
    if len(accounts) == 1:
        return _Match(contacts[0].account_id, contacts[0].pk, None, author)
    if accounts:
        return _Match(why=f"{contacts[0].email} is known at {len(accounts)} accounts.", author=author)
    return _Match(why=f"Nobody with the address {', '.join(others[:3]) or 'of its sender'} is known.", author=author)


def _answered(found: Incoming) -> Mail | None:
    """The mail it answers: by the key in the address it was sent to, or by the ids it refers to."""
    keyed = Mail.objects.filter(pk__in=list(_keys(found.to)), kind=Mail.Kind.MESSAGE).first()
    if keyed is not None:
        return keyed
    referred = Mail.objects.filter(header_id__in=found.references, kind=Mail.Kind.MESSAGE).first()
    if referred is not None:
        return referred
    earlier = IncomingMail.objects.filter(header_id__in=found.references, mail__isnull=False).first()
    return earlier.mail if earlier else None


def _keys(addresses: list[str]) -> Iterator[str]:
    box, _, domain = settings.TENURE_MAIL_REPLIES.lower().rpartition("@")
    for address in addresses:
        if box and address.startswith(f"{box}+") and address.endswith(f"@{domain}"):
            yield address[len(box) + 1 : -len(domain) - 1]


def _own_box() -> str:
    return str(settings.TENURE_MAIL_REPLIES).lower()


def _contact_at(mail: Mail, address: str) -> str:
    """Who of the account answered; a colleague of the recipient may, and so may an address nobody knows."""
    if address == mail.to_email:
        return mail.contact_id
    found = _contacts([address]).filter(account_id=mail.account_id).first()
    return found.pk if found else ""


def _contacts(addresses: list[str]) -> Any:
    lower = Contact.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    return lower.exclude(email="").order_by(F("left_on").desc(nulls_first=True), "pk")  # who is there first
