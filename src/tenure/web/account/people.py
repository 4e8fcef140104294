"""The people of an account: contacts, the roles nobody fills, and the users of the product with their last visit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q

from tenure.customers.models import Account, Contact, ProductUser
from tenure.engine.account import UserSeen

LIMIT: Final = 60
_MOST: Final = 5_000  # users of one account that are looked at
# Without these an account hangs on one person or on nobody.
_NEEDED: Final = {"executive_sponsor": "No executive sponsor", "champion": "No champion"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A role that nobody fills, since the day the last one left if it is known."""

    words: str
    since: date | None


@dataclass(frozen=True, slots=True)
class User:
    row: ProductUser
    seen: UserSeen | None
    gone: bool  # deactivated by the day of the page

    @property
    def state(self) -> tuple[str, str]:
        """Band and word."""
        if self.row.is_internal:
            return "idle", "Ours"
        if self.gone:
            return "idle", "Deactivated"
        if self.seen is None:
            return "bad", "Not seen"
        return ("good", "Active") if self.seen.days else ("warn", "Quiet")


def contacts(account: Account, day: date) -> list[Contact]:
    """Those who are there first, by name; then those who left, the latest first."""
    known = Contact.objects.filter(Q(created_on=None) | Q(created_on__lte=day), account=account)
    return list(known.order_by(F("left_on").desc(nulls_first=True), "name", "pk")[:LIMIT])


def twice(found: Iterable[Contact], day: date) -> set[str]:
    """Keys of those who are there and share their address with another: one was added here, the other came in."""
    by_address = defaultdict(list)
    for contact in still_there(found, day):
        if contact.email:
            by_address[contact.email.casefold()].append(contact.pk)
    return {key for keys in by_address.values() if len(keys) > 1 for key in keys}


def still_there(found: Iterable[Contact], day: date) -> list[Contact]:
    """Contacts who had not left by the day, those with a role first."""
    here = [contact for contact in found if contact.left_on is None or contact.left_on > day]
    return sorted(here, key=lambda contact: (not contact.role, contact.name))


def gaps(found: Iterable[Contact], day: date) -> list[Gap]:
    """Needed roles without anybody in them; nothing when no role is known at all, because then nothing is missing."""
    contacts = list(found)
    if not any(contact.role for contact in contacts):
        return []
    here = {contact.role for contact in still_there(contacts, day)}
    return [Gap(words, _left(contacts, role, day)) for role, words in _NEEDED.items() if role not in here]


def _left(contacts: Iterable[Contact], role: str, day: date) -> date | None:
    days = [contact.left_on for contact in contacts if contact.role == role and contact.left_on]
    return max((left for left in days if left <= day), default=None)


def users(account: Account, day: date, seen: Mapping[str, UserSeen]) -> list[User]:
    """Named users, those seen last first; users who came after the day are not there yet."""
    known = ProductUser.objects.filter(Q(created_at=None) | Q(created_at__date__lte=day), account=account)
    rows = [User(row, seen.get(row.pk), _gone(row, day)) for row in known.order_by("name", "pk")[:_MOST]]
    # Those who may sign in first, by their last visit.
    return sorted(rows, key=lambda user: (not user.gone, user.seen.last_seen if user.seen else date.min), reverse=True)


def _gone(row: ProductUser, day: date) -> bool:
    return row.deactivated_on is not None and row.deactivated_on <= day
