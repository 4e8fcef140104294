"""Rows of the list as CSV or XLSX, written row by row without holding them in memory."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import IO, Any, Final, Self

import xlsxwriter

from tenure.core.money import minor_exponent
from tenure.customers import listing
from tenure.customers.fields import FIELDS, AccountField, known_columns, known_sort
from tenure.customers.selection import Selection, ordered_ids

CHUNK: Final = 2000
EXCEL_ROWS: Final = 1_048_575
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_OPTIONS: Final = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
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


class _Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(export: Export, say: Say = _silent) -> Iterator[str]:
    write = csv.writer(_Line()).writerow
    yield "\ufeff" + write(_header(export))
    for rows in export.chunks(say):
        yield "".join(write([_safe(value) for value in _values(row, export)]) for row in rows)


def write_workbook(export: Export, file: IO[bytes], say: Say = _silent) -> None:
    """Text is written as text, never as a formula or a link."""
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        _fill(book, export, say)


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _header(export: Export) -> list[str]:
    units = {"money": f" ({export.currency})", "share": " (%)"}
    return [field.label + units.get(field.unit, "") for field in export.fields]


def _values(row: listing.Row, export: Export) -> list[Any]:
    """One value a column: money in major units, shares in percent, lists in one cell."""
    return [_value(field, row, export.currency) for field in export.fields]


def _value(field: AccountField, row: listing.Row, currency: str) -> Any:
    found = row["tags"] if field.name == "tag" else row[field.path]
    if found is None:
        return ""
    if field.unit == "money":
        return Decimal(found).scaleb(-minor_exponent(currency))
    if field.unit == "share":
        return round(found * 100, 2)
    if isinstance(found, list):
        return " ".join(map(str, found)) if field.unit == "weeks" else ", ".join(map(str, found))
    return ("yes" if found else "no") if isinstance(found, bool) else found


def _fill(book: Any, export: Export, say: Say) -> None:
    sheet = book.add_worksheet("Accounts")
    day, bold = book.add_format({"num_format": "dd mmm yyyy"}), book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    for index, (field, title) in enumerate(zip(export.fields, _header(export), strict=True)):
        sheet.set_column(index, index, field.width)
        sheet.write_string(0, index, title, bold)
    line = 0
    for rows in export.chunks(say):
        for row in rows[: EXCEL_ROWS - line]:
            line += 1
            _write_row(sheet, line, _values(row, export), day)


def _write_row(sheet: Any, line: int, found: list[Any], day: Any) -> None:
    for index, value in enumerate(found):
        if isinstance(value, date):
            sheet.write_datetime(line, index, value, day)
        elif isinstance(value, str):
            sheet.write_string(line, index, value)
        else:
            sheet.write_number(line, index, value)
