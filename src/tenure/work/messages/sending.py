"""Sending one mail once, as docs/algorithms/sending.md says: claim, hand over, record; what nobody knows is asked."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tenure.work.messages import stops
from tenure.work.messages.models import Mail, MailStop
from tenure.work.messages.queueing import LEASE, enqueue, next_attempt, settle
from tenure.work.messages.recording import to_timeline
from tenure.work.messages.rendering import contact_of
from tenure.work.messages.transport import NotSent, Outcome, hand_over
from tenure.work.portal import news

STOPPED: Final = (
    "Tenure was stopped while it handed this mail over, so it may have been sent. "
    "Look whether it arrived, then say so or send it again."
)
_State = Mail.State


class _TakenAway(Exception):
    """Another attempt has the mail."""


def deliver(mail_id: str) -> str:
    """Send a mail that is due. Returns its state afterwards; nothing happens when another attempt has it."""
    mail = _claim(mail_id)
    if mail is None:
        return "not due"
    if problems := _refused(mail):
        _end(mail, _State.FAILED, " ".join(problems))
        return _State.FAILED
    try:
        provider_id = hand_over(mail, lambda: _mark(mail))
    except _TakenAway:
        return "taken by another attempt"
    except NotSent as error:
        return _not_sent(mail, error)
    record_sent(mail.pk, mail.attempt, provider_id)
    return _State.SENT


def record_sent(mail_id: str, attempt: int, provider_id: str = "") -> bool:
    """The mail is sent, and stands on the timeline; both or neither. False when another attempt has it."""
    with transaction.atomic():
        mine = Mail.objects.filter(pk=mail_id, attempt=attempt, state__in=(_State.SENDING, _State.UNKNOWN))
        sent = {"state": _State.SENT, "sent_at": timezone.now(), "problem": "", "lease_until": None, "due_at": None}
        if not mine.update(**sent, provider_id=provider_id):
            return False
        mail = Mail.objects.select_related("message", "account", "sender").get(pk=mail_id)
        if mail.kind == Mail.Kind.MESSAGE:
            to_timeline(mail)
            settle(mail.message_id or 0)
    return True


def send_due() -> int:
    """Put what is due into the queue of jobs again, and look after mails whose worker died; returns how many."""
    due = Mail.objects.filter(state=_State.QUEUED, due_at__lte=timezone.now()).values_list("pk", flat=True)
    found = list(due[:500])
    for mail_id in found:
        enqueue(mail_id)
    return len(found) + recover()


def recover() -> int:
    """Mails whose worker was not heard of for too long. Before it was handed over it goes again; afterwards we ask."""
    lost = Mail.objects.filter(state=_State.SENDING, lease_until__lt=timezone.now())
    count = 0
    for mail in lost[:500]:
        if mail.handed_at is None:
            count += _end(mail, _State.QUEUED, "", due_at=timezone.now())
        else:
            count += _end(mail, _State.UNKNOWN, STOPPED)
    return count


def _claim(mail_id: str) -> Mail | None:
    """Compare and set: of two workers one gets it. Committed before the mail server hears of it."""
    now = timezone.now()
    due = Mail.objects.filter(pk=mail_id, state=_State.QUEUED, due_at__lte=now + timedelta(seconds=1))
    claimed = due.update(
        state=_State.SENDING, attempt=F("attempt") + 1, tries=F("tries") + 1, lease_until=now + LEASE, handed_at=None
    )
    return Mail.objects.select_related("sender", "message", "account").get(pk=mail_id) if claimed else None


def _refused(mail: Mail) -> list[str]:
    """What stands in the way now, though it did not when it was approved."""
    if mail.kind not in Mail.STOPPABLE:
        return []
    contact = contact_of(mail)
    if contact is None:
        return [f"{mail.to_name or mail.to_email} is no contact of this account any more."]
    return news.against(contact) if mail.kind == Mail.Kind.NEWS else list(stops.reasons(contact, but=mail.pk))


def _mark(mail: Mail) -> None:
    """From here on it may have left; if somebody else has it by now, it must not."""
    now = timezone.now()
    mine = Mail.objects.filter(pk=mail.pk, attempt=mail.attempt, state=_State.SENDING, lease_until__gt=now)
    if not mine.update(handed_at=now, lease_until=now + LEASE):
        raise _TakenAway


def _not_sent(mail: Mail, error: NotSent) -> str:
    if error.bounced:
        stops.stop(mail.to_email, MailStop.Kind.BOUNCED, error.sentence)
    if error.outcome is Outcome.UNKNOWN:
        ask = "Look whether it arrived, then say so or send it again."
        _end(mail, _State.UNKNOWN, f"{error.sentence} {ask}")
        return _State.UNKNOWN
    due = next_attempt(mail.tries) if error.outcome is Outcome.LATER else None
    if due is None:
        _end(mail, _State.FAILED, error.sentence)
        return _State.FAILED
    _end(mail, _State.QUEUED, error.sentence, due_at=due)
    return _State.QUEUED


def _end(mail: Mail, state: str, problem: str, **more: Any) -> bool:
    """How an attempt ends, unless another one has the mail by now."""
    with transaction.atomic():
        mine = Mail.objects.filter(pk=mail.pk, attempt=mail.attempt, state=_State.SENDING)
        changes = {"state": state, "problem": problem, "lease_until": None, "due_at": None} | more
        changed = mine.update(**changes) == 1
        if changed and mail.message_id and mail.kind == Mail.Kind.MESSAGE:
            settle(mail.message_id)
    return changed
