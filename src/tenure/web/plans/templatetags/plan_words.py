"""Filters of the pages about plans."""

from django import template

register = template.Library()


@register.filter
def over(part: int, whole: int) -> float | None:
    """A share, none of nothing."""
    return part / whole if whole else None
