"""A table as a file: CSV that a spreadsheet cannot run, or XLSX, row by row without holding it in memory."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, cast

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

from tenure.core.money import minor_exponent

Cell = str | int | float | Decimal | date | None
_EXCEL_ROWS: Final = 1_048_575
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_OPTIONS: Final = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def major(minor: int | None, currency: str) -> Decimal | None:
    """An amount in major units, as spreadsheets add it up."""
    return None if minor is None else Decimal(minor).scaleb(-minor_exponent(currency))


def safe(value: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    return streamed(name, lines(head, rows))


def streamed(name: str, text: Iterable[str]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_xlsx(name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    return attached(name, lambda file: write_workbook(file, title, head, rows))


def attached(name: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """What `write` wrote, as a workbook to download; large files go to the disk."""
    file = SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115 - the response closes it
    write(cast(IO[bytes], file))
    file.seek(0)
    return FileResponse(cast(IO[bytes], file), as_attachment=True, filename=f"{name}.xlsx")


def write_workbook(
    file: IO[bytes], title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] = ()
) -> None:
    """Text is written as text, never as a formula or a link."""
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        _fill(book, title, head, rows, widths or [32, *[14] * (len(head) - 1)])


class _Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    write = csv.writer(_Line()).writerow
    # The mark of UTF-8, without which spreadsheets read names wrongly.
    yield "\ufeff" + str(write([safe(title) for title in head]))
    for row in rows:
        yield str(write(["" if value is None else safe(value) for value in row]))


def _fill(
    book: Any, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:  # fmt: skip
    sheet = book.add_worksheet(title[:31])
    day, bold = book.add_format({"num_format": "dd mmm yyyy"}), book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    for index, (text, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, text, bold)
    for line, row in enumerate(islice(rows, _EXCEL_ROWS), 1):
        for index, value in enumerate(row):
            _write(sheet, line, index, value, day)


def _write(sheet: Any, line: int, index: int, value: Cell, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(line, index, value, day)
    elif isinstance(value, str):
        sheet.write_string(line, index, value)
    else:
        sheet.write_number(line, index, value)
