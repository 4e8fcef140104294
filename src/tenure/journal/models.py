"""The journal: every change that a person, an import or a rule made, as an append-only row."""

from typing import Any

from django.conf import settings
from django.db import models


class Change(models.Model):
    """Who did what to whom, when, and why. Never updated, never deleted."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(max_length=60, default="page", help_text="page, import, job, api or the name of a rule")
    verb = models.CharField(max_length=60, help_text="account.assigned, note.written, segment.shared ...")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=190)
    account_id = models.CharField(max_length=190, blank=True, default="")
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    after: models.JSONField[Any, Any] = models.JSONField(default=dict)
    reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-at"], name="change_account_at"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="change_subject_at"),
            models.Index(fields=["verb", "-at"], name="change_verb_at"),
            models.Index(fields=["actor", "-at"], name="change_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"
