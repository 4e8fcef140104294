"""The statements of every number, kept as files.

`GOLDEN=write pytest src/tenure/metrics/tests/test_sql.py` rewrites them.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tenure.core.periods import months
from tenure.metrics import DIALECTS, KPIS, Ask, statements
from tenure.metrics.tests.mini import ask

FOLDER = Path(__file__).parent / "sql"
WRITE = os.environ.get("GOLDEN") == "write"
YEAR = ("2025-01-01", "2026-01-01")
NEEDED = {"offering": "new_module", "feature": "reports"}


def asked(kpi_id: str) -> Ask:
    needed = {param.name: NEEDED[param.name] for param in KPIS[kpi_id].params if param.default is None}
    return ask(*YEAR, unit="parent", **needed)


TABLES: dict[str, Callable[[str], str]] = {
    "movements": lambda dialect: statements.movements_sql(ask(*YEAR, unit="parent"), dialect=dialect),
    "bridge": lambda dialect: statements.bridge_sql(ask(*YEAR, unit="parent"), dialect=dialect),
    "bridge_of_two_months": lambda dialect: statements.bridge_sql(
        ask(*YEAR, unit="parent"), list(months(date(2025, 1, 1), date(2025, 3, 1))), dialect
    ),
    "cohorts": lambda dialect: statements.cohorts_sql(ask(*YEAR, unit="parent"), (0, 3), dialect),
    "activity": lambda dialect: statements.activity_sql(ask(*YEAR, unit="parent"), dialect),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kpi_id", KPIS)
def test_the_statement_of_a_number(kpi_id: str, dialect: str) -> None:
    compare(kpi_id, dialect, statements.rows_sql(KPIS[kpi_id], asked(kpi_id), dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", TABLES)
def test_the_statement_of_a_table(name: str, dialect: str) -> None:
    compare(name, dialect, TABLES[name](dialect))


def compare(name: str, dialect: str, statement: str) -> None:
    file = FOLDER / dialect / f"{name}.sql"
    if WRITE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(statement + "\n")
    assert file.exists(), f"{file.name} is missing; write it with GOLDEN=write."
    assert statement + "\n" == file.read_text(), f"{name} changed for {dialect}; rewrite with GOLDEN=write."


def test_no_file_is_left_of_a_number_that_is_gone() -> None:
    for dialect in DIALECTS:
        assert {file.stem for file in (FOLDER / dialect).glob("*.sql")} == {*KPIS, *TABLES}


@pytest.mark.parametrize("kpi_id", [kpi_id for kpi_id, kpi in KPIS.items() if kpi.reusable])
def test_a_statement_reads_its_days_only_through_blanks(kpi_id: str) -> None:
    """Blanks are filled in as DATE '...'; a day that the expression looked up itself would be compiled otherwise."""
    statement = (FOLDER / "duckdb" / f"{kpi_id}.sql").read_text()
    assert "MAKE_DATE" not in statement
    assert "ASKED_DAY" not in statement
    assert "DATE '2025-12-31'" in statement
