"""How stored words read on the account page."""

from django import template

from tenure.company.models import User
from tenure.customers.models import Contact

register = template.Library()


@register.filter
def plain(word: str) -> str:
    """executive_sponsor as people write it."""
    return word.replace("_", " ")


@register.filter
def doer(one: Contact | User) -> str:
    """How a form names who does something."""
    return f"contact:{one.pk}" if isinstance(one, Contact) else f"person:{one.pk}"
