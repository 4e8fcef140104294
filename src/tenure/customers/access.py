"""The one place that decides which accounts and segments a person may see or change."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from tenure.company.roles import may, require
from tenure.customers.models import Account, Segment

Row = TypeVar("Row", bound=Model)


def sees_every_account(user: Any) -> bool:
    """Everyone on the team reads every book. What asks for rows of accounts need not compare them with each account."""
    return may(user, "read_accounts")


def visible_accounts(user: Any) -> QuerySet[Account]:
    """A customer and a stranger see nothing."""
    return Account.objects.all() if sees_every_account(user) else Account.objects.none()


def visible_rows(user: Any, rows: QuerySet[Row], account: str = "account") -> QuerySet[Row]:
    """Rows of accounts that a person may see; for who sees them all, none is compared with its account."""
    return rows if sees_every_account(user) else rows.filter(**{f"{account}__in": visible_accounts(user)})


def account_or_404(user: Any, account_id: str) -> Account:
    return get_object_or_404(visible_accounts(user).select_related("owner", "state"), pk=account_id)


def may_write(user: Any, account: Account) -> bool:
    """A CSM writes in their own book, leads and administrators everywhere."""
    own = may(user, "write_own_accounts") and account.owner_id == user.pk
    return own or may(user, "write_all_accounts")


def writable_accounts(user: Any) -> QuerySet[Account]:
    return writable_among(user, Account.objects.all())


def writable_among(user: Any, accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Those of `accounts` that the user may change."""
    if may(user, "write_all_accounts"):
        return accounts
    return accounts.filter(owner=user) if may(user, "write_own_accounts") else accounts.none()


def visible_segments(user: Any) -> QuerySet[Segment]:
    """One's own saved views and those that others share."""
    if not may(user, "read_accounts"):
        return Segment.objects.none()
    return Segment.objects.filter(Q(owner=user) | Q(shared=True))


def own_segment_or_404(user: Any, segment_id: int) -> Segment:
    require(user, "save_own_views")
    return get_object_or_404(Segment, pk=segment_id, owner=user)
