"""Judging brought up to date: scores and churn risk of each day, and the current ones with the state of each account.

It follows a refresh and is a step of its own, so that numbers need not wait for it. Running it again changes nothing;
killed anywhere and run again it ends the same; two at once: one waits.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db import connection as database
from django.db import transaction

from tenure.core.periods import DAY
from tenure.customers.models import AccountState
from tenure.engine import operational, publication
from tenure.engine.churn.daily import Days
from tenure.engine.duck import connect, parquet
from tenure.engine.durable import one_at_a_time
from tenure.engine.fills import Fills, Part
from tenure.engine.scores import crossings, daily

Progress = Callable[[int, int, str], None]
_CHUNK = 5_000
_NOBODY = """(SELECT '' AS account_id, '' AS card, NULL::INT AS score, NULL::FLOAT AS coverage, NULL::DOUBLE AS risk
              WHERE false)"""
_CHANGED = """
    WITH now AS (
        SELECT account_id, today.score, today.score - yesterday.score AS change, today.coverage::DOUBLE AS coverage,
               today.card
        FROM {today} AS today LEFT JOIN {yesterday} AS yesterday USING (account_id))
    SELECT now.score, now.change, now.coverage, coalesce(now.card, ''), round(churn.risk, 4), state.account_id
    FROM raw.customers_accountstate state LEFT JOIN now USING (account_id) LEFT JOIN {churn} AS churn USING (account_id)
    WHERE now.score IS DISTINCT FROM state.health OR now.change IS DISTINCT FROM state.health_change
       OR now.coverage IS DISTINCT FROM state.health_coverage OR coalesce(now.card, '') <> state.scorecard
       OR round(churn.risk, 4) IS DISTINCT FROM state.churn_risk"""
_UPDATE = (
    f"UPDATE {AccountState._meta.db_table} SET health = %s, health_change = %s, health_coverage = %s, scorecard = %s, "
    "churn_risk = %s WHERE account_id = %s"
)


def judge(progress: Progress | None = None, *, wait: float = 3600) -> int:
    """Judge the days that need it by the current publication; returns how many accounts' current scores changed.

    Raises NothingPublished, and durable.Busy when another judging does not finish within `wait` seconds.
    """
    say = progress or (lambda done, total, sentence: None)
    with one_at_a_time(Path(settings.HOME) / "tmp" / "judge.lock", wait=wait, what="Another judging"):
        now, fills = publication.current(), Fills()
        churn = Days(now, fills)
        parts = daily.fill(now, fills, churn, lambda day: say(1, 1, f"Judging {day}"))
        crossings.keep(parts, now.as_of - DAY)  # the file of the last complete day may still be made anew
        daily.clear_away([*parts, *churn.parts.values()])
        return _write(parts[-2:], churn.today)


def _write(scored: Sequence[Part], churn: Part | None) -> int:
    """Only rows whose scores changed, in transactions short enough that people can go on working."""
    with connect() as connection:
        changed = _changed(connection, *(_table(part) for part in (*scored, churn)))
    for at in range(0, len(changed), _CHUNK):
        with transaction.atomic(), database.cursor() as cursor:
            cursor.executemany(_UPDATE, changed[at : at + _CHUNK])
    return len(changed)


def _table(part: Part | None) -> str:
    return parquet([part.path]) if part and part.path.exists() else _NOBODY


def _changed(connection: duckdb.DuckDBPyConnection, yesterday: str, today: str, churn: str) -> list[tuple[Any, ...]]:
    operational.copy("customers.AccountState", connection)
    return connection.execute(_CHANGED.format(today=today, yesterday=yesterday, churn=churn)).fetchall()
