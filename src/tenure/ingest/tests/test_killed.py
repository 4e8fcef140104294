"""An import that is killed in the middle, and run again, ends as if nothing had happened."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROWS = 40_000


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from tenure.cli import main; main()", *arguments]


@pytest.fixture
def environment(tmp_path: Path, migrated_file: Path) -> dict[str, str]:
    """A database of its own: what is killed here must not be the tests' own."""
    found = dict(os.environ) | {"TENURE_HOME": str(tmp_path / "home"), "TENURE_SECRET_KEY": "x" * 60}
    found.pop("DATABASE_URL", None)
    (tmp_path / "home").mkdir()
    shutil.copy(migrated_file, tmp_path / "home")
    return found


def _count(database: Path) -> int:
    with sqlite3.connect(database, timeout=30) as connection:
        return int(connection.execute("SELECT count(*) FROM customers_subscription").fetchone()[0])


@pytest.mark.slow
def test_killed_in_the_middle_it_ends_the_same_when_run_again(tmp_path: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id\n" + "\n".join(f"A{n}" for n in range(100)))
    header = "subscription_row_id,subscription_id,account_id,price_minor,currency,start_date\n"
    rows = (f"{n},s{n},A{n % 100},{n},USD,2024-01-01" for n in range(ROWS))
    (folder / "subscriptions.csv").write_text(header + "\n".join(rows) + "\nbad,s,A1,-1,USD,2024-01-01\n")
    database = tmp_path / "home" / "tenure.sqlite3"

    running = subprocess.Popen(_command("import", str(folder), "--no-refresh"), env=environment)
    until = time.monotonic() + 120
    while _count(database) == 0 and running.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    stopped_at = _count(database)
    assert stopped_at > 0

    again = subprocess.run(
        _command("import", str(folder), "--no-refresh"), env=environment, check=True, capture_output=True, timeout=120
    )
    assert f"{ROWS - stopped_at:,} created, 0 changed, {stopped_at:,} unchanged, 1 rejected" in again.stdout.decode()
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT count(*), sum(mrr_minor) FROM customers_subscription").fetchone()
        states = connection.execute("SELECT state, count(*) FROM ingest_importrun GROUP BY state").fetchall()
        waiting = connection.execute("SELECT count(*) FROM ingest_quarantinedrow").fetchone()
    assert found == (ROWS, sum(range(ROWS)))
    assert waiting == (1,)
    # The killed run is told as such, unless it was so quick that the kill came too late.
    assert dict(states).get("failed", 0) == (1 if stopped_at < ROWS else 0)
    assert not list((tmp_path / "home" / "tmp").glob("import-*/staging.duckdb")) or stopped_at < ROWS
