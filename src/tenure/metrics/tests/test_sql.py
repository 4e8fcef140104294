"""The statements of every number, kept as files.

`GOLDEN=write pytest src/tenure/metrics/tests/test_sql.py` rewrites them, without xdist; `GOLDEN=all` compiles every
dialect anew whether it seems to have changed or not.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pytest

from tenure.core.periods import months
from tenure.metrics import DIALECTS, KPIS, Ask, statements
from tenure.metrics.tests.mini import ask

FOLDER = Path(__file__).parent / "sql"
MARKS = FOLDER / "marks.txt"  # of each statement: what all dialects agreed on when they were last compiled
MODE = os.environ.get("GOLDEN", "")
COMPILER = (version("ibis-framework"), version("sqlglot"))
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


STATEMENTS: dict[str, Callable[[str], str]] = {
    **{
        name: partial(lambda name, dialect: statements.rows_sql(KPIS[name], asked(name), dialect), name)
        for name in KPIS
    },
    **TABLES,
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_statement_is_the_one_on_file(name: str) -> None:
    """The other dialects are compiled only if anything they depend on is not what it was when they last agreed."""
    texts = {"duckdb": STATEMENTS[name]("duckdb")}
    if MODE or texts["duckdb"] + "\n" != text("duckdb", name) or recorded().get(name) != mark(name):
        texts |= {dialect: STATEMENTS[name](dialect) for dialect in DIALECTS}
    if MODE == "write":
        write(name, texts)
    for dialect, statement in texts.items():
        assert statement + "\n" == text(dialect, name), f"{name} changed for {dialect}; rewrite with GOLDEN=write."
    assert recorded().get(name) == mark(name), f"{name} was edited by hand, or Ibis is another; use GOLDEN=write."


def text(dialect: str, name: str) -> str:
    file = FOLDER / dialect / f"{name}.sql"
    return file.read_text() if file.exists() else ""


def mark(name: str) -> str:
    """Of the compiler and of the texts of every dialect: equal as long as nobody changed one of them."""
    return hashlib.sha256("\0".join((*COMPILER, *(text(dialect, name) for dialect in DIALECTS))).encode()).hexdigest()


def recorded() -> dict[str, str]:
    lines = MARKS.read_text().splitlines() if MARKS.exists() else []
    return dict(line.split() for line in lines)


def write(name: str, texts: dict[str, str]) -> None:
    for dialect, statement in texts.items():
        (FOLDER / dialect).mkdir(parents=True, exist_ok=True)
        (FOLDER / dialect / f"{name}.sql").write_text(statement + "\n")
    known = {key: value for key, value in recorded().items() if key in STATEMENTS} | {name: mark(name)}
    MARKS.write_text("".join(f"{key} {known[key]}\n" for key in sorted(known)))


def test_no_file_is_left_of_a_number_that_is_gone() -> None:
    for dialect in DIALECTS:
        assert {file.stem for file in (FOLDER / dialect).glob("*.sql")} == {*KPIS, *TABLES}


@pytest.mark.parametrize("kpi_id", KPIS)
def test_a_statement_reads_its_days_only_through_blanks(kpi_id: str) -> None:
    """Blanks are filled in as DATE '...'; a day that the expression looked up itself would be compiled otherwise."""
    statement = (FOLDER / "duckdb" / f"{kpi_id}.sql").read_text()
    assert "MAKE_DATE" not in statement
    assert "ASKED_DAY" not in statement
    assert "DATE '2025-12-31'" in statement


def test_a_statement_for_every_length_cannot_look_at_the_length() -> None:
    with pytest.raises(LookupError, match="by_length"):
        statements.statement(("length",), lambda asked: asked.period.days, asked("nrr"))
