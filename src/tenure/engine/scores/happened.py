"""What became of accounts: who left, paid less or paid more, and when; in each account's own money.

The level of an account is the MRR of its subscriptions in force. It leaves on the day the level falls to nothing and no
pause holds; it is downgraded or expanded on a day on which the level changes otherwise. Exchange rates play no part.
"""

from dataclasses import dataclass

import duckdb
import numpy as np

from tenure.metrics.proof import Events
from tenure.metrics.proof.cases import Ints

KINDS = {"churn": "Left", "downgrade": "Paid less", "expansion": "Paid more"}

_LEVELS = """
    CREATE OR REPLACE TEMP TABLE levels AS
    SELECT n, account_id, day, sum(delta) AS delta, sum(sum(delta)) OVER (PARTITION BY n ORDER BY day) AS level
    FROM (SELECT account_id, day, sum(delta_minor) AS delta FROM mrr_steps GROUP BY ALL)
    JOIN asked_accounts USING (account_id) GROUP BY n, account_id, day"""
_KIND = """
    SELECT n, day - DATE '1970-01-01' AS day,
           CASE WHEN level = 0 AND delta < 0 THEN 'churn' WHEN delta < 0 THEN 'downgrade'
                WHEN level > delta THEN 'expansion' ELSE 'new' END AS kind
    FROM levels WHERE delta <> 0 AND NOT (level = 0 AND EXISTS (
        SELECT 1 FROM subscriptions s WHERE s.account_id = levels.account_id AND s.status = 'paused'
        AND s.start_date <= levels.day AND coalesce(s.end_date_excl > levels.day, true)))"""


@dataclass(frozen=True, slots=True)
class Happened:
    """Events by kind, and each account's first paid day and the day it left for good; days since 1970."""

    events: dict[str, Events]
    since: Ints
    until: Ints


def happened(connection: duckdb.DuckDBPyConnection, accounts: int) -> Happened:
    """Of the accounts of the last evaluation (table `asked_accounts`)."""
    connection.execute(_LEVELS).fetchall()
    table = connection.sql(_KIND).to_arrow_table()
    n, day, kind = (table.column(name).to_numpy(zero_copy_only=False) for name in ("n", "day", "kind"))
    events = {name: Events(n[kind == name], day[kind == name]) for name in KINDS}
    far = np.iinfo(np.int64).max
    since, until = np.full(accounts, far), np.full(accounts, far)
    ends = connection.sql(
        "SELECT n, min(day) FILTER (delta > 0) - DATE '1970-01-01' AS since, arg_max(level, day) AS level, "
        "max(day) - DATE '1970-01-01' AS last FROM levels GROUP BY n"
    ).to_arrow_table()
    at, first, level, last = (ends.column(name).to_numpy(zero_copy_only=False) for name in ends.column_names)
    since[at] = np.where(np.isnan(first.astype(float)), far, first).astype(np.int64)
    until[at] = np.where(level == 0, last, far)
    return Happened(events, since, until)
