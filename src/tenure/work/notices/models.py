"""What a person was told, what they want to be told, and how."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """Something that happened for one person, told once: `key` names the happening. It stays, read or not."""

    class Kind(models.TextChoices):
        MENTION = "mention", "Named you"
        REMINDER = "reminder", "Reminder"
        CUSTOMER = "customer", "The customer"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=190, help_text="Names what happened, so that it is told once")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=300, blank=True, default="")
    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    about_kind = models.CharField(max_length=20, blank=True, default="", help_text="task, touchpoint, meeting ...")
    about_id = models.CharField(max_length=190, blank=True, default="")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    to_mail = models.BooleanField(default=False, help_text="A mail of it is still to be made")

    class Meta:
        app_label = "work"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(to_mail=True), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return self.title


class Reminder(models.Model):
    """At a moment a person is told about something they chose; it is told once and kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    text = models.CharField(max_length=200, blank=True, default="")
    account = models.ForeignKey(
        "customers.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="reminders"
    )
    task = models.ForeignKey("work.Task", null=True, blank=True, on_delete=models.CASCADE, related_name="reminders")
    meeting = models.ForeignKey(
        "work.Meeting", null=True, blank=True, on_delete=models.CASCADE, related_name="reminders"
    )
    due_at = models.DateTimeField()
    minutes_before = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of a meeting: it moves with its beginning"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "work"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(told_at=None), name="reminder_due"),
            models.Index(fields=["user", "due_at"], name="reminder_of_user"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.task or self.meeting or self.account or "Reminder")


class NoticeSettings(models.Model):
    """Whether a person gets their notices by mail too; without a row they do not."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings")
    mail = models.BooleanField(default=False)

    class Meta:
        app_label = "work"

    def __str__(self) -> str:
        return f"Notices of {self.user}"
