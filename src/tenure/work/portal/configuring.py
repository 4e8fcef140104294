"""How customers open their page: for everybody, and where one account differs."""

from typing import Any, Final

from django.db import transaction
from django.http import Http404

from tenure.company.roles import require
from tenure.core.problems import NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account
from tenure.journal.write import record
from tenure.work.portal.models import PortalRule, PortalSettings, portal_settings

LONGEST: Final = 366


@transaction.atomic
def configure(user: Any, *, days: int, code: bool, former: bool) -> PortalSettings:
    """How long a new link opens the page, whether a code is asked for, and whether former customers still get in."""
    require(user, "manage_settings")
    if not 1 <= days <= LONGEST:
        raise NotAccepted(f"A link opens the page for 1 to {LONGEST} days.")
    portal_settings()
    row = PortalSettings.objects.select_for_update().get(pk=1)
    values = {"days": days, "code": code, "former": former}
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    if before != values:
        record("portal.configured", row, actor=user, before=before, after=values)
    return row


@transaction.atomic
def ask_code_of(user: Any, account: Account, code: bool | None) -> None:
    """Whether the people of an account are asked for a code; None is as the settings say."""
    if not may_write(user, account):
        raise Http404
    held = PortalRule.objects.filter(account=account).first()
    before = held.code if held else None
    if before == code:
        return
    if code is None:
        PortalRule.objects.filter(account=account).delete()
    else:
        PortalRule.objects.update_or_create(account=account, defaults={"code": code})
    record("portal.code_asked", account, actor=user, account_id=account.pk, before={"code": before},
           after={"code": code})  # fmt: skip
