"""Mails on their way: into the queue, and what that makes of their message."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from tenure.jobs.once import enqueue_once
from tenure.work.messages.models import Mail, Message

# Minutes before the second, third ... attempt; then it is given up and a person decides.
WAITS: Final = (1, 5, 15, 60, 180, 360, 720)
LEASE: Final = timedelta(minutes=5)  # longer than the mail server may take to answer

_ON_THE_WAY: Final = frozenset({Mail.State.QUEUED, Mail.State.SENDING})
_TROUBLE: Final = frozenset({Mail.State.FAILED, Mail.State.UNKNOWN})


def queue(mail: Mail) -> None:
    """Let a mail go with this transaction."""
    changes = {"state": Mail.State.QUEUED, "due_at": timezone.now(), "problem": "", "handed_at": None, "tries": 0}
    Mail.objects.filter(pk=mail.pk).update(**changes)
    if mail.message_id and mail.kind == Mail.Kind.MESSAGE:
        settle(mail.message_id)
    enqueue(mail.pk)


def enqueue(mail_id: str) -> None:
    from tenure.work.messages.tasks import send_mail

    enqueue_once(send_mail, f"mail:{mail_id}", mail_id)


def next_attempt(attempt: int) -> datetime | None:
    """When to try again after so many attempts; None when it is given up."""
    return timezone.now() + timedelta(minutes=WAITS[attempt - 1]) if attempt <= len(WAITS) else None


def settle(message_id: int) -> None:
    """The message's state follows from its mails."""
    states = set(Mail.objects.filter(message=message_id, kind=Mail.Kind.MESSAGE).values_list("state", flat=True))
    state = Message.State.SENT
    if states & _ON_THE_WAY:
        state = Message.State.QUEUED
    elif states & _TROUBLE:
        state = Message.State.FAILED
    elif states <= {Mail.State.WITHDRAWN}:
        state = Message.State.WITHDRAWN
    Message.objects.filter(pk=message_id).exclude(state=state).update(state=state, changed_at=timezone.now())
