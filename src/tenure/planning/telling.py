"""Who did something, a colleague or a contact of the customer, and its row in the journal."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.journal.models import Change
from tenure.journal.write import record

PORTAL = "portal"


def tell(
    verb: str, subject: Any, account_id: str, user: Any, contact: Contact | None = None, *,
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None, reason: str = "",
) -> Change:  # fmt: skip
    """What a contact did stands there without an actor, with who they are."""
    said = plain(after or {})
    if contact is not None:
        said |= {"contact_id": contact.pk, "by": str(contact)}
    return record(verb, subject, actor=None if contact else user, account_id=account_id, before=plain(before or {}),
                  after=said, reason=reason, origin=PORTAL if contact else "")  # fmt: skip


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """A colleague by e-mail address, as everywhere in the journal; a contact by id."""
    if isinstance(value, User):
        return value.email
    if isinstance(value, Contact):
        return value.pk
    if isinstance(value, Decimal):
        return written(value)
    return str(value) if isinstance(value, date) else value


def written(value: Decimal) -> str:
    """Without zeros that say nothing: 40, 0.5."""
    return f"{value.normalize():f}"


def changed(row: Any, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set what differs; what it was and what it is now."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    before = {name: getattr(row, name) for name in differing}
    for name, value in differing.items():
        setattr(row, name, value)
    return before, differing
