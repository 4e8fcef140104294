"""Who may see, write and approve a message."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from tenure.company.models import User
from tenure.company.roles import may
from tenure.customers.access import may_write, visible_rows
from tenure.work.messages.models import Message, mail_settings


def visible_messages(user: Any) -> QuerySet[Message]:
    """Drafts too."""
    return visible_rows(user, Message.objects.all())


def message_or_404(user: Any, message_id: int) -> Message:
    found = visible_messages(user).select_related("account__owner", "account__state", "author", "approved_by")
    return get_object_or_404(found, pk=message_id)


def may_change(user: Any, message: Message) -> bool:
    return may_write(user, message.account)


def may_approve(user: Any, message: Message) -> bool:
    return may(user, "approve_messages") and may_write(user, message.account)


def must_wait(user: Any, message: Message) -> bool:
    """Whether somebody else has to approve what this person sends: who may approve need not ask."""
    return (message.needs_approval or mail_settings().approval) and not may_approve(user, message)


def sender_of(message: Message) -> User | None:
    """A message comes from the owner of its account, or from its author while nobody owns it."""
    return message.account.owner or message.author
