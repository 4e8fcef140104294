"""Filters of the pages about plans."""

from django import template

register = template.Library()


@register.filter
def over(part: int, whole: int) -> float | None:
    """A share, none of nothing."""
    return part / whole if whole else None


@register.filter
def done(verb: str) -> str:
    """A verb of the journal as a line begins with it: objective.value_removed is "Value removed"."""
    return verb.removeprefix("objective.").replace(".", " ").replace("_", " ").capitalize()
