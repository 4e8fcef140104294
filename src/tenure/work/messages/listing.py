"""Lists of messages: the outbox, and what waits for somebody."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tenure.company.roles import may
from tenure.customers.access import writable_accounts
from tenure.library.messages import fill
from tenure.work.messages.access import visible_messages
from tenure.work.messages.models import IncomingMail, Mail, Message
from tenure.work.messages.values import values_for

_CAME_BACK: Final = Q(state=Message.State.DRAFT) & ~Q(remark="")
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
    return with_subject(messages.select_related("account__state", "author")).annotate(
        recipients=Count("mails", filter=real),
        opened=Count("mails", filter=real & Q(mails__first_opened_at__isnull=False)),
    )


def with_subject(messages: QuerySet[Message]) -> QuerySet[Message]:
    """With `sent_subject`, as it stands in a mail; empty or None where there is none yet."""
    mails = Mail.objects.filter(message=OuterRef("pk"), kind=Mail.Kind.MESSAGE).order_by("-subject")
    return messages.annotate(sent_subject=Subquery(mails.values("subject")[:1]))


def line_of(message: Message, company: str) -> str:
    """The subject as it was sent, of a message `with_subject`; else with what is known before a recipient is."""
    sent: str | None = vars(message).get("sent_subject")
    return sent or fill(message.subject, values_for(message.account, None, None, company))[0]


def counts(messages: QuerySet[Message]) -> dict[str, int]:
    """How many there are in each state."""
    found = dict(messages.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in STATES}


def for_attention(user: Any) -> QuerySet[Message]:
    """What waits for this person: messages to approve, and their own that were not sent or came back."""
    if not may(user, "read_accounts"):
        return Message.objects.none()
    mine = Q(author=user) & (Q(state=Message.State.FAILED) | _CAME_BACK)
    if not may(user, "approve_messages"):
        return Message.objects.filter(mine)
    waiting = Q(state=Message.State.WAITING)
    if not may(user, "write_all_accounts"):
        waiting &= Q(account__in=writable_accounts(user))
    return Message.objects.filter(mine | waiting)


def unassigned() -> QuerySet[IncomingMail]:
    return IncomingMail.objects.filter(state=IncomingMail.State.WAITING).order_by("-at", "-pk")


def overdue() -> QuerySet[Mail]:
    """Mails that should have gone and did not; for `tenure check`."""
    return Mail.objects.filter(state=Mail.State.QUEUED, due_at__lt=timezone.now() - timedelta(minutes=30))
