from typing import Any

from django.conf import settings
from django.db import models


class Segment(models.Model):
    """A saved view of the accounts: a filter, columns and an order. The filter serves wherever a segment is asked.

    `condition` is a tree for tenure.core.conditions; `columns` and `sort` say how the list shows it.
    """

    name = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="segments")
    shared = models.BooleanField(default=False)
    condition: models.JSONField[Any, Any] = models.JSONField(default=dict)
    search = models.CharField(max_length=200, blank=True, default="")
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)
    sort = models.CharField(max_length=60, default="-arr")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="segment_name_once_per_owner")]

    def __str__(self) -> str:
        return self.name


class ColumnChoice(models.Model):
    """Columns, in order, that a person last chose for a saved view; for all accounts when `segment` is null."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    segment = models.ForeignKey(Segment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "segment"], name="columns_once_per_view"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(segment=None), name="columns_once_for_all_accounts"
            ),
        ]

    def __str__(self) -> str:
        return f"columns of {self.user_id} for {self.segment_id or 'all accounts'}"
