"""Notices by mail, for who wants them: all that wait for a person in one mail, sent once like every other."""

import re
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tenure.company.models import User
from tenure.library.messages import write
from tenure.work.messages.models import Mail
from tenure.work.messages.queueing import queue
from tenure.work.messages.rendering import address_from
from tenure.work.notices.models import Notice

_A_TIME: Final = 500
_IN_ONE: Final = 50
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")


def mail_out() -> int:
    """Make the mails of what was not mailed yet; how many mails. What was read meanwhile is not mailed."""
    people = Notice.objects.filter(to_mail=True).order_by().values_list("user_id", flat=True).distinct()
    return sum(_mail_to(user_id) for user_id in list(people[:_A_TIME]))


@transaction.atomic
def _mail_to(user_id: int) -> int:
    user = User.objects.select_for_update().get(pk=user_id)
    wanted = Notice.objects.filter(user=user, to_mail=True).select_related("account")
    waiting = list(wanted.order_by("at", "pk")[:_IN_ONE])
    Notice.objects.filter(pk__in=[notice.pk for notice in waiting]).update(to_mail=False)
    unread = [notice for notice in waiting if notice.read_at is None]
    if not unread or not user.is_active:
        return 0
    queue(_written(user, unread))
    return 1


def _written(user: User, notices: list[Notice]) -> Mail:
    made = write("\n\n".join(_line(notice) for notice in notices) + _foot(), {})
    mail = Mail(kind=Mail.Kind.NOTICE, to_name=str(user)[:200], to_email=user.email.lower())
    mail.account = notices[0].account if len(notices) == 1 else None
    mail.subject = notices[0].title if len(notices) == 1 else f"{len(notices)} notices"
    mail.html, mail.text = made.html, made.text
    address_from(mail, None)
    mail.save()
    return mail


def _line(notice: Notice) -> str:
    head, path = _plain(notice.title), reverse("notices:open", args=[notice.pk])
    head = f"[{head}]({settings.TENURE_URL}{path})" if settings.TENURE_URL else head
    more = [_plain(part) for part in (str(notice.account or ""), notice.text) if part]
    return "\n".join((f"**{head}**", *more))


def _foot() -> str:
    return f"\n\n[Choose what comes by mail]({settings.TENURE_URL}{reverse('me')})" if settings.TENURE_URL else ""


def _plain(text: str) -> str:
    """What people wrote is no markup here."""
    return _PUNCTUATION.sub(r"\\\1", text)
