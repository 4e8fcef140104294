"""Words of the customer's page."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from tenure.web.account.markdown import rendered
from tenure.web.portal import wording

register = template.Library()
register.filter("markdown", rendered)
register.filter("short_day", wording.short_day)
register.filter("until", wording.until)


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, *args: Any) -> str:
    """The address of another page of the same contact, of their own or of a preview."""
    return str(context["here"].url(name, *args))


@register.simple_tag
def greeting() -> str:
    return wording.greeting(timezone.localtime().hour)
