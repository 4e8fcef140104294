"""The simulated company as files: whole, believable, repeatable."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow.parquet as pq
import pytest

from tenure.core.facts import FactTable, Kind
from tenure.core.registry import fact_tables
from tenure.demo.company import Size, write
from tenure.demo.files import OWN

END = date(2026, 3, 14)
SIZE = Size(END, accounts=120, events=40_000, years=2)
TABLES = [table for table in fact_tables().values() if table.name not in OWN]
# What may lie ahead: what is due, and when a pause is to end.
AHEAD = {"due_on", "term_end_on", "scheduled_resume_date"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company")
    write(SIZE, path)
    return path


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for table in TABLES:
        connection.execute(f"create view {table.name} as select * from '{folder}/{table.name}.parquet'")
    yield connection
    connection.close()


def count(db: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(db.execute(f"select count(*) from ({sql})").fetchall()[0][0])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_rows_with_canonical_columns(folder: Path, table: FactTable) -> None:
    file = pq.ParquetFile(folder / f"{table.name}.parquet")
    assert tuple(file.schema_arrow.names) == table.names
    assert file.metadata.num_rows > 0


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_could_be_accepted(db: duckdb.DuckDBPyConnection, table: FactTable) -> None:
    keys = ", ".join(table.key)
    assert count(db, f"select {keys} from {table.name} group by all having count(*) > 1") == 0
    for column in table.columns:
        values = f"select {column.name} from {table.name}"
        if column.required:
            assert count(db, f"{values} where {column.name} is null") == 0, column.name
        if column.refers:
            other = fact_tables()[column.refers]
            known = f"select {other.key[0]} from {other.name}"
            assert count(db, f"{values} where {column.name} not in ({known})") == 0, column.name
        if column.choices:
            allowed = ", ".join(f"'{choice}'" for choice in column.choices)
            assert count(db, f"{values} where {column.name} not in ({allowed})") == 0, column.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_nothing_is_dated_after_the_last_day(db: duckdb.DuckDBPyConnection, table: FactTable) -> None:
    for column in table.columns:
        if column.name not in AHEAD and column.kind == Kind.DATE:
            # An interval may end, exclusively, on the day after.
            last = f"date '{END}' + 1" if column.name.endswith("_excl") else f"date '{END}'"
            assert count(db, f"select 1 from {table.name} where {column.name} > {last}") == 0, column.name
        if column.kind == Kind.INSTANT:
            after = (
                f"select 1 from {table.name} where {column.name} >= timestamptz '{END} 00:00:00+00' + interval 1 day"
            )
            assert count(db, after) == 0, column.name


def test_the_last_day_has_usage_and_the_total_is_about_what_was_asked(db: duckdb.DuckDBPyConnection) -> None:
    sql = "select max(cast(timezone('UTC', ts_utc) as date)), min(cast(timezone('UTC', ts_utc) as date)), count(*)"
    last, first, events = db.execute(f"{sql} from usage_events").fetchall()[0]
    assert (first, last) == (date(2024, 3, 15), END)
    assert events == pytest.approx(SIZE.events, rel=0.05)


def test_rows_of_one_subscription_do_not_overlap(db: duckdb.DuckDBPyConnection) -> None:
    pairs = """select 1 from subscriptions a join subscriptions b on a.subscription_id = b.subscription_id
        and a.subscription_row_id < b.subscription_row_id
        and a.start_date < coalesce(b.end_date_excl, date '9999-01-01')
        and b.start_date < coalesce(a.end_date_excl, date '9999-01-01')"""
    assert count(db, pairs) == 0
    assert count(db, "select 1 from subscriptions where end_date_excl <= start_date or price_minor < 0") == 0


def test_owners_follow_each_other_without_a_gap(db: duckdb.DuckDBPyConnection) -> None:
    gaps = """select lead(start_date) over (partition by account_id order by start_date) as next, end_date_excl
        from csm_assignments qualify next is distinct from end_date_excl"""
    assert count(db, gaps) == 0


def test_users_act_only_in_their_own_time_and_at_their_own_account(db: duckdb.DuckDBPyConnection) -> None:
    strangers = """select 1 from usage_events e left join users u using (user_id) where u.account_id <> e.account_id
        or u.user_id is null or e.ts_utc < date_trunc('day', u.created_at)
        or e.ts_utc >= u.deactivated_on"""
    assert count(db, strangers) == 0


def test_who_left_or_never_came_does_not_use_the_product(db: duckdb.DuckDBPyConnection) -> None:
    unpaid = """select 1 from usage_events e where not exists (select 1 from subscriptions s
        where s.account_id = e.account_id and s.status <> 'paused' and s.start_date <= cast(e.ts_utc as date)
        and (s.end_date_excl is null or s.end_date_excl > cast(e.ts_utc as date)))"""
    assert count(db, unpaid) == 0


def test_names_are_given_once(db: duckdb.DuckDBPyConnection) -> None:
    assert count(db, "select name from accounts group by 1 having count(*) > 1") == 0
    assert count(db, "select account_id, email from users group by all having count(*) > 1") == 0


def test_there_is_something_of_everything(db: duckdb.DuckDBPyConnection) -> None:
    statuses = {row[0] for row in db.execute("select distinct status from subscriptions").fetchall()}
    assert statuses >= {"trialing", "active", "past_due", "paused"}
    assert count(db, "select distinct segment from accounts") == 3
    assert count(db, "select distinct motion from accounts") == 3
    assert count(db, "select distinct currency from subscriptions") == 2
    assert count(db, "select distinct billing_interval, interval_count from subscriptions") == 3
    assert count(db, "select 1 from accounts where is_test") == 1
    assert count(db, "select 1 from users where is_internal") > 0
    assert count(db, "select 1 from accounts where referral_attributed_on is not null") > 0
    assert count(db, "select 1 from subscriptions where discount_percent > 0") > 0
    assert count(db, "select distinct event from referral_events") == 2
    assert count(db, "select feature from usage_events group by 1") >= 24


def test_usage_announces_a_churn_some_weeks_before(db: duckdb.DuckDBPyConnection) -> None:
    fell = """with left_on as (
            select account_id, max(end_date_excl) as day from subscriptions group by 1
            having count(*) = count(end_date_excl) and min(start_date) < max(end_date_excl) - 200
        ), used as (
            select l.account_id, count(*) filter (where l.day - cast(e.ts_utc as date) between 1 and 28) as late,
                count(*) filter (where l.day - cast(e.ts_utc as date) between 100 and 127) as early
            from left_on l join usage_events e using (account_id) group by 1
        ) select sum(late), sum(early), count(*) from used where early > 0"""
    late, early, accounts = db.execute(fell).fetchall()[0]
    assert accounts >= 5
    assert late < 0.7 * early


def test_the_same_day_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    write(SIZE, tmp_path)
    for table in TABLES:
        name = f"{table.name}.parquet"
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), table.name


def test_another_size_does_not_change_the_stories(tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    write(Size(END, accounts=20, events=0, usage_days=10), few)
    counts = write(Size(END, accounts=20, events=1_300, usage_days=30), many)
    assert counts["usage_events"] == pytest.approx(1_300, rel=0.15)
    for table in ("subscriptions", "accounts", "renewals"):
        assert pq.read_table(few / f"{table}.parquet") == pq.read_table(many / f"{table}.parquet")


def test_days_are_those_of_the_reporting_zone(tmp_path: Path) -> None:
    zone = ZoneInfo("America/New_York")
    write(Size(END, accounts=15, events=3_000, usage_days=14, zone=zone), tmp_path)
    local = "cast(timezone('America/New_York', ts_utc) as date)"
    sql = f"select min({local}), max({local}) from '{tmp_path}/usage_events.parquet'"
    first, last = duckdb.connect().execute(sql).fetchall()[0]
    assert date(2026, 3, 1) <= first
    assert last <= END


def test_files_may_be_csv(tmp_path: Path) -> None:
    counts = write(Size(END, accounts=12, events=500, years=1), tmp_path, csv=True)
    for table in TABLES:
        lines = (tmp_path / f"{table.name}.csv").read_text().splitlines()
        assert tuple(lines[0].replace('"', "").split(",")) == table.names
        assert len(lines) == counts[table.name] + 1


def test_as_many_subscription_rows_as_asked_for(tmp_path: Path) -> None:
    size = Size(END, accounts=200, events=0, usage_days=1, subscriptions=8_000)
    counts = write(size, tmp_path)
    assert counts["subscriptions"] == pytest.approx(8_000, rel=0.2)
    balance = "sum(price_minor * (coalesce(end_date_excl, date '2026-03-15') - start_date))"
    whole = tmp_path / "whole"
    write(Size(END, accounts=200, events=0, usage_days=1), whole)
    sums = [
        duckdb.connect().execute(f"select {balance} from '{path}/subscriptions.parquet'").fetchall()
        for path in (tmp_path, whole)
    ]
    assert sums[0] == sums[1]
