"""Rows of XLSX workbooks as text."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(path: Path) -> Iterator[tuple[str, Iterator[list[str | None]]]]:
    """Each sheet that has a header: its name (the file's if there is one sheet) and its rows, header first."""
    try:
        book = CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise OSError(f"it is not a workbook ({error}).") from error
    alone = len(book.sheet_names) == 1
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=True)
        if rows:
            yield (path.stem if alone else sheet), iter([[_as_text(cell) for cell in row] for row in rows])


def _as_text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return str(cell) or None
