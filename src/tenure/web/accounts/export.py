"""The list as a file: the same rows, columns and order, all pages, without holding them in memory."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, cast

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tenure.company.roles import needs
from tenure.core.money import minor_exponent
from tenure.customers import listing
from tenure.customers.fields import FIELDS, AccountField
from tenure.customers.selection import ordered_ids
from tenure.web.accounts import done
from tenure.web.accounts.asked import Asked
from tenure.web.accounts.table import columns_of
from tenure.web.accounts.views import asked_and_today

_CHUNK: Final = 2000
EXCEL_ROWS: Final = 1_048_575
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@needs("export")
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    asked, today = asked_and_today(request)
    if asked.problem:
        done.tell(request, f"Nothing was exported, because the filter cannot be read. {asked.problem}", "warn")
        return redirect(asked.url())
    name = f"accounts-{today:%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(_workbook(asked), as_attachment=True, filename=name)
    response = StreamingHttpResponse(_csv(asked), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def _csv(asked: Asked) -> Iterator[str]:
    columns = [FIELDS[name] for name in columns_of(asked)]
    write = csv.writer(_Line()).writerow
    yield "\ufeff" + write(header(columns, asked.currency))
    for rows in _chunks(asked):
        yield "".join(write([safe(value) for value in values(row, columns, asked.currency)]) for row in rows)


def safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def header(columns: list[AccountField], currency: str) -> list[str]:
    units = {"money": f" ({currency})", "share": " (%)"}
    return [field.label + units.get(field.unit, "") for field in columns]


def _chunks(asked: Asked) -> Iterator[list[listing.Row]]:
    columns = columns_of(asked)
    ids = ordered_ids(asked.selection.accounts(), asked.sort).iterator(_CHUNK)
    while some := list(islice(ids, _CHUNK)):
        yield listing.rows(some, columns)


def values(row: listing.Row, columns: list[AccountField], currency: str) -> list[Any]:
    """One value a column: money in major units, shares in percent, lists in one cell."""
    return [_value(field, row, currency) for field in columns]


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


def _workbook(asked: Asked) -> IO[bytes]:
    """Written row by row; text is written as text, never as a formula or a link. Large files go to the disk."""
    file = SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115 - the response closes it
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        _fill(book, asked)
    file.seek(0)
    return cast(IO[bytes], file)


def _fill(book: Any, asked: Asked) -> None:
    columns = [FIELDS[name] for name in columns_of(asked)]
    sheet = book.add_worksheet("Accounts")
    day, bold = book.add_format({"num_format": "dd mmm yyyy"}), book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    for index, (field, title) in enumerate(zip(columns, header(columns, asked.currency), strict=True)):
        sheet.set_column(index, index, field.width)
        sheet.write_string(0, index, title, bold)
    line = 0
    for rows in _chunks(asked):
        for row in rows[: EXCEL_ROWS - line]:
            line += 1
            _write_row(sheet, line, values(row, columns, asked.currency), day)


def _write_row(sheet: Any, line: int, found: list[Any], day: Any) -> None:
    for index, value in enumerate(found):
        if isinstance(value, date):
            sheet.write_datetime(line, index, value, day)
        elif isinstance(value, str):
            sheet.write_string(line, index, value)
        else:
            sheet.write_number(line, index, value)
