"""How the company writes to its customers."""

from typing import Any

from django.db import transaction

from tenure.company.roles import require
from tenure.core.problems import NotAccepted
from tenure.journal.write import record
from tenure.work.messages.models import MailSettings, mail_settings

_MOST = 20


def configure(user: Any, *, approval: bool, opens: bool, daily_limit: int) -> MailSettings:
    """Set whether messages wait for approval, whether opens are logged, and how many a person gets a day."""
    require(user, "manage_settings")
    if not 1 <= daily_limit <= _MOST:
        raise NotAccepted(f"Messages a day: between 1 and {_MOST}.")
    mail_settings()
    values = {"approval": approval, "opens": opens, "daily_limit": daily_limit}
    with transaction.atomic():
        row = MailSettings.objects.select_for_update().get(pk=1)
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        if before != values:
            record("mail.configured", row, actor=user, before=before, after=values)
    return row
