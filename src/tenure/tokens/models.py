"""Tokens by which programs act for a person, and the answers they were given."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models


class Token(models.Model):
    """Lets a program act under the permissions of its person, for reading only or for writing too.

    The secret is shown once and kept as its hash alone. It is random and long, so a fast hash is as good as a slow one.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, help_text="What it is for")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=16, help_text="How the secret begins, to tell it from others")
    may_write = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To some minutes")

    def __str__(self) -> str:
        return self.name

    def state(self, now: datetime) -> str:
        """In force, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at and self.expires_at <= now else "in force"


class Answer(models.Model):
    """What a request with an idempotency key was answered; the same request again gets it again and changes nothing."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64, help_text="Hash of the method, the address and what was sent")
    status = models.PositiveSmallIntegerField(default=0)
    body: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once")]

    def __str__(self) -> str:
        return self.key


class SentForm(models.Model):
    """What a form that makes something was answered; the same form sent again gets it again and makes nothing."""

    form = models.CharField(max_length=64, unique=True, help_text="Hash of who sent it, where to and what was in it")
    status = models.PositiveSmallIntegerField(default=0)
    headers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    content = models.BinaryField(default=b"")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.form
