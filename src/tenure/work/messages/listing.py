"""Lists of messages: the outbox, and what waits for somebody."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from tenure.company.roles import may
from tenure.customers.access import writable_accounts
from tenure.work.messages.access import visible_messages
from tenure.work.messages.models import IncomingMail, Mail, Message

STATES: Final = {state.value: state.label for state in Message.State}


def outbox(
    user: Any, *, state: str = "", mine: bool = False, account: str = "", template: str = ""
) -> QuerySet[Message]:
    """Messages by when they came into their state, the newest first, each with how many were sent and opened."""
    found = visible_messages(user)
    if mine:
        found = found.filter(author=user)
    wanted = {name: value for name, value in (("state", state), ("account", account), ("template", template)) if value}
    return found.filter(**wanted).order_by("-changed_at", "-pk")


def counted(messages: QuerySet[Message]) -> QuerySet[Message]:
    """With numbers of their mails, for the rows of one page."""
    real = Q(mails__kind=Mail.Kind.MESSAGE)
    return messages.select_related("account__state", "author").annotate(
        sent_subject=Max("mails__subject", filter=real),
        recipients=Count("mails", filter=real),
        opened=Count("mails", filter=real & Q(mails__first_opened_at__isnull=False)),
    )


def counts(messages: QuerySet[Message]) -> dict[str, int]:
    """How many there are in each state."""
    found = dict(messages.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in STATES}


def waiting_for(user: Any) -> QuerySet[Message]:
    """Messages that this person can approve, the longest waiting first."""
    if not may(user, "approve_messages"):
        return Message.objects.none()
    waiting = Message.objects.filter(state=Message.State.WAITING, account__in=writable_accounts(user))
    return waiting.select_related("account", "author").order_by("changed_at", "pk")


def in_trouble(user: Any) -> QuerySet[Message]:
    """One's own messages that were not sent, or perhaps not; and those sent back to be written anew."""
    own = Message.objects.filter(author=user) if may(user, "read_accounts") else Message.objects.none()
    back = Q(state=Message.State.DRAFT) & ~Q(remark="")
    return own.filter(Q(state=Message.State.FAILED) | back).select_related("account").order_by("changed_at", "pk")


def unassigned() -> QuerySet[IncomingMail]:
    return IncomingMail.objects.filter(state=IncomingMail.State.WAITING).order_by("-at", "-pk")


def overdue() -> QuerySet[Mail]:
    """Mails that should have gone and did not; for `tenure check`."""
    return Mail.objects.filter(state=Mail.State.QUEUED, due_at__lt=timezone.now() - timedelta(minutes=30))
