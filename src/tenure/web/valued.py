"""Rows in the order of a value that stands in another table, a page at a time, without sorting all of them.

The database starts from the index of the value and takes rows until the page is full. Only where the rows with a value
end, those without one follow, in the order of the other columns.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import F, QuerySet

# Of more rows than this the first ones by value are found soonest from the index of the value; of fewer by sorting.
MANY: Final = 5_000


class Valued:
    """For a slice: the highest value first, none last, ties by `then`; with what `join` names."""

    def __init__(self, rows: QuerySet[Any], value: str, then: Sequence[str], join: Sequence[str]) -> None:
        self.rows, self.value, self.then, self.join = rows.order_by(), value, then, join

    def __getitem__(self, part: slice) -> list[Any]:
        first, most = part.start or 0, part.stop - (part.start or 0)
        known = self.rows.filter(**{f"{self.value}__isnull": False})
        ids = known.order_by(F(self.value).desc(), *self.then).values_list("pk", flat=True)
        found = list(ids[first : first + most])
        if len(found) < most:
            start = max(0, first - known.count()) if first else 0
            without = self.rows.filter(**{f"{self.value}__isnull": True}).order_by(*self.then)
            found += without.values_list("pk", flat=True)[start : start + most - len(found)]
        by_key = self.rows.model._default_manager.select_related(*self.join).in_bulk(found)
        return [by_key[key] for key in found if key in by_key]
