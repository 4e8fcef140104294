"""The address of a calendar."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """Who knows the secret of its address may read one person's tasks and meetings, and nothing else.

    Like a token's, the secret is shown once and kept as its hash alone.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True, help_text="To some minutes")

    class Meta:
        app_label = "work"

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
