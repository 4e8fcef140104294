"""A page of a list: the database cuts and orders keys alone, from an index; only then the rows of the page are read.

With everything that a row shows joined before it is cut, a database may start from another table and sort it all.
"""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


def page_of(
    rows: QuerySet[Any], per_page: int, number: str | int, join: Sequence[str] = (), count: int | None = None
) -> Page[Any]:
    """Of `rows` in their order, with what `join` names; `count` where it is known already."""
    keyed: Any = _Keyed(rows, join, count)
    return Paginator(keyed, per_page).get_page(number)


def known_page(rows: Any, per_page: int, number: str | int, count: int) -> Page[Any]:
    """Of rows in their order, of which there are `count`, that give a slice of themselves."""
    known: Any = _Known(rows, count)
    return Paginator(known, per_page).get_page(number)


def cut(rows: QuerySet[Any], first: int, end: int, join: Sequence[str] = ()) -> list[Any]:
    keys = list(rows.values_list("pk", flat=True)[first:end])
    found = rows.model._default_manager.select_related(*join).in_bulk(keys)
    return [found[key] for key in keys if key in found]


class _Keyed:
    def __init__(self, rows: QuerySet[Any], join: Sequence[str], count: int | None) -> None:
        self.rows, self.join, self._count = rows, join, count

    def count(self) -> int:
        return self.rows.order_by().count() if self._count is None else self._count

    def __getitem__(self, part: slice) -> list[Any]:
        return cut(self.rows, part.start, part.stop, self.join)


class _Known:
    def __init__(self, rows: Any, count: int) -> None:
        self.rows, self._count = rows, count

    def count(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[Any]:
        return list(self.rows[part])
