"""A company that nobody here wrote, whole and through the real command: every month equals the data set's own table."""

import csv
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tenure.core.periods import DAY, Period, add_months
from tenure.engine import answers, lake, reading
from tenure.engine.bridges import Bridge
from tenure.ingest.tests.conftest import MAPPINGS

EVENTS = 1_718_793
MONEY = ("opening", "new", "reactivation", "expansion", "contraction", "churn", "closing")


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.django_db
def test_every_month_of_the_crm_company_is_as_its_own_table_says(shared: Path, home: Path, migrated_file: Path) -> None:
    source = shared / "data" / "crm_saas_simulated"
    shutil.copy(migrated_file, home)
    said = tenure(home, "import", str(source), "--mapping", str(MAPPINGS / "crm_saas.yaml"))
    assert "1,390 created, 0 changed, 0 unchanged, 0 rejected" in said
    assert "16,804 created, 0 changed, 0 unchanged, 0 rejected" in said
    assert f"{EVENTS:,} created, 0 changed, 0 unchanged, 0 rejected" in said

    expected = list(csv.DictReader((source / "expected_mrr_movements.csv").read_text().splitlines()))
    assert found([month(row) for row in expected]) == [wanted(row) for row in expected]
    assert sum(file.rows for file in lake.files()) == EVENTS
    (counted,) = reading.query(
        "SELECT sum(events)::BIGINT AS events, count(DISTINCT user_id) AS users FROM user_feature_day"
    )
    assert counted == {"events": EVENTS, "users": users(source / "events.csv.gz")}


def tenure(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tenure.cli", *arguments],
        env=os.environ | {"TENURE_HOME": str(home), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def month(row: dict[str, str]) -> Period:
    """The table compares the first days of two months: its opening is the balance at the end of the one before."""
    edge = date.fromisoformat(row["month"])
    return Period(add_months(edge, -1) + DAY, edge + DAY)


def wanted(row: dict[str, str]) -> dict[str, object]:
    money: dict[str, object] = {name: round(float(row[name]) * 100) for name in MONEY}
    counts = {name: int(row[name]) for name in ("customers", "churned_customers")}
    return {"month": row["month"]} | money | counts | {name: float(row[name]) for name in ("nrr", "grr")}


def found(periods: list[Period]) -> list[dict[str, object]]:
    return [_found(bridge) for bridge in answers.bridges(periods, unit="account")]


def _found(bridge: Bridge) -> dict[str, object]:
    money: dict[str, object] = {"opening": bridge.opening, "closing": bridge.closing}
    money |= {name: bridge.movements[name].amount for name in MONEY if name in bridge.movements}
    counts = {"customers": bridge.logos_closing, "churned_customers": bridge.logos_lost}
    return {"month": bridge.period.closing.isoformat()} | money | counts | _rates(bridge.period)


def _rates(period: Period) -> dict[str, object]:
    """As the table prints them, to four places."""
    return {name: round(answers.answer(name, period, unit="account").value or 0, 4) for name in ("nrr", "grr")}


def users(events: Path) -> int:
    counted = duckdb.execute("SELECT count(DISTINCT user_id) FROM read_csv($1)", [str(events)]).fetchone()
    assert counted
    return int(counted[0])
