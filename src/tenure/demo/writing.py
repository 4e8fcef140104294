"""Messages of the demo company: drafts, some that wait for a lead, most of them sent, some opened and answered.

Written and decided by the verbs that people use. Nothing leaves: it is only done where mails become files, and
they are dated back, because a company does not write all of its mail on one day.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from tenure.company.models import Role, User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.library.messages import MessageTemplate
from tenure.library.reading import published_templates
from tenure.work.mailbox.taking import take_in
from tenure.work.messages import deciding, drafting, sending
from tenure.work.messages.models import IncomingMail, Mail, MailSeen, Message
from tenure.work.models import Touchpoint

_PLANNED: Final = (
    "kick_off_invitation", "goals_inventory_request", "first_value", "low_usage", "review_invitation",
    "detractor_follow_up", "sponsor_introduction", "welcome",
)  # fmt: skip
_ANSWERS: Final = (
    "Thank you, Thursday morning suits us. I will bring our head of operations.",
    "Good that you ask. Honestly, the approvals are what keeps us: they take too long to set up and nobody has time.",
    "Great, the team is very happy with it. I have told our director.",
    "Not before the end of the quarter, I am afraid. Please write again in three weeks.",
)
_STRAY: Final = "Hello, I have taken over from my colleague. Could you tell me what was agreed about the seats?"


def write() -> None:
    """Once, where mails become files: a demo never sends anybody a real one."""
    if Message.objects.exists() or settings.TENURE_MAIL_KIND != "file":
        return
    templates = published_templates()
    for number, csm in enumerate(User.objects.filter(role=Role.CSM).order_by("email")):
        for n, account in enumerate(Account.objects.filter(owner=csm, state__status="customer").order_by("pk")[:7]):
            _one(csm, account, templates[_PLANNED[(number + n) % len(_PLANNED)]], 3 * number + n)
    _waiting(templates["renewal_notice_90"])
    _stray()


def _one(csm: User, account: Account, template: MessageTemplate, number: int) -> None:
    contact = _for(account, template)
    if contact is None:
        return
    message = drafting.begin(csm, account, template.subject, template.body, [contact.pk], template=template, version=1)
    if number % 9 == 4:  # left as a draft
        return
    try:
        deciding.submit(csm, message, seen=drafting.version(message))
    except NotAccepted:  # something is not known of this account; the draft says what
        return
    mail = message.mails.get()
    sending.deliver(mail.pk)
    date_back(mail, timezone.now() - timedelta(days=1 + 4 * number % 60, hours=number % 7), number)


def _for(account: Account, template: MessageTemplate) -> Contact | None:
    there = Contact.objects.filter(account=account, left_on=None).exclude(email="").order_by("pk")
    return there.filter(role=template.audience).first() or there.first()


def date_back(mail: Mail, at: datetime, number: int) -> None:
    opened = at + timedelta(hours=2, minutes=number * 7 % 50) if number % 3 else None
    Mail.objects.filter(pk=mail.pk).update(sent_at=at, first_opened_at=opened)
    Message.objects.filter(mails=mail).update(
        created_at=at, edited_at=at, submitted_at=at, approved_at=at, changed_at=at
    )
    Touchpoint.objects.filter(pk=f"mail-{mail.pk}").update(occurred_at=at)
    Change.objects.filter(subject_type="work.message", subject_id=str(mail.message_id)).update(at=at)
    if opened:
        MailSeen.objects.create(mail=mail, at=opened)
        if number % 2:
            _answer(mail, opened + timedelta(hours=3), _ANSWERS[number % len(_ANSWERS)])


def _answer(mail: Mail, at: datetime, text: str) -> None:
    mail.refresh_from_db()
    head = {
        "From": f'"{mail.to_name}" <{mail.to_email}>', "To": mail.from_email, "Subject": f"Re: {mail.subject}",
        "Message-ID": f"<answer-{mail.pk}@demo.example>", "In-Reply-To": mail.header_id,
        "Date": f"{at:%d %b %Y %H:%M:%S +0000}",
    }  # fmt: skip
    _come_in(head, text)


def _come_in(head: dict[str, str | None], text: str) -> IncomingMail | None:
    lines = [*(f"{name}: {value}" for name, value in head.items()), "Content-Type: text/plain; charset=utf-8", "", text]
    return take_in("\r\n".join(lines).encode(), "mailbox")


def _waiting(template: MessageTemplate) -> None:
    """Notices of renewal: their template asks a lead to look first."""
    soon = Account.objects.filter(state__renewal_on__isnull=False, state__seats__isnull=False, owner__isnull=False)
    for account in soon.filter(state__active_users_30d__isnull=False).order_by("state__renewal_on", "pk")[:4]:
        contact = _for(account, template)
        if contact is not None and account.owner is not None:
            message = drafting.begin(
                account.owner, account, template.subject, template.body, [contact.pk], template=template, version=1
            )
            deciding.submit(account.owner, message, seen=drafting.version(message))


def _stray() -> None:
    """From somebody whom nobody knows yet."""
    at = timezone.now() - timedelta(hours=5)
    head: dict[str, str | None] = {
        "From": "Miriam Holt <m.holt@unknown-buyer.example>", "To": "success@fernwell.example", "Subject": "Seats",
        "Message-ID": "<stray@demo.example>", "Date": f"{at:%d %b %Y %H:%M:%S +0000}",
    }  # fmt: skip
    _come_in(head, _STRAY)
