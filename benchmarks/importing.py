"""Import of a million subscription rows and of ten million events, through `tenure import`."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.ground import Ground
from benchmarks.line import Line, gigabytes, seconds

NAME = "import"
_FIRST = ("accounts", "products", "plans", "users")  # what the measured rows refer to


def run(ground: Ground) -> Iterator[Line]:
    rows, events = ground.many(1_000_000, 2_000), ground.many(10_000_000, 5_000)
    files = ground.files(
        accounts=ground.many(20_000, 40), events=events, usage_days=max(3, round(365 * min(1, ground.scale * 10))),
        subscriptions=rows,
    )  # fmt: skip
    home = ground.home("import")
    ground.tenure(home, "import", "--no-refresh", *(files / f"{name}.parquet" for name in _FIRST))
    for table in ("subscriptions", "usage_events"):
        yield from _import(ground, home, files / f"{table}.parquet")


def _import(ground: Ground, home: Path, file: Path) -> Iterator[Line]:
    count = duckdb.connect().execute(f"SELECT count(*) FROM '{file}'").fetchall()[0][0]
    what = f"{count:,} {file.stem.replace('_', ' ')}"
    ran = ground.tenure(home, "import", "--no-refresh", file)
    measured = f"{seconds(ran.seconds)}, {count / ran.seconds:,.0f} rows/s, {gigabytes(ran.peak)}"
    copied = _copy(file, home / "copy.parquet")
    yield Line(NAME, what, measured, f"DuckDB, Parquet to Parquet: {seconds(copied)}", ran.seconds / copied)
    if file.stem == "subscriptions":
        plain = _into_sqlite(file, home / "floor.sqlite3")
        yield Line(NAME, what, measured, f"Python's sqlite3, executemany: {seconds(plain)}", ran.seconds / plain)
    again = ground.tenure(home, "import", "--no-refresh", file)
    yield Line(NAME, f"{what}, the same again", seconds(again.seconds), "the first time", again.seconds / ran.seconds)


def _copy(file: Path, to: Path) -> float:
    started = time.monotonic()
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"COPY (SELECT * FROM '{file}') TO '{to}' (FORMAT parquet, COMPRESSION zstd)")
    return time.monotonic() - started


def _into_sqlite(file: Path, to: Path) -> float:
    """The same rows into a table with a text key and two indexes, in one transaction, nothing checked."""
    rows = duckdb.connect().execute(f"SELECT * EXCLUDE (start_date, end_date_excl, scheduled_resume_date), "
        f"start_date::VARCHAR, end_date_excl::VARCHAR FROM '{file}'")  # fmt: skip
    columns = ", ".join(f'"{column[0]}"' for column in rows.description or ())
    table = rows.fetchall()
    started = time.monotonic()
    with sqlite3.connect(to) as database:
        database.execute(f"CREATE TABLE rows ({columns}, PRIMARY KEY (subscription_row_id))")
        database.execute("CREATE INDEX by_account ON rows (account_id)")
        database.execute("CREATE INDEX by_subscription ON rows (subscription_id)")
        database.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * columns.count(','))}, ?)", table)
    return time.monotonic() - started
