"""Two people wrote at once: what stands there now beside what was typed, so that neither is lost unseen."""

from collections.abc import Iterable, Mapping
from typing import Any

from tenure.customers.models import Contact

NOTHING = "nothing"
Both = tuple[str, str, str]  # field, theirs, yours


def both(labels: Mapping[str, str], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Both]:
    """Where the two differ, in the order of `labels`. How a browser ends its lines is no difference."""
    pairs = ((label, _said(theirs.get(name)), _said(mine.get(name))) for name, label in labels.items())
    return [(label, there, typed) for label, there, typed in pairs if there != typed]


def names_of(account_id: str, keys: Iterable[str]) -> dict[str, str]:
    """Contacts of an account as they are called, also those who left."""
    return {one.pk: str(one) for one in Contact.objects.filter(account=account_id, pk__in=list(keys))}


def names(chosen: Mapping[str, Any], keys: Iterable[str]) -> str:
    """People by name, those that are not known any more by their key."""
    return ", ".join(sorted(str(chosen.get(key, key)) for key in keys))


def _said(value: Any) -> str:
    return str("" if value is None else value).replace("\r\n", "\n").strip() or NOTHING
