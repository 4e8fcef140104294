"""Messages, the mails they become, what was seen of them, and mails that came in."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tenure.core.model import TextKey

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def mail_key() -> str:
    """Twenty letters by chance: a mail's key stands in addresses for replies, where no signature fits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(20))


class MailSettings(models.Model):
    """How the company writes to its customers: one row."""

    approval = models.BooleanField(default=False, help_text="Every message waits until a lead approves it.")
    opens = models.BooleanField(default=True, help_text="Log when a message is opened and a link in it followed.")
    daily_limit = models.PositiveSmallIntegerField(default=3, help_text="Messages to one person on one day, at most.")

    class Meta:
        app_label = "work"

    def __str__(self) -> str:
        return "Settings of messages"


def mail_settings() -> MailSettings:
    """The one row; made with its defaults the first time."""
    return MailSettings.objects.get_or_create(pk=1)[0]


class MailStop(models.Model):
    """An address that gets no more messages: its owner said so, or it does not exist."""

    class Kind(models.TextChoices):
        OPTED_OUT = "opted_out", "Asked for no more messages"
        BOUNCED = "bounced", "Does not exist"
        COMPLAINED = "complained", "Complained about a message"

    address = models.CharField(max_length=254, unique=True, help_text="In small letters")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    why = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        app_label = "work"

    def __str__(self) -> str:
        return f"{self.address}: {self.get_kind_display()}"


class Message(models.Model):
    """What somebody writes to contacts of an account, with merge fields. Each recipient gets a mail of their own.

    The state is that of the whole: `failed` when one of its mails needs a person, `queued` while one is on its way.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        WAITING = "waiting", "Waits for approval"
        QUEUED = "queued", "On its way"
        SENT = "sent", "Sent"
        FAILED = "failed", "Needs attention"
        WITHDRAWN = "withdrawn", "Withdrawn"

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="messages")
    template = models.CharField(max_length=60, blank=True, default="", help_text="Key of the template it began with")
    template_version = models.PositiveIntegerField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False, help_text="Its template says so")
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="Markdown with merge fields")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="messages")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    remark = models.TextField(blank=True, default="", help_text="Why it was sent back to its author")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(help_text="When it last came into its state")

    class Meta:
        app_label = "work"
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="message_at"),
            models.Index(fields=["state", "-changed_at", "-id"], name="message_state_at"),
            models.Index(fields=["account", "-changed_at"], name="message_account_at"),
            models.Index(fields=["author", "state", "-changed_at"], name="message_author_state"),
        ]

    def __str__(self) -> str:
        return self.subject


class Mail(models.Model):
    """One e-mail to one person: what a message or an invitation became. See docs/algorithms/sending.md.

    Until it is submitted its text is empty: it is rendered from the message each time it is looked at.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message", "Message"
        INVITATION = "invitation", "Invitation"
        TEST = "test", "Test"
        LINK = "link", "Link to their page"
        CODE = "code", "Code for their page"
        NOTICE = "notice", "Notice to a colleague"
        NEWS = "news", "What is new on their page"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        WAITING = "waiting", "Waits for approval"
        QUEUED = "queued", "On its way"
        SENDING = "sending", "Being handed over"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"
        UNKNOWN = "unknown", "Perhaps sent"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # What a contact may ask for no more of.
    STOPPABLE = frozenset({Kind.MESSAGE, Kind.NEWS})

    id = TextKey(primary_key=True, default=mail_key, max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MESSAGE)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    meeting = models.ForeignKey("work.Meeting", null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="mails",
        help_text="None of a notice about no account",
    )  # fmt: skip
    contact_id = models.CharField(max_length=190, blank=True, default="")
    to_name = models.CharField(max_length=200, blank=True, default="")
    to_email = models.CharField(max_length=254, blank=True, default="")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_name = models.CharField(max_length=200, blank=True, default="")
    from_email = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=400, blank=True, default="")
    html = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    calendar = models.TextField(blank=True, default="", help_text="An invitation as iCalendar")
    header_id = models.CharField(max_length=200, null=True, blank=True, unique=True, help_text="Message-ID header")
    provider_id = models.CharField(max_length=200, blank=True, default="", db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    problem = models.TextField(blank=True, default="", help_text="Why it has not gone, as a sentence")
    attempt = models.PositiveIntegerField(default=0, help_text="Fences off workers of earlier attempts")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Attempts since a person let it go")
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True, help_text="From here on it may have left")
    sent_at = models.DateTimeField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    touchpoint_id = models.CharField(max_length=190, blank=True, default="")

    class Meta:
        app_label = "work"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "contact_id"], condition=Q(kind="message"), name="mail_once_per_contact"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="mail_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="mail_lease"),
            models.Index(fields=["to_email", "state", "sent_at"], name="mail_to"),
            models.Index(fields=["account", "-first_opened_at"], name="mail_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.subject or self.pk} to {self.to_name or self.to_email}"


class MailLink(models.Model):
    """A link in a mail: its signed address leads to exactly this one."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="links")
    number = models.PositiveSmallIntegerField()
    url = models.TextField()

    class Meta:
        app_label = "work"
        constraints = [models.UniqueConstraint(fields=["mail", "number"], name="mail_link_once")]

    def __str__(self) -> str:
        return self.url


class MailSeen(models.Model):
    """Somebody, or somebody's mail program, loaded the picture of a mail or followed a link in it."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="seen")
    link = models.ForeignKey(MailLink, null=True, blank=True, on_delete=models.CASCADE, related_name="seen")
    at = models.DateTimeField()

    class Meta:
        app_label = "work"
        indexes = [models.Index(fields=["mail", "-at"], name="mail_seen_at")]

    def __str__(self) -> str:
        return f"{self.mail_id} at {self.at}"


class IncomingMail(models.Model):
    """A mail that came in: a reply, or a copy of what a colleague wrote. Counted once by its Message-ID."""

    class State(models.TextChoices):
        TAKEN = "taken", "On the timeline"
        WAITING = "waiting", "Not assigned"
        LEFT_OUT = "left_out", "Left out"

    header_id = models.CharField(max_length=200, unique=True, help_text="Message-ID header")
    source = models.CharField(max_length=30, help_text="mailbox, or the provider whose webhook brought it")
    at = models.DateTimeField()
    from_name = models.CharField(max_length=200, blank=True, default="")
    from_email = models.CharField(max_length=254, blank=True, default="")
    to: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Addresses in To and Cc")
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="", help_text="Without what it quotes")
    attachments: models.JSONField[Any, Any] = models.JSONField(default=list, help_text="Name, type and size; not kept")
    ours = models.BooleanField(default=False, help_text="Written by a colleague, who sent a copy")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=300, blank=True, default="", help_text="Why it is not assigned")
    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="incoming_mails"
    )
    contact_id = models.CharField(max_length=190, blank=True, default="")
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    touchpoint_id = models.CharField(max_length=190, blank=True, default="")

    class Meta:
        app_label = "work"
        indexes = [models.Index(fields=["state", "-at"], name="incoming_state_at")]

    def __str__(self) -> str:
        return self.subject or self.header_id
