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
    sort = models.CharField(max_length=60, default="-arr_minor")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="segment_name_once_per_owner")]

    def __str__(self) -> str:
        return self.name
