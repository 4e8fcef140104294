"""A part of the account's page: meetings to come or to be written down, and messages that have not gone yet."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tenure.company.clock import zone
from tenure.company.models import settings_row
from tenure.company.roles import needs
from tenure.customers.access import account_or_404, may_write
from tenure.work.meetings.models import Meeting
from tenure.work.messages.listing import line_of, with_subject
from tenure.work.models import Message

_MOST: Final = 4
_OPEN: Final = (Message.State.DRAFT, Message.State.WAITING, Message.State.FAILED)


@require_safe
@needs("read_accounts")
def of_account(request: HttpRequest, account_id: str) -> HttpResponse:
    account, now, here = account_or_404(request.user, account_id), timezone.now(), zone()
    planned = Meeting.objects.filter(account=account, state=Meeting.State.PLANNED).select_related("organiser")
    coming = list(planned.filter(ends_at__gte=now).order_by("starts_at", "pk")[:_MOST])
    over = list(planned.filter(ends_at__lt=now).order_by("-starts_at", "-pk")[:_MOST])
    messages = Message.objects.filter(account=account, state__in=_OPEN).select_related("account", "author")
    newest, company = with_subject(messages).order_by("-changed_at", "-pk")[:_MOST], settings_row().name
    context = {
        "account": account, "may_write": may_write(request.user, account),
        "coming": [(one, one.starts_at.astimezone(here)) for one in coming],
        "over": [(one, one.starts_at.astimezone(here)) for one in over],
        "messages": [(one, line_of(one, company)) for one in newest],
    }  # fmt: skip
    return render(request, "meetings/_of_account.html", context)
