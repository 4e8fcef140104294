"""Rows of the list as CSV or XLSX, written row by row without holding them in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, Final, Self, cast

from tenure.customers import listing
from tenure.customers.fields import FIELDS, AccountField, known_columns, known_sort
from tenure.customers.selection import Selection, ordered_ids
from tenure.web import sheet

CHUNK: Final = 2000
Say = Callable[[int], None]


def _silent(_rows: int) -> None:
    """Nobody waits to hear how far a file of a few rows is."""


@dataclass(frozen=True, slots=True)
class Export:
    """Which rows, columns and order a file has. `ids` are the ticked rows; None for all of the selection."""

    selection: Selection
    columns: tuple[str, ...]
    sort: str
    ids: tuple[str, ...] | None = None

    @property
    def fields(self) -> list[AccountField]:
        return [FIELDS[name] for name in self.columns]

    @property
    def currency(self) -> str:
        return self.selection.currency

    def chunks(self, say: Say = _silent) -> Iterator[list[listing.Row]]:
        """`say` hears how many rows were read before each chunk."""
        accounts = self.selection.accounts()
        if self.ids is not None:
            accounts = accounts.filter(pk__in=self.ids)
        ids, done = ordered_ids(accounts, self.sort).iterator(CHUNK), 0
        while some := list(islice(ids, CHUNK)):
            say(done)
            yield listing.rows(some, self.columns)
            done += len(some)

    def tree(self) -> dict[str, Any]:
        """As JSON, for a job; the ticked rows are too few for one."""
        return {"selection": self.selection.tree(), "columns": list(self.columns), "sort": self.sort}

    @classmethod
    def restored(cls, tree: dict[str, Any], user: Any) -> Self:
        selection = Selection.restored(tree["selection"], user)
        return cls(selection, known_columns(tree["columns"]), known_sort(tree["sort"]))


def csv_lines(export: Export, say: Say = _silent) -> Iterator[str]:
    return sheet.lines(_header(export), _rows(export, say))


def write_workbook(export: Export, file: IO[bytes], say: Say = _silent) -> None:
    widths = [field.width for field in export.fields]
    sheet.write_workbook(file, "Accounts", _header(export), _rows(export, say), widths)


def _rows(export: Export, say: Say) -> Iterator[list[sheet.Cell]]:
    return (_values(row, export) for rows in export.chunks(say) for row in rows)


def _header(export: Export) -> list[str]:
    units = {"money": f" ({export.currency})", "share": " (%)"}
    return [field.label + units.get(field.unit, "") for field in export.fields]


def _values(row: listing.Row, export: Export) -> list[sheet.Cell]:
    """One value a column: money in major units, shares in percent, scores in points, lists in one cell."""
    return [_value(field, row, export.currency) for field in export.fields]


def _value(field: AccountField, row: listing.Row, currency: str) -> sheet.Cell:
    found: Any = row["tags"] if field.name == "tag" else row[field.path]
    if field.unit == "money":
        return sheet.major(found, currency)
    if field.unit == "points" and found is not None:
        return round(int(found) / 100, 2)
    if field.unit == "share" and found is not None:
        return round(float(found) * 100, 2)
    if isinstance(found, list):
        return " ".join(map(str, found)) if field.unit == "weeks" else ", ".join(map(str, found))
    return ("yes" if found else "no") if isinstance(found, bool) else cast(sheet.Cell, found)
