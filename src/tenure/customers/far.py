"""A page of a list, also one far from the top.

A database finds such a page by sorting everything before it. For a filtered list that takes 60 ms and more of 100,000
accounts, and who turns one page turns the next: so the order is remembered until anything changes that it depends on.
"""

from typing import Final

from tenure.customers.selection import NEAR, Selection, page_of_ids
from tenure.customers.totals import Totals, key_of, remembered

FARTHEST: Final = 20_000  # rows from the top; a filter or a sort gets there faster


def ids_of_page(selection: Selection, sums: Totals, version: str, sort: str, start: int, count: int) -> list[str]:
    """Ids of the rows from `start`, in order; `sums` are the totals of the selection."""
    if selection.everything or sums.few is not None or start + count <= NEAR:
        return page_of_ids(selection, sums.few, sort, start, count)
    key = key_of("order", selection, version, sort)
    ids = remembered(key, lambda: page_of_ids(selection, None, sort, 0, FARTHEST))
    return ids[start : start + count]
