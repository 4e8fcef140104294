"""Small words of the pages of tasks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from tenure.work.models import ChecklistItem

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """What stands under a key; nothing where there is none."""
    return values.get(key) if values else None


@register.filter
def done_of(items: Sequence[ChecklistItem]) -> str:
    return f"{sum(item.done_at is not None for item in items)} of {len(items)} done"
