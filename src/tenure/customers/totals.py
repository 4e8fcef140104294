"""Totals of a selection, computed by the database: sums, ratios of sums, and how much renews soon.

Adding up 100,000 accounts takes SQLite 50 ms. So the sums of the whole book are kept in a row that is written with the
states they add up, and those of other selections are remembered until anything changes that they depend on.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final, TypeVar

from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Count, Exists, Func, Max, OuterRef, Q, QuerySet, Subquery, Sum

from tenure.company.models import User
from tenure.customers.models import Account, AccountState, BookTotals
from tenure.customers.selection import Selection
from tenure.journal.models import Change

SOON = timedelta(days=90)
_SECONDS = 600
T = TypeVar("T")


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
    few: tuple[str, ...] | None = None  # ids in no order, if they are few: what the list needs next

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


@dataclass(frozen=True, slots=True)
class Book:
    """`version` changes with every edit, import and refresh; it is part of what remembered totals are filed under.
    `learned` says whether any account has a churn risk.
    """

    version: str
    learned: bool


def version() -> str:
    return book().version


def book() -> Book:
    change = Change.objects.order_by("-pk").values("pk")[:1]
    loaded = Account.objects.order_by("-loaded_at").values("loaded_at")[:1]
    risks = Exists(AccountState.objects.filter(churn_risk__isnull=False))
    kept = BookTotals.objects.annotate(change=Subquery(change), loaded=Subquery(loaded), learned=risks)
    found = kept.values_list("learned", "change", "loaded", "kept_at").first()
    if found is None:
        return Book(str((change.first(), loaded.first(), AccountState.objects.count())), learned=False)
    return Book(str(found), learned=found[0])


def totals(selection: Selection, today: date, version: str) -> Totals:
    return remembered(key_of("totals", selection, version, today), lambda: _computed(selection, today))


def remembered(key: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept for a while. The key says all that it depends on: see `version`."""
    found: T | None = caches["process"].get(key)
    if found is None:
        found = make()
        caches["process"].set(key, found, _SECONDS)
    return found


def known_count(selection: Selection, version: str) -> int | None:
    """How many accounts a selection holds, if that was counted a moment ago."""
    found: int | None = caches["process"].get(key_of("count", selection, version))
    return found


def count(selection: Selection, version: str) -> int:
    """How many accounts a selection holds: the number on a saved view's tab."""
    return remembered(key_of("count", selection, version), lambda: selection.accounts().order_by().count())


def key_of(what: str, selection: Selection, version: str, more: object = None) -> str:
    parts = (what, selection.key(), selection.user.pk, selection.user.role, version, more)
    return f"accounts:{sha256(repr(parts).encode()).hexdigest()}"


def _computed(selection: Selection, today: date) -> Totals:
    if selection.everything:
        return _of_everything(selection.accounts(), today)
    few = selection.few()
    accounts = selection.accounts() if few is None else Account.objects.filter(pk__in=few)
    found = _totals(accounts.order_by().aggregate(**_COUNTS, **_sums("state__", today)))
    return found if few is None else replace(found, few=tuple(few))


def _of_everything(accounts: QuerySet[Account], today: date) -> Totals:
    """Without a filter no join is needed, and the sums are there already."""
    count = accounts.order_by().count()
    owners = User.objects.filter(Exists(Account.objects.filter(owner=OuterRef("pk")))).count()
    return _totals({"all_accounts": count, "all_owners": owners} | (_of_book(today) if count else _NO_SUMS))


def keep(today: date) -> None:
    """Add up the whole book and keep it; called by who wrote the states, after the last of them."""
    with transaction.atomic():
        sums = AccountState.objects.aggregate(**_sums("", today))
        row = {"today": today, "states": AccountState.objects.count(), "sums": _as_json(sums)}
        BookTotals.objects.update_or_create(pk=1, defaults=row)
    _learn()


def _learn() -> None:
    """SQLite chooses well between walking an index and sorting what a filter leaves only if it knows the sizes."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Of all rows, a tenth of a second for 100,000: from a sample SQLite takes one table for several sizes.
            cursor.execute("PRAGMA analysis_limit = 0")
            for model in (Account, AccountState):
                cursor.execute(f"ANALYZE {model._meta.db_table}")


def _of_book(today: date) -> dict[str, Any]:
    count = AccountState.objects.annotate(count=Func("pk", function="COUNT")).values("count")
    kept = BookTotals.objects.filter(pk=1, today=today, states=Subquery(count)).first()
    if kept is None:
        return AccountState.objects.aggregate(**_sums("", today))
    as_of = kept.sums["all_as_of"]
    return {**kept.sums, "all_as_of": date.fromisoformat(as_of) if as_of else None}


def _as_json(sums: dict[str, Any]) -> dict[str, Any]:
    as_of = sums["all_as_of"]
    return {**sums, "all_as_of": as_of.isoformat() if as_of else None}


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


_NO_SUMS: Final[dict[str, Any]] = dict.fromkeys(_sums("", date.min)) | {"all_renewing": 0}
