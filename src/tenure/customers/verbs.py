"""What people do to one account: each verb checks permission, changes, and writes its row in the journal."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from tenure.company.models import Role, User
from tenure.company.roles import require
from tenure.customers.access import may_write, visible_accounts
from tenure.customers.models import Account
from tenure.journal.models import Change
from tenure.journal.write import record

EDITABLE: Final = (
    "name", "domain", "segment", "region", "country", "industry", "tier", "motion", "channel", "do_not_ask", "owner",
)  # fmt: skip


class EditError(ValueError):
    """A change that cannot be made; the message is a sentence for the person who asked for it."""


class Conflict(EditError):
    """Somebody else changed the same field since the person looked at it."""


def edit_account(
    actor: Any, account_id: str, changes: Mapping[str, Any], *, seen: Mapping[str, Any] | None = None, reason: str = ""
) -> Change | None:
    """Set fields of one account; `owner` by e-mail address, "" for nobody. None when nothing was different.

    `seen` is what the person saw when they began: a field that is something else by now raises Conflict. A stranger's
    account is a 404.
    """
    with transaction.atomic():
        account = visible_accounts(actor).select_for_update().filter(pk=account_id).first()
        if account is None or not may_write(actor, account):
            raise Http404
        _refuse_stale(account, seen or {})
        before, after = _apply(actor, account, changes)
        if not after:
            return None
        account.save()
        return record("account.edited", account, actor=actor, account_id=account.pk, before=before, after=after,
                      reason=reason)  # fmt: skip


def _refuse_stale(account: Account, seen: Mapping[str, Any]) -> None:
    for field, value in seen.items():
        now = value_of(account, field)
        if now != value:
            shown = now if now not in ("", None) else "nothing"
            raise Conflict(f"{_label(field)} was changed to {shown} in the meantime. Look at it and try again.")


def value_of(account: Account, field: str) -> Any:
    """The value of an editable field as conditions and the journal write it."""
    if field not in EDITABLE:
        raise EditError(f"{_label(field)} cannot be edited here: it comes from imported facts.")
    if field == "owner":
        return account.owner.email if account.owner else ""
    return getattr(account, field)


def _apply(actor: Any, account: Account, changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    for field, value in changes.items():
        old = value_of(account, field)
        if old == value:
            continue
        _set(actor, account, field, value)
        before[field], after[field] = old, value_of(account, field)
    return before, after


def _set(actor: Any, account: Account, field: str, value: Any) -> None:
    if field == "owner":
        require(actor, "assign_owner")
        account.owner = person(value)
        return
    setattr(account, field, _tidy(value))
    try:
        account.clean_fields(exclude=[other.name for other in Account._meta.fields if other.name != field])
    except ValidationError as error:
        raise EditError(f"{_label(field)}: {' '.join(error.messages)}") from None


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def person(email: str) -> User | None:
    """The active member of the team with this address; None for nobody."""
    if not email:
        return None
    found = User.objects.filter(email=email.lower(), is_active=True).exclude(role__in=(Role.CUSTOMER, Role.VIEWER))
    owner = found.first()
    if owner is None:
        raise EditError(f"{email} is not an active member of the team who can own accounts.")
    return owner


def _label(field: str) -> str:
    return field.replace("_", " ").capitalize()
