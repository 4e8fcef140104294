"""How stored words read on the account page."""

from typing import Final
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.timeline import Link
from tenure.web.account.markdown import rendered

register = template.Library()
register.filter("markdown", rendered)
_PAGES: Final = {"task": "tasks:detail", "review": "reviews:detail", "meeting": "meetings:detail",
                 "mail": "messages:mail", "onboarding": "onboarding:page", "account": "account:page"}  # fmt: skip


@register.filter
def doer(one: Contact | User) -> str:
    """How a form names who does something."""
    return f"contact:{one.pk}" if isinstance(one, Contact) else f"person:{one.pk}"


@register.filter
def page_of(link: Link) -> str:
    """The address of what an entry of the timeline leads to."""
    url = reverse(_PAGES[link.kind], args=[link.id])
    return f"{url}?{urlencode({'as_of': link.day.isoformat()})}" if link.day else url
