"""What we did with a customer, and what they asked of us."""

from typing import Any

from django.conf import settings
from django.db import models

from tenure.core.model import Fact, TextKey
from tenure.work.meetings.models import Attendee, Meeting
from tenure.work.messages.models import (
    IncomingMail,
    Mail,
    MailLink,
    MailSeen,
    MailSettings,
    MailStop,
    Message,
)

__all__ = [
    "Attendee",
    "IncomingMail",
    "Mail",
    "MailLink",
    "MailSeen",
    "MailSettings",
    "MailStop",
    "Meeting",
    "Message",
    "Ticket",
    "Touchpoint",
]


class Touchpoint(Fact):
    """A contact with the customer: meeting, call, mail, or a note about them."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="touchpoints")
    contact_id = models.CharField(max_length=190, blank=True, default="")
    kind = models.CharField(max_length=20, default="note", help_text="note, call, email, meeting")
    occurred_at = models.DateTimeField()
    subject = models.CharField(max_length=300, blank=True, default="")
    body = models.TextField(blank=True, default="", help_text="Markdown")
    csm_id = models.CharField(max_length=190, blank=True, default="", help_text="E-mail of who held it, when imported")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="touchpoints"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    direction = models.CharField(max_length=3, blank=True, default="", help_text="in or out, of a mail")
    participants: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Names of who took part")
    decisions: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="What was decided")

    class Meta:
        indexes = [models.Index(fields=["account", "-occurred_at"], name="touchpoint_account_at")]

    def __str__(self) -> str:
        return self.subject or self.kind


class Ticket(Fact):
    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="tickets")
    contact_id = models.CharField(max_length=190, blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    priority = models.CharField(max_length=20, blank=True, default="", help_text="low, normal, high, urgent")
    status = models.CharField(max_length=20, default="open", help_text="open, pending, solved, closed")
    escalated = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-opened_at"], name="ticket_account_at")]

    def __str__(self) -> str:
        return self.subject or self.id
