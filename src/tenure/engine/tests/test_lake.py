"""The lake: every event once, and what was acknowledged is there."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable

from tenure.engine import durable, lake
from tenure.engine.duck import parquet, text
from tenure.engine.durable import Busy, one_at_a_time


def batch(*rows: tuple[str, str, str]) -> pa.Table:
    """Events of one account: (id, user, ISO time)."""
    return pa.table(
        {
            "event_id": [r[0] for r in rows],
            "account_id": ["a1"] * len(rows),
            "user_id": [r[1] for r in rows],
            "feature": ["reports"] * len(rows),
            "event": ["opened"] * len(rows),
            "ts": [datetime.fromisoformat(r[2]).replace(tzinfo=UTC) for r in rows],
            "qty": [1.0] * len(rows),
        }
    )


def held() -> list[tuple[str, str]]:
    found = lake.files()
    if not found:
        return []
    return duckdb.execute(f"SELECT event_id, user_id FROM {parquet(f.path for f in found)} ORDER BY ALL").fetchall()


MONDAY, TUESDAY = "2026-01-05T10:00", "2026-01-06T23:59:59"


def test_it_takes_events_by_day_and_only_once_for_a_source_and_version(home: Path) -> None:
    first = lake.append(batch(("e1", "u1", MONDAY), ("e2", "u1", TUESDAY)), source="file", version=1)
    assert (first.rows_in, first.duplicates, first.days) == (2, 0, (date(2026, 1, 5), date(2026, 1, 6)))
    assert lake.append(batch(("e3", "u1", MONDAY)), source="file", version=1).already
    assert lake.append(batch(("e3", "u1", MONDAY)), source="other", version=1).rows == 1
    assert [f.day.day for f in lake.files(date(2026, 1, 6))] == [6]
    assert [row[0] for row in held()] == ["e1", "e2", "e3"]


def test_the_same_id_counts_once_in_a_batch_and_in_the_lake(home: Path) -> None:
    lake.append(batch(("e1", "u1", MONDAY)), source="s", version=1)
    again = lake.append(batch(("e1", "u1", MONDAY), ("e2", "u1", MONDAY), ("e2", "u1", MONDAY)), source="s", version=2)
    assert (again.rows_in, again.duplicates) == (3, 2)
    nothing = lake.append(batch(("e2", "u1", MONDAY)), source="s", version=3)
    assert (nothing.rows, nothing.days) == (0, ())
    assert lake.append(batch(("e2", "u1", MONDAY)), source="s", version=3).already
    assert [row[0] for row in held()] == ["e1", "e2"]


def test_it_reads_a_select_and_parquet_files_and_nothing(home: Path, tmp_path: Path) -> None:
    one = "SELECT 'x' AS event_id, 'a' AS account_id, NULL AS user_id, 'f' AS feature, 'e' AS event, "
    one += "TIMESTAMP '2026-01-05 23:30:00' AS ts, NULL AS qty"
    assert lake.append(one, source="sql", version=1).days == (date(2026, 1, 5),)
    path = tmp_path / "it's a file.parquet"
    other = one.replace("'x'", "'y'")
    duckdb.execute(f"COPY ({other}) TO {text(path)} (FORMAT parquet)")
    assert lake.append([path], source="files", version=1).rows == 1
    assert lake.append([], source="nothing", version=1).rows_in == 0
    assert held() == [("x", ""), ("y", "")]


def test_it_refuses_an_event_without_an_id_as_a_whole(home: Path) -> None:
    bad = batch(("e1", "u", MONDAY)).set_column(0, "event_id", pa.array([None], pa.string()))
    with pytest.raises(lake.BadEvents, match="1 events have no id"):
        lake.append(bad, source="s", version=1)
    assert held() == []


def _telling(told: list[Any], what: Callable[..., Any], as_: str = "") -> Callable[..., Any]:
    """The same function, writing down that it was called: by its own word, or by its argument."""

    def tell(*args: Any, **more: Any) -> Any:
        told.append(as_ or args[0])
        return what(*args, **more)

    return tell


def test_files_and_their_folders_are_on_disk_before_the_log_names_them(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.append(batch(("e0", "u1", MONDAY)), source="s", version=1)
    told: list[Any] = []
    for module, name in product((durable, lake), ("sync_file", "sync_folder")):
        monkeypatch.setattr(module, name, _telling(told, getattr(module, name)))
    commit = _telling(told, DeltaTable.create_write_transaction, "log")
    monkeypatch.setattr(DeltaTable, "create_write_transaction", commit)
    lake.append(batch(("e1", "u1", TUESDAY)), source="s", version=2)
    before, after = told[: told.index("log")], told[told.index("log") :]
    new = lake.files(date(2026, 1, 6))
    assert {new[0].path, new[0].path.parent, lake.folder()} <= set(before)
    assert lake.folder() / "_delta_log" in after


def test_merging_and_cleaning_keep_the_content_and_its_fingerprint(home: Path) -> None:
    for n in range(4):
        lake.append(batch((f"e{n}", "u", MONDAY)), source="s", version=n)
    before, rows = lake.fingerprints(lake.files()), held()
    assert lake.compact(at_least=4) == 1
    assert len(lake.files()) == 1
    assert (lake.fingerprints(lake.files()), held()) == (before, rows)
    (lake.folder() / "day=2026-01-05" / "1-00-orphan.parquet").write_bytes(b"torn")
    assert lake.vacuum(retention_hours=0) == 5
    assert held() == rows


def test_a_second_writer_waits_and_then_says_so(home: Path) -> None:
    with (
        one_at_a_time(home / "lake" / "events.lock", wait=0, what="x"),
        pytest.raises(Busy, match="append to the event lake is still running"),
    ):
        lake.append(batch(("e1", "u", MONDAY)), source="s", version=1, wait=0.1)


WRITER = """
import sys, django
django.setup()
import pyarrow as pa
from datetime import UTC, datetime
from tenure.engine import lake
first = int(sys.argv[1])
for version in range(first, first + 1000):
    n = 200
    lake.append(pa.table({"event_id": [f"{version}-{i}" for i in range(n)], "account_id": ["a"] * n,
        "user_id": ["u"] * n, "feature": ["f"] * n, "event": ["e"] * n, "qty": [1.0] * n,
        "ts": [datetime(2026, 1, 1 + i % 3, tzinfo=UTC) for i in range(n)]}), source="flusher", version=version)
    print(version, flush=True)
"""


def test_killed_at_any_point_it_loses_nothing_it_acknowledged_and_doubles_nothing(home: Path) -> None:
    acknowledged = 0
    environment = {**os.environ, "TENURE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tenure.config.settings"}
    for kill_after in (1, 2, 3):
        command = [sys.executable, "-c", WRITER, str(acknowledged + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout
            for line in process.stdout:
                acknowledged = int(line)
                if acknowledged % 3 == kill_after % 3:
                    process.send_signal(signal.SIGKILL)
                    break
            for line in process.stdout:
                acknowledged = int(line)
    ids = [row[0] for row in held()]
    assert len(ids) == len(set(ids))
    committed = {int(i.split("-")[0]) for i in ids}
    assert committed in ({*range(1, acknowledged + 1)}, {*range(1, acknowledged + 2)})
    assert len(ids) == 200 * len(committed)
