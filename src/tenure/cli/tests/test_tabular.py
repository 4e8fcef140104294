"""Rows for people, for programs, and for spreadsheets that must not run what a customer is called."""

import csv
import json
from typing import Any

from tenure.cli.tabular import shown

ROWS: list[dict[str, Any]] = [{"name": "=HYPERLINK(1)", "moved": -3, "share": None}]


def test_a_spreadsheet_cannot_run_it_and_numbers_stay_numbers() -> None:
    assert list(csv.DictReader(shown(ROWS, "csv").splitlines())) == [
        {"name": "'=HYPERLINK(1)", "moved": "-3", "share": ""}
    ]


def test_programs_get_it_as_it_is() -> None:
    assert json.loads(shown(ROWS, "json")) == ROWS


def test_a_table_shows_unknown_as_empty() -> None:
    assert shown(ROWS, "table").splitlines()[1].split() == ["=HYPERLINK(1)", "-3"]
    assert shown([], "table") == "No rows."
