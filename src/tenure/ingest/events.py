"""Usage events on their way into the lake."""

import time

from tenure.engine import lake
from tenure.ingest.checks import CHECKED
from tenure.ingest.files import ROW
from tenure.ingest.staging import Staging
from tenure.ingest.storing import Written

LAKE_SOURCE = "ingest"


def append(staging: Staging, present: list[str]) -> Written:
    """Put the accepted rows into the lake. An event it holds already counts as unchanged."""
    select = _select(staging, present)
    # Versions must grow; those of a database that was restored from a copy would start again below.
    staging.run("SET preserve_insertion_order = false")  # every row has its number and its id by now
    done = lake.append(select, source=LAKE_SOURCE, version=time.time_ns() // 1_000_000, connection=staging.connection)
    staging.run("SET preserve_insertion_order = true")
    return Written(created=done.rows, unchanged=done.duplicates)


def count(staging: Staging) -> Written:
    """What an append would bring at most: whether the lake has an event is only known when it is appended."""
    return Written(created=int(staging.value(f"SELECT count(*) FROM {CHECKED} WHERE len(problems) = 0")))


def _select(staging: Staging, present: list[str]) -> str:
    def value(column: str, otherwise: str) -> str:
        return f"coalesce({column}, {otherwise})" if column in present else otherwise

    parts = {
        "account_id": "account_id",
        "user_id": value("user_id", "''"),
        "feature": "feature",
        "event": "event",
        "ts": "ts_utc",
        "qty": value("qty", "1::DOUBLE"),
    }
    columns = ", ".join(f"{sql} AS {column}" for column, sql in parts.items())
    given = "nullif(event_id, '')" if "event_id" in present else "NULL::VARCHAR"
    content = ", ".join(f"({sql})::VARCHAR" for sql in parts.values())
    staging.run(
        f"CREATE OR REPLACE VIEW accepted_events AS SELECT {ROW}, {given} AS given, "
        f"md5_number(concat_ws(chr(31), {content})) AS digest, {columns} "
        f"FROM {CHECKED} WHERE len(problems) = 0"
    )
    return _with_ids(staging, ", ".join(parts))


def _with_ids(staging: Staging, columns: str) -> str:
    """An event without an id gets one from its content and its place among equal rows of the file."""
    if not staging.value("SELECT count(*) FROM (SELECT 1 FROM accepted_events WHERE given IS NULL LIMIT 1)"):
        return f"SELECT given AS event_id, {columns} FROM accepted_events"
    staging.run(
        "CREATE OR REPLACE TABLE repeated AS SELECT digest FROM accepted_events WHERE given IS NULL "
        "GROUP BY digest HAVING count(*) > 1"
    )
    alone = f"SELECT coalesce(given, printf('%032x', digest)) AS event_id, {columns} FROM accepted_events "
    again = (
        f"SELECT printf('%032x', digest) || '-' || row_number() OVER (PARTITION BY digest ORDER BY {ROW}) AS event_id, "
        f"{columns} FROM accepted_events WHERE given IS NULL AND digest IN (SELECT digest FROM repeated)"
    )
    return f"{alone} WHERE given IS NOT NULL OR digest NOT IN (SELECT digest FROM repeated) UNION ALL {again}"
