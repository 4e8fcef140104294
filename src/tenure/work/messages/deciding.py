"""From a draft to the queue: submitting, approving, sending back, withdrawing, deciding about failures."""

import re
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.core.problems import NotAccepted
from tenure.customers.models import Contact
from tenure.journal.write import record
from tenure.work.messages import rendering, stops
from tenure.work.messages.access import may_approve, may_change, must_wait, sender_of
from tenure.work.messages.drafting import locked
from tenure.work.messages.models import Mail, Message
from tenure.work.messages.queueing import queue, settle

# Three dots that stand for something to fill in, as the shipped templates have them; not at the end of a word.
_GAP: Final = re.compile(r"(?<!\w)…")


def submit(user: Any, message: Message, *, seen: str) -> Message:
    """Send a draft, or have it wait for approval. What it says is written down now, and not rendered again.

    Raises NotAccepted with a sentence for each recipient who cannot be written to and each field without a value.
    """
    if not may_change(user, message):
        raise Http404
    with transaction.atomic():
        latest = locked(message, (Message.State.DRAFT,), seen)
        _freeze(latest)
        latest.submitted_at, latest.remark = timezone.now(), ""
        if must_wait(user, latest):
            _enter(latest, Message.State.WAITING)
            latest.mails.filter(kind=Mail.Kind.MESSAGE).update(state=Mail.State.WAITING)
        else:
            _release(user, latest)
        record("message.submitted", latest, actor=user, account_id=latest.account_id, after={"state": latest.state})
    return latest


def approve(user: Any, message: Message, *, seen: str) -> Message:
    """Let a message go that waits. Who left or asked for no more in the meantime stops it."""
    if not may_approve(user, message):
        raise Http404
    with transaction.atomic():
        latest = locked(message, (Message.State.WAITING,), seen)
        _refuse_stopped(latest)
        _release(user, latest)
        record("message.approved", latest, actor=user, account_id=latest.account_id)
    return latest


def send_back(user: Any, message: Message, remark: str, *, seen: str) -> Message:
    """Give a waiting message back to its author, with the reason."""
    if not may_approve(user, message):
        raise Http404
    if not remark.strip():
        raise NotAccepted("Say what should be different; the author reads it.")
    with transaction.atomic():
        latest = locked(message, (Message.State.WAITING,), seen)
        latest.remark = remark.strip()[:2000]
        _enter(latest, Message.State.DRAFT)
        latest.mails.filter(kind=Mail.Kind.MESSAGE).update(state=Mail.State.DRAFT, html="", text="", header_id=None)
        record("message.sent_back", latest, actor=user, account_id=latest.account_id, reason=latest.remark)
    return latest


def withdraw(user: Any, message: Message) -> int:
    """Take back what has not left yet; returns how many mails that were."""
    if not may_change(user, message):
        raise Http404
    with transaction.atomic():
        latest = Message.objects.select_for_update().get(pk=message.pk)
        waiting = latest.mails.filter(state__in=(Mail.State.WAITING, Mail.State.QUEUED, Mail.State.FAILED))
        count = waiting.update(state=Mail.State.WITHDRAWN, due_at=None)
        if not count:
            raise NotAccepted("Everything has left already; nothing can be taken back.")
        settle(latest.pk)
        record("message.withdrawn", latest, actor=user, account_id=latest.account_id, after={"mails": count})
    return count


def again(user: Any, mail: Mail) -> None:
    """Send a mail once more that failed, or that nobody knows about: the person answers for a second copy."""
    _decide(user, mail, (Mail.State.FAILED, Mail.State.UNKNOWN), "mail.sent_again")
    if contact := rendering.contact_of(mail):
        _raise(list(stops.reasons(contact, but=mail.pk)))
    queue(mail)


def it_arrived(user: Any, mail: Mail) -> None:
    """Say of a mail nobody knew about that it was sent: somebody saw it."""
    from tenure.work.messages.sending import record_sent

    _decide(user, mail, (Mail.State.UNKNOWN,), "mail.found_sent")
    record_sent(mail.pk, mail.attempt)


def send_test(user: Any, message: Message, contact: Contact | None) -> Mail:
    """The message to oneself as this contact would get it. It is on no timeline, and nothing in it is logged."""
    if not may_change(user, message):
        raise Http404
    with transaction.atomic():
        mail = Mail(kind=Mail.Kind.TEST, message=message, account_id=message.account_id)
        made = rendering.rendered(message, mail, contact, seen=False)
        mail.subject, mail.html, mail.text = f"[Test] {made.subject}", made.html, made.text
        rendering.address_from(mail, sender_of(message))
        mail.to_name, mail.to_email = str(user), user.email
        mail.save()
        queue(mail)
    return mail


def _freeze(message: Message) -> None:
    """Lock the contacts, so that two messages cannot pass a day's limit side by side."""
    mails = list(message.mails.filter(kind=Mail.Kind.MESSAGE))
    ids = [mail.contact_id for mail in mails]
    known = {one.pk: one for one in Contact.objects.select_for_update().filter(pk__in=ids, account=message.account_id)}
    _raise([*_gaps(message, mails), *_stopped(mails, known)])
    for mail in mails:
        rendering.freeze(message, mail, known[mail.contact_id])


def _gaps(message: Message, mails: list[Mail]) -> list[str]:
    if not mails:
        return ["Choose at least one recipient."]
    if count := len(_GAP.findall(message.subject + "\n" + message.body)):
        return [f"The text still has {count} “…” to fill in or to take out."]
    found = [sentence for mail in mails
             for sentence in rendering.rendered(message, mail, rendering.contact_of(mail)).missing]  # fmt: skip
    return list(dict.fromkeys(found))


def _refuse_stopped(message: Message) -> None:
    mails = list(message.mails.filter(kind=Mail.Kind.MESSAGE))
    ids = [mail.contact_id for mail in mails]
    known = {one.pk: one for one in Contact.objects.select_for_update().filter(pk__in=ids)}
    _raise(_stopped(mails, known))


def _stopped(mails: list[Mail], known: dict[str, Contact]) -> list[str]:
    found: list[str] = []
    for mail in mails:
        contact = known.get(mail.contact_id)
        gone = [f"{mail.to_name or mail.to_email} is no contact of this account any more."]
        found += stops.reasons(contact, but=mail.pk) if contact else gone
    return found


def _raise(problems: list[str]) -> None:
    if problems:
        raise NotAccepted("\n".join(problems))


def _release(user: Any, message: Message) -> None:
    message.approved_at, message.approved_by = timezone.now(), user
    _enter(message, Message.State.QUEUED)
    for mail in message.mails.filter(kind=Mail.Kind.MESSAGE):
        queue(mail)


def _enter(message: Message, state: str) -> None:
    message.state, message.changed_at = state, timezone.now()
    message.save()


def _decide(user: Any, mail: Mail, states: tuple[str, ...], verb: str) -> None:
    if mail.message is None or not may_change(user, mail.message):
        raise Http404
    latest = Mail.objects.get(pk=mail.pk)
    if latest.state not in states:
        raise NotAccepted(f"Nothing is left to decide: {latest.get_state_display().lower()}.")
    record(verb, mail, actor=user, account_id=mail.account_id, after={"to": mail.to_email})
