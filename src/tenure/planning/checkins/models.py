"""Cadences of check-ins, and when each account was last checked in with."""

from django.db import models


class CheckInCadence(models.Model):
    """How many days may pass: between two meetings or calls, and between two messages read or visits to their page.

    An empty tier or segment means any; of several that fit, the one that names more counts. Without a row of a motion
    its default counts (see `cadence.DEFAULTS`).
    """

    motion = models.CharField(max_length=40)
    tier = models.CharField(max_length=40, blank=True, default="")
    segment = models.CharField(max_length=80, blank=True, default="")
    people_days = models.PositiveIntegerField(null=True, blank=True, help_text="Meeting or call")
    digital_days = models.PositiveIntegerField(null=True, blank=True, help_text="Message read or page visited")

    class Meta:
        app_label = "planning"
        constraints = [
            models.UniqueConstraint(fields=["motion", "tier", "segment"], name="check_in_cadence_once"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.motion, self.tier, self.segment)))


class CheckIn(models.Model):
    """When an account was last met and last reached, and by when the next is due. Derived: comes back when deleted."""

    account = models.OneToOneField(
        "customers.Account", on_delete=models.CASCADE, primary_key=True, related_name="check_in"
    )
    people_on = models.DateField(null=True)
    digital_on = models.DateField(null=True)
    due_on = models.DateField(null=True, help_text="The first of what is due; null without a cadence")
    motion = models.CharField(max_length=40, blank=True, default="", help_text="The account's, its cadence's too")
    due_by = models.CharField(max_length=10, blank=True, default="", help_text="people or digital: what is due first")

    class Meta:
        app_label = "planning"
        indexes = [
            models.Index(fields=["due_on", "account"], name="check_in_due"),
            models.Index(fields=["motion", "due_on", "account"], name="check_in_due_of_motion"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: due {self.due_on}"


class CheckInMark(models.Model):
    """Up to when check-ins were looked at. One row."""

    at = models.DateTimeField()
    day = models.DateField()
    past_at = models.DateTimeField(help_text="When what is known of past days was last seen to be another")

    class Meta:
        app_label = "planning"

    def __str__(self) -> str:
        return f"{self.day}"
