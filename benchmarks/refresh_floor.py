"""The floor of refresh: the same tables made by a plain DuckDB script, without increments, checks or durability.

Same threads and memory limit as the engine; usage is read from the lake's files day by day in one loop over months,
because one shot over everything needs six gigabytes. Facts are read from the generated Parquet files.
"""

import json
import sys
import time
from datetime import date
from itertools import groupby
from pathlib import Path

import django

_USAGE = """
    CREATE OR REPLACE TEMP TABLE rolled AS
    SELECT ts::DATE AS day, account_id, user_id, feature, count(*) AS events FROM read_parquet({files})
    WHERE event <> 'page_viewed' GROUP BY ALL"""
_OUTSIDE = """FROM rolled WHERE account_id NOT IN (SELECT account_id FROM accounts WHERE is_test)
    AND user_id NOT IN (SELECT user_id FROM users WHERE is_internal)"""
_DAILY = {
    "user_feature_day": f"SELECT * {_OUTSIDE} ORDER BY day, account_id, user_id, feature",
    "user_day": f"SELECT day, account_id, user_id, sum(events) AS events {_OUTSIDE} GROUP BY ALL "
    "ORDER BY day, account_id, user_id",
    "account_feature_day": f"SELECT day, account_id, feature, count(*) AS users, sum(events) AS events {_OUTSIDE} "
    "GROUP BY ALL ORDER BY day, account_id, feature",
}
_STEPS = """
    WITH seen AS (SELECT account_id, {thing}, day,
                         lead(day) OVER (PARTITION BY account_id, {thing} ORDER BY day) AS next
                  FROM read_parquet('{of}/*.parquet')),
    moves AS (SELECT account_id, w, day, 1 AS delta FROM seen, (VALUES {windows}) AS v(w)
              UNION ALL SELECT account_id, w, least(day + w, next), -1 FROM seen, (VALUES {windows}) AS v(w))
    SELECT account_id, w AS "window", day, sum(delta) AS delta FROM moves GROUP BY ALL HAVING sum(delta) <> 0
    ORDER BY day, account_id"""
_MRR = """
    SELECT account_id, currency, day, sum(delta) AS delta FROM (
        SELECT account_id, currency, start_date AS day, mrr AS delta FROM paid
        UNION ALL SELECT account_id, currency, end_date_excl, -mrr FROM paid WHERE end_date_excl IS NOT NULL)
    GROUP BY ALL"""
_SEATS = """
    SELECT account_id, day, sum(delta) AS delta FROM (
        SELECT account_id, start_date AS day, seats AS delta FROM paid
        UNION ALL SELECT account_id, end_date_excl, -seats FROM paid WHERE end_date_excl IS NOT NULL)
    GROUP BY ALL"""
_REACHED = """
    SELECT offering_id, account_id, min(day) AS reached_on FROM (
        SELECT offering_id, account_id, day, min_users,
            row_number() OVER (PARTITION BY offering_id, account_id ORDER BY day) AS users
        FROM (SELECT offering_id, account_id, user_id, min_users, min(day) AS day FROM (
            SELECT o.offering_id, u.account_id, u.user_id, o.min_users, o.min_events, u.day,
                sum(u.events) OVER (PARTITION BY o.offering_id, u.account_id, u.user_id ORDER BY u.day) AS total
            FROM read_parquet('{usage}/*.parquet') u JOIN offerings o ON o.feature = u.feature)
            WHERE total >= min_events GROUP BY ALL))
    WHERE users >= min_users GROUP BY ALL"""
_STATE = """
    SELECT a.account_id, m.mrr, s.seats, u.users FROM accounts a
    LEFT JOIN (SELECT account_id, sum(delta) AS mrr FROM mrr_steps GROUP BY 1) m USING (account_id)
    LEFT JOIN (SELECT account_id, sum(delta) AS seats FROM seat_steps GROUP BY 1) s USING (account_id)
    LEFT JOIN (SELECT account_id, sum(delta) AS users FROM read_parquet('{steps}') WHERE "window" = 30 GROUP BY 1) u
        USING (account_id)"""
_PAID = """
    CREATE TABLE paid AS SELECT *, CAST(price_minor * (100 - discount_percent) / 100
        / CASE billing_interval WHEN 'year' THEN 12 ELSE interval_count END AS BIGINT) AS mrr
    FROM subscriptions WHERE status IN ('active', 'past_due')"""


def main(files: Path, out: Path) -> None:
    django.setup()
    from tenure.engine import lake
    from tenure.engine.duck import connect, listed

    found = lake.files()
    started = time.perf_counter()
    with connect() as connection:
        for fact in sorted(files.glob("*.parquet")):
            if fact.stem != "usage_events":
                connection.execute(f"CREATE TABLE {fact.stem} AS SELECT * FROM '{fact}'")
        for name in _DAILY:
            (out / name).mkdir(parents=True, exist_ok=True)
        for (year, month), group in groupby(found, key=lambda file: (file.day.year, file.day.month)):
            connection.execute(_USAGE.format(files=listed(file.path for file in group)))
            for name, select in _DAILY.items():
                connection.execute(
                    f"COPY ({select}) TO '{out}/{name}/{date(year, month, 1)}.parquet' (COMPRESSION zstd)"
                )
        _derive(connection, out)
    print(json.dumps({"seconds": time.perf_counter() - started}))


def _derive(connection, out: Path) -> None:  # type: ignore[no-untyped-def]
    users = _STEPS.format(thing="user_id", of=out / "user_day", windows="(7), (30)")
    features = _STEPS.format(thing="feature", of=out / "account_feature_day", windows="(30)")
    connection.execute(f"COPY ({users}) TO '{out}/active_user_steps.parquet' (COMPRESSION zstd)")
    connection.execute(f"COPY ({features}) TO '{out}/active_feature_steps.parquet' (COMPRESSION zstd)")
    connection.execute(_PAID)
    for name, select in (
        ("mrr_steps", _MRR),
        ("seat_steps", _SEATS),
        ("offering_reached", _REACHED.format(usage=out / "user_feature_day")),
        ("account_state", _STATE.format(steps=out / "active_user_steps.parquet")),
    ):
        connection.execute(f"CREATE TABLE {name} AS {select}")
        connection.execute(f"COPY {name} TO '{out}/{name}.parquet' (COMPRESSION zstd)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
