"""Everything the accounts list shows, gathered for its template in a bounded number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from tenure.company.models import Role, User
from tenure.company.roles import may
from tenure.core.conditions import EVERYTHING
from tenure.core.money import minor_exponent
from tenure.customers import listing, totals
from tenure.customers.access import visible_segments
from tenure.customers.far import ids_of_page
from tenure.customers.fields import COLUMNS, DEFAULT_COLUMNS, FIELDS, AccountField, known_columns, offered
from tenure.customers.models import ColumnChoice, Segment
from tenure.customers.segments import selection_of
from tenure.web.accounts import cells, empty
from tenure.web.accounts.asked import LAST_PAGE, PAGE, Asked
from tenure.web.accounts.chips import chips
from tenure.web.accounts.figures import figures
from tenure.web.accounts.trends import arr_past

MOST_TABS = 40  # a page of views is a list, not tabs


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    label: str
    style: str
    help: str
    direction: str  # of aria-sort; empty when the list is not sorted by it
    url: str  # empty when it cannot be sorted by it
    rows_url: str


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None
    shared_by: str


def columns_of(asked: Asked) -> tuple[str, ...]:
    """What the person last chose for this view; what the view was saved with; the default."""
    chosen = ColumnChoice.objects.filter(user=asked.user, segment=asked.view).values_list("columns", flat=True).first()
    if chosen is None and asked.view is not None:
        chosen = asked.view.columns
    return known_columns(chosen) if chosen else DEFAULT_COLUMNS


def context(asked: Asked, today: date) -> dict[str, Any]:
    columns = columns_of(asked)
    book = totals.book()
    version = book.version
    sums = totals.totals(asked.selection, today, version)
    pages = min(max(-(-sums.accounts // PAGE), 1), LAST_PAGE)
    page = min(asked.page, pages)
    found = (
        listing.rows(ids_of_page(asked.selection, sums, version, asked.sort, (page - 1) * PAGE, PAGE), columns)
        if sums.accounts
        else []
    )
    people = team()
    return {
        "asked": asked,
        "state": asked.parameters(),
        "totals": sums,
        "figures": figures(sums, asked.currency, arr_past() if asked.selection.everything else ()),
        "chips": chips(asked, _names(people)),
        "heads": [_head(FIELDS[name], asked) for name in columns],
        "rows": _rows(found, columns, asked, today),
        "foot": cells.foot(sums, columns, asked.currency),
        "columns": _choices(columns, book.learned),
        "columns_shown": len(columns),
        "people": people if may(asked.user, "assign_owner") else [],
        "writes": may(asked.user, "write_own_accounts") or may(asked.user, "write_all_accounts"),
        **_tabs(asked, version, sums.accounts),
        "clear": asked.url(condition=EVERYTHING, search=""),
        "rows_shown": len(found),
        "minor": 10 ** minor_exponent(asked.currency),
        **_paging(asked, page, pages, len(found), sums.accounts),
        "nothing": None if found else empty.reason(asked, sums.accounts, version),
    }


def _tabs(asked: Asked, version: str, shown: int) -> dict[str, Any]:
    found = tabs(asked, version, shown)
    return {"tabs": found, "tabs_counted": all(tab.count is not None for tab in found)}


def _rows(found: list[listing.Row], columns: tuple[str, ...], asked: Asked, today: date) -> SafeString:
    return cells.rows(found, columns, cells.Shown(asked.currency, today, listing.names_of(found, columns)))


def _paging(asked: Asked, page: int, pages: int, shown: int, of: int) -> dict[str, Any]:
    first = (page - 1) * PAGE + 1 if shown else 0
    return {
        "page": page,
        "pages": pages,
        "first": first,
        "last": first + shown - 1 if shown else 0,
        "cut": of > LAST_PAGE * PAGE and page == LAST_PAGE,
        "previous": asked.url(page=page - 1) if page > 1 else "",
        "previous_rows": asked.url("accounts:rows", page=page - 1) if page > 1 else "",
        "next": asked.url(page=page + 1) if page < pages else "",
        "next_rows": asked.url("accounts:rows", page=page + 1) if page < pages else "",
    }


def team() -> list[User]:
    """Everyone who may own accounts."""
    people: QuerySet[User] = User.objects.filter(is_active=True).exclude(role__in=(Role.CUSTOMER, Role.VIEWER))
    return sorted(people, key=lambda user: str(user).lower())


def _names(people: Iterable[User]) -> dict[str, str]:
    return {user.email: str(user) for user in people}


def _head(field: AccountField, asked: Asked) -> Head:
    style = " ".join(word for word in ("tn-num" if cells.to_the_right(field) else "", field.priority) if word)
    if not field.sortable:
        return Head(field.name, field.label, style, field.help, "", "", "")
    descending = asked.sort == f"-{field.name}"
    sorted_by = asked.sort.removeprefix("-") == field.name
    direction = ("descending" if descending else "ascending") if sorted_by else ""
    down = field.kind in {"number", "date"} if not sorted_by else not descending
    sort = f"-{field.name}" if down else field.name
    return Head(
        field.name, field.label, style, field.help, direction, asked.url(sort=sort),
        asked.url("accounts:rows", sort=sort),
    )  # fmt: skip


def _choices(columns: tuple[str, ...], learned: bool) -> list[tuple[AccountField, bool]]:
    """The columns of the picker: the chosen ones in their order, then the others that may be chosen."""
    others = offered((name for name in COLUMNS if name not in columns), learned)
    return [*((FIELDS[name], True) for name in columns), *((field, False) for field in others)]


def tabs(asked: Asked, version: str, shown: int | None) -> list[Tab]:
    """All accounts and the saved views; a count that is not known yet is brought by `accounts:counts`."""
    views = list(visible_segments(asked.user).select_related("owner").order_by("name", "pk")[:MOST_TABS])
    return [_tab(asked, view, version, shown) for view in (None, *views)]


def _tab(asked: Asked, view: Segment | None, version: str, shown: int | None) -> Tab:
    current = asked.view == view
    start = Asked(asked.user, asked.currency, view)
    exact = shown if current and not asked.parameters().keys() - {"view", "page", "sort"} else None
    count = totals.known_count(selection_of(view, asked.user, asked.currency), version) if exact is None else exact
    shared_by = "" if view is None or view.owner_id == asked.user.pk else str(view.owner)
    return Tab("All accounts" if view is None else view.name, start.start_url(), current, count, shared_by)
