"""How stored words read on the account page."""

from django import template

register = template.Library()


@register.filter
def plain(word: str) -> str:
    """executive_sponsor as people write it."""
    return word.replace("_", " ")
