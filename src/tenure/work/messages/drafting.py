"""Beginning, editing and throwing away messages."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account, Contact
from tenure.journal.write import record
from tenure.library.messages import MessageTemplate, unknown_fields
from tenure.library.messages.template import LONGEST_BODY
from tenure.library.messages.writing import links_with_fields
from tenure.work.messages.access import may_change
from tenure.work.messages.models import Mail, Message

MOST_RECIPIENTS: Final = 20
LONGEST_SUBJECT: Final = 200
_LINE_ENDS: Final = re.compile(r"\r\n?")


def begin(
    user: Any,
    account: Account,
    subject: str,
    body: str,
    contacts: Sequence[str],
    *,
    template: MessageTemplate | None = None,
    version: int | None = None,
) -> Message:
    """A draft to contacts of an account, by their ids; `template` and its version are what it began with."""
    if not may_write(user, account):
        raise Http404
    now = timezone.now()
    with transaction.atomic():
        message = Message(account=account, author=user, edited_at=now, changed_at=now, **_accepted(subject, body))
        if template:
            message.template, message.template_version = template.id, version
            message.needs_approval = template.needs_approval
        message.save()
        _address(message, _contacts(account, contacts))
        record("message.drafted", message, actor=user, account_id=account.pk, after={"subject": message.subject})
    return message


def edit(user: Any, message: Message, subject: str, body: str, contacts: Sequence[str], *, seen: str) -> Message:
    """Write over the draft that the person has seen; one that waits for approval becomes a draft again."""
    if not may_change(user, message):
        raise Http404
    values = _accepted(subject, body)
    with transaction.atomic():
        latest = locked(message, (Message.State.DRAFT, Message.State.WAITING), seen)
        before = {"subject": latest.subject, "body": latest.body}
        for name, value in values.items():
            setattr(latest, name, value)
        _to_draft(latest)
        _address(latest, _contacts(latest.account, contacts))
        record("message.edited", latest, actor=user, account_id=latest.account_id, before=before, after=values)
    return latest


def discard(user: Any, message: Message, *, seen: str) -> None:
    """Throw a draft away; the journal keeps what it said."""
    if not may_change(user, message):
        raise Http404
    with transaction.atomic():
        latest = locked(message, (Message.State.DRAFT,), seen)
        before = {"subject": latest.subject, "body": latest.body}
        record("message.discarded", latest, actor=user, account_id=latest.account_id, before=before)
        latest.delete()


def version(message: Message) -> str:
    """Names the state a person has before them, so that a later write can tell whether it is still the same."""
    return f"{message.edited_at.isoformat()} {message.state}"


def locked(message: Message, states: Iterable[str], seen: str | None) -> Message:
    """The row, locked, if it still is what the person saw and in one of these states."""
    latest = Message.objects.select_for_update().filter(pk=message.pk).first()
    if latest is None:
        raise Http404
    if seen is not None and version(latest) != seen:
        raise ChangedMeanwhile(latest)
    if latest.state not in states:
        raise NotAccepted(f"This message is not a draft any more: {latest.get_state_display().lower()}.")
    return latest


def _to_draft(message: Message) -> None:
    now = timezone.now()
    if message.state != Message.State.DRAFT:
        message.state, message.changed_at, message.submitted_at = Message.State.DRAFT, now, None
        message.mails.filter(kind=Mail.Kind.MESSAGE).update(state=Mail.State.DRAFT, html="", text="", header_id=None)
    message.edited_at = now
    message.save()


def _accepted(subject: str, body: str) -> dict[str, str]:
    subject = subject.replace("\x00", "").strip()
    text = _LINE_ENDS.sub("\n", body).replace("\x00", "").strip()
    if problems := [*_problems(subject, text)]:
        raise NotAccepted("\n".join(problems))
    return {"subject": subject, "body": text}


def _problems(subject: str, text: str) -> Iterable[str]:
    if not subject:
        yield "Give the message a subject."
    elif len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        yield f"The subject is one line of at most {LONGEST_SUBJECT} characters."
    if not text:
        yield "Write something: an empty message says nothing."
    if len(text) > LONGEST_BODY:
        yield f"The message has {len(text):,} characters; {LONGEST_BODY:,} fit."
        return
    yield from (f"Subject: {sentence}" for sentence in unknown_fields(subject))
    yield from (f"Text: {sentence}" for sentence in unknown_fields(text))
    yield from links_with_fields(text)


def _contacts(account: Account, ids: Sequence[str]) -> list[Contact]:
    found = list(Contact.objects.filter(account=account, pk__in=ids).order_by("name", "pk"))
    if len(found) < len(set(ids)):
        raise NotAccepted("One of the recipients is no contact of this account any more; choose again.")
    if len(found) > MOST_RECIPIENTS:
        raise NotAccepted(f"A message goes to {MOST_RECIPIENTS} people at most; you chose {len(found)}.")
    return found


def _address(message: Message, contacts: list[Contact]) -> None:
    """One mail a contact; those who were there keep theirs."""
    mails = message.mails.filter(kind=Mail.Kind.MESSAGE)
    mails.exclude(contact_id__in=[contact.pk for contact in contacts]).delete()
    known = set(mails.values_list("contact_id", flat=True))
    Mail.objects.bulk_create(
        Mail(message=message, account_id=message.account_id, contact_id=contact.pk, to_name=contact.name[:200],
             to_email=contact.email.strip().lower()[:254])
        for contact in contacts if contact.pk not in known
    )  # fmt: skip
