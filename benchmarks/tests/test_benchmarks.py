"""The benchmarks run, small; and the page their results are written to."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.line import HEAD, Line, gigabytes, seconds

LINES = [
    Line("pages", "accounts", "40 ms", "bare: 10 ms", 4.0, "50 ms", True),
    Line("refresh", "one more day", "9.0 s", "full", 0.031, "under 2 %", False),
    Line("crm", "import", "3.0 s"),
]


def test_a_table_lines_up() -> None:
    rows = report.table(LINES).splitlines()
    assert len(rows) == 4
    assert rows[1].index("40 ms") == rows[3].index("3.0 s") == rows[0].index("measured")
    assert "4.0×" in rows[1]
    assert "3.10%" in rows[2]
    assert rows[2].endswith("**no**")


@pytest.mark.parametrize(("value", "shown"), [(0.0421, "42 ms"), (0.9994, "999 ms"), (75.04, "75.0 s")])
def test_times_are_readable(value: float, shown: str) -> None:
    assert seconds(value) == shown


def test_memory_is_readable() -> None:
    assert gigabytes(3 * 2**29) == "1.50 GiB"


def test_only_what_was_measured_is_written_anew(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("Why.\n<!-- measured: start -->\nold\n<!-- measured: end -->\nHow.\n")
    report.write(LINES, 0.5, page)
    text = page.read_text()
    assert text.startswith("Why.\n")
    assert text.endswith("\nHow.\n")
    assert "old" not in text
    assert f"| {' | '.join(HEAD)} |" in text
    assert "at 0.5 of its size" in text
    assert "cores" in text


def test_the_page_in_the_repository_can_be_written_to() -> None:
    text = report.PAGE.read_text()
    assert text.count("<!-- measured: start -->") == text.count("<!-- measured: end -->") == 1


@pytest.mark.slow
def test_everything_runs_small(tmp_path: Path) -> None:
    """Commands measured from outside, on files of their own. The others do the same with more, and take longer."""
    command = [sys.executable, "-m", "benchmarks", "import"]
    ran = subprocess.run(
        [*command, "--scale", "0.0002", "--folder", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "did not finish" not in ran.stdout, ran.stdout + ran.stderr
    for what in ("subscriptions", "usage events"):
        assert what in ran.stdout
