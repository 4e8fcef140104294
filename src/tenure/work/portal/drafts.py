"""What a contact has typed and not sent yet, kept for them as they type."""

from typing import Any, Final

from django.utils import timezone

from tenure.customers.models import Contact
from tenure.work.portal.models import PortalDraft

_LONGEST: Final = 60_000  # characters of one form; more is not kept, and the form itself says what does not fit


def keep(contact: Contact, form: str, rows: list[dict[str, str]]) -> bool:
    """Keep rows of a form; nothing typed is no draft."""
    if not any(any(row.values()) for row in rows):
        drop(contact, form)
        return False
    if sum(len(value) for row in rows for value in row.values()) > _LONGEST:
        return False
    PortalDraft.objects.update_or_create(
        contact=contact, form=form, defaults={"values": rows, "saved_at": timezone.now()}
    )
    return True


def held(contact: Contact, form: str) -> list[dict[str, Any]]:
    found = PortalDraft.objects.filter(contact=contact, form=form).values_list("values", flat=True).first()
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def drop(contact: Contact, form: str) -> None:
    PortalDraft.objects.filter(contact=contact, form=form).delete()
