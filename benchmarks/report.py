"""The table, for the terminal and for docs/performance.md, with the machine it was measured on."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.line import HEAD, Line

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
_START, _END = "<!-- measured: start -->", "<!-- measured: end -->"


def table(lines: Sequence[Line]) -> str:
    """Columns as wide as their widest cell."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "django", "pyarrow", "deltalake"))
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite, {parts}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def write(lines: Sequence[Line], scale: float, page: Path = PAGE) -> None:
    """Put the results between the page's two marks; what stands around them is written by people."""
    before, rest = page.read_text().split(_START)
    _, after = rest.split(_END)
    page.write_text(f"{before}{_START}\n\n{_measured(lines, scale)}\n\n{_END}{after}")


def _measured(lines: Sequence[Line], scale: float) -> str:
    day = datetime.now(UTC).date()
    at = "" if scale == 1 else f" Everything is at {scale:g} of its size, so these are not the project's numbers."
    head = [HEAD, tuple("---" for _ in HEAD)]
    rows = [f"| {' | '.join(cells)} |" for cells in (*head, *(line.cells() for line in lines))]
    return "\n".join((f"Measured on {day}: {machine()}.{at}", "", *rows))
