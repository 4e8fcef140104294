"""Meetings and who takes part."""

from typing import Any

from django.conf import settings
from django.db import models


class Meeting(models.Model):
    """An appointment with people of an account. `sequence` counts what attendees' calendars were told."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="meetings")
    uid = models.CharField(max_length=120, unique=True, help_text="Names it in every calendar, for good")
    sequence = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    agenda = models.TextField(blank=True, default="", help_text="Markdown, sent to everybody")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=60, help_text="Time zone in which it was planned")
    place = models.CharField(max_length=200, blank=True, default="")
    link = models.URLField(max_length=500, blank=True, default="")
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="meetings"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    notes = models.TextField(blank=True, default="", help_text="Markdown, for us")
    decisions: models.JSONField[Any, Any] = models.JSONField(default=list)
    touchpoint_id = models.CharField(max_length=190, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField()

    class Meta:
        app_label = "work"
        indexes = [
            models.Index(fields=["account", "-starts_at"], name="meeting_account_at"),
            models.Index(fields=["organiser", "starts_at"], name="meeting_organiser_at"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendee(models.Model):
    """Somebody who is invited: a contact, or a colleague."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    contact_id = models.CharField(max_length=190, blank=True, default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True, default="")
    answer = models.CharField(max_length=12, blank=True, default="", help_text="accepted, declined or tentative")

    class Meta:
        app_label = "work"
        constraints = [models.UniqueConstraint(fields=["meeting", "email", "name"], name="attendee_once")]

    def __str__(self) -> str:
        return self.name
