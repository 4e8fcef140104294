"""A selection of accounts: what a list shows, totals count, a bulk change touches and an export writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db.models import F, QuerySet

from tenure.core.conditions import EVERYTHING, Condition, from_tree
from tenure.customers.access import visible_accounts
from tenure.customers.fields import FIELDS, condition_fields
from tenure.customers.filters import search, where
from tenure.customers.models import Account, AccountState
from tenure.customers.scanned import Scanned

_FEW: Final = 1000
NEAR: Final = 200  # rows from the top, which are looked for among the first rows of the book
_WINDOW: Final = 2000  # those first rows


@dataclass(frozen=True, slots=True)
class Selection:
    """The accounts that `user` may see, restricted. `currency` is that of the money in the condition."""

    user: Any
    currency: str
    condition: Condition = EVERYTHING
    search: str = ""
    own: bool = False

    @property
    def everything(self) -> bool:
        return not (self.own or self.search.split() or any(self.condition.tests()))

    def accounts(self) -> QuerySet[Account]:
        found = visible_accounts(self.user).filter(where(self.condition, self.currency))
        if self.own:
            found = found.filter(owner=self.user)
        return search(found, self.search)

    def few(self) -> list[str] | None:
        """The ids in no order, or None when they are many."""
        found = list(self.accounts().order_by().values_list("pk", flat=True)[: _FEW + 1])
        return found if len(found) <= _FEW else None

    def key(self) -> tuple[object, ...]:
        """Equal for selections that hold the same accounts."""
        return (self.condition.text(), self.search, self.user.pk if self.own else None, self.currency)

    def tree(self) -> dict[str, Any]:
        """As JSON, for a job; `restored` reads it."""
        return {"where": self.condition.tree(), "search": self.search, "own": self.own, "currency": self.currency}

    @classmethod
    def restored(cls, tree: dict[str, Any], user: Any) -> Self:
        condition = from_tree(tree["where"], condition_fields())
        return cls(user, tree["currency"], condition, tree["search"], tree["own"])


def page_of_ids(selection: Selection, few: Sequence[str] | None, sort: str, start: int, count: int) -> list[str]:
    """Ids of one page in order of `sort`; accounts without a value come last either way, ties go by id.

    `few` are the ids that `Selection.few` found. Of the whole book, the database walks the index of the sort and stops
    after the page. Of many it finds them among the first of the sort, or reads every row once and sorts what is left.
    """
    if few is not None:
        return _sorted(Account.objects.filter(pk__in=few), sort, start, count)
    if selection.everything:
        return _sorted(selection.accounts(), sort, start, count, whole=True)
    many = selection.accounts()
    if start + count <= NEAR and (first := _first(sort)) is not None:
        ids = _slice(many.filter(pk__in=first), _order(_path(sort), sort, scan=True), start, count)
        if len(ids) == count:
            return ids
    return _sorted(many, sort, start, count, scan=True)


def _path(sort: str) -> str:
    return FIELDS[sort.removeprefix("-")].path


def _first(sort: str) -> QuerySet[Any, Any] | None:
    """The ids that come first in the whole book, if an index has them in this order."""
    model, column = (AccountState, _path(sort)[7:]) if _path(sort).startswith("state__") else (Account, _path(sort))
    if "__" in column or not getattr(model._meta.get_field(column), "db_index", False):
        return None
    return model.objects.order_by(*_order(column, sort, "pk")).values("pk")[:_WINDOW]


def _sorted(
    accounts: QuerySet[Account], sort: str, start: int, count: int, *, whole: bool = False, scan: bool = False
) -> list[str]:
    path = _path(sort)
    if not path.startswith("state__"):
        return _slice(accounts, _order(path, sort, scan=scan), start, count)
    return _page_by_state(accounts, path, sort, start, count, whole=whole, scan=scan)


def _page_by_state(
    accounts: QuerySet[Account], path: str, sort: str, start: int, count: int, *, whole: bool, scan: bool
) -> list[str]:
    """Sorted by a derived value, which accounts that came in after the last refresh do not have yet."""
    derived = accounts.filter(state__isnull=False)
    order = _order(path, sort, scan=scan)
    ids = _of_states(path, sort, start, count) if whole else _slice(derived, order, start, count)
    if len(ids) == count:
        return ids
    skipped = 0 if ids else max(start - derived.count(), 0)
    return ids + _slice(accounts.filter(state__isnull=True), [F("name"), F("pk")], skipped, count - len(ids))


def _of_states(path: str, sort: str, start: int, count: int) -> list[str]:
    """Of the whole book: what lies before the page is skipped without looking up its accounts."""
    order = _order(path.removeprefix("state__"), sort, "account_id")
    return list(AccountState.objects.order_by(*order).values_list("pk", flat=True)[start : start + count])


def ordered_ids(accounts: QuerySet[Account], sort: str) -> QuerySet[Account, str]:
    """All ids in the order of the list, for an export."""
    return accounts.order_by(*_order(FIELDS[sort.removeprefix("-")].path, sort)).values_list("pk", flat=True)


def _order(path: str, sort: str, tie: str = "", *, scan: bool = False) -> list[Any]:
    value = Scanned(F(path)) if scan else F(path)
    first = value.desc(nulls_last=True) if sort.startswith("-") else value.asc(nulls_last=True)
    return [first, F(tie or ("state__account_id" if path.startswith("state__") else "pk"))]


def _slice(accounts: QuerySet[Account], order: list[Any], start: int, count: int) -> list[str]:
    return list(accounts.order_by(*order).values_list("pk", flat=True)[start : start + count])
