"""Totals of a selection, computed by the database: sums, ratios of sums, and how much renews soon."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum

from tenure.customers.models import Account, AccountState
from tenure.customers.selection import Selection
from tenure.journal.models import Change

SOON = timedelta(days=90)
_SECONDS = 30  # at most this old after a refresh or an import; edits by people are seen at once


@dataclass(frozen=True, slots=True)
class Totals:
    """Money is minor units of the reporting currency; None where no account has a value."""

    accounts: int
    owners: int
    as_of: date | None
    arr_minor: int | None
    mrr_change_12m_minor: int | None
    seats: int | None
    active_users: int | None
    active_users_before: int | None
    seated_users: int | None  # active users of the accounts that have seats
    renewing: int
    renewing_arr_minor: int | None

    @property
    def utilisation(self) -> Fraction | None:
        return _ratio(self.seated_users, self.seats)

    @property
    def arr_change(self) -> Fraction | None:
        """ARR against twelve months ago."""
        if self.arr_minor is None or self.mrr_change_12m_minor is None:
            return None
        change = 12 * self.mrr_change_12m_minor
        return _ratio(change, self.arr_minor - change)

    @property
    def active_users_change(self) -> Fraction | None:
        if self.active_users is None or self.active_users_before is None:
            return None
        return _ratio(self.active_users - self.active_users_before, self.active_users_before)


def _ratio(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or whole is None or whole <= 0 else Fraction(part, whole)


def version() -> str:
    """Changes with every edit and every import; part of what remembered totals are filed under."""
    change = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    loaded = Account.objects.order_by("-loaded_at").values_list("loaded_at", flat=True).first()
    return f"{change} {loaded}"


def totals(selection: Selection, today: date, version: str) -> Totals:
    key = _key("totals", selection, version, today)
    found: Totals | None = cache.get(key)
    if found is None:
        found = _computed(selection, today)
        cache.set(key, found, _SECONDS)
    return found


def known_count(selection: Selection, version: str) -> int | None:
    """How many accounts a selection holds, if that was counted a moment ago."""
    found: int | None = cache.get(_key("count", selection, version))
    return found


def count(selection: Selection, version: str) -> int:
    """How many accounts a selection holds: the number on a saved view's tab."""
    found = known_count(selection, version)
    if found is None:
        found = selection.accounts().order_by().count()
        cache.set(_key("count", selection, version), found, _SECONDS)
    return found


def _key(what: str, selection: Selection, version: str, today: date | None = None) -> str:
    parts = (what, selection.key(), selection.user.pk, selection.user.role, version, today)
    return f"accounts:{sha256(repr(parts).encode()).hexdigest()}"


def _computed(selection: Selection, today: date) -> Totals:
    if selection.everything:
        return _of_everything(selection.accounts(), today)
    found = selection.accounts().order_by().aggregate(**_COUNTS, **_sums("state__", today))
    return _totals(found)


def _of_everything(accounts: QuerySet[Account], today: date) -> Totals:
    """Without a filter no join is needed: each part reads one index from end to end."""
    counts = accounts.order_by().aggregate(**_COUNTS)
    states = AccountState.objects.all() if counts["all_accounts"] else AccountState.objects.none()
    return _totals(counts | states.aggregate(**_sums("", today)))


def _totals(found: dict[str, Any]) -> Totals:
    return Totals(**{alias.removeprefix("all_"): value for alias, value in found.items()})


# Aliases differ from columns: an alias that is a column's name hides the column from the aggregates after it.
_COUNTS: Final = {"all_accounts": Count("pk"), "all_owners": Count("owner", distinct=True)}


def _sums(prefix: str, today: date) -> dict[str, Any]:
    soon = Q(**{f"{prefix}renewal_on__gte": today, f"{prefix}renewal_on__lte": today + SOON})
    return {
        "all_as_of": Max(f"{prefix}as_of"),
        "all_arr_minor": Sum(f"{prefix}arr_minor"),
        "all_mrr_change_12m_minor": Sum(f"{prefix}mrr_change_12m_minor"),
        "all_seats": Sum(f"{prefix}seats"),
        "all_active_users": Sum(f"{prefix}active_users_30d"),
        "all_active_users_before": Sum(f"{prefix}active_users_30d_before"),
        "all_seated_users": Sum(f"{prefix}active_users_30d", filter=Q(**{f"{prefix}seats__gt": 0})),
        "all_renewing": Count(f"{prefix}account_id", filter=soon),
        "all_renewing_arr_minor": Sum(f"{prefix}arr_minor", filter=soon),
    }
