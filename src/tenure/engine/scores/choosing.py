"""Which scorecard judges which account on a day.

Judged is who holds a subscription on the day, paid, on trial or paused; the first scorecard that fits counts.
"""

from collections.abc import Sequence
from datetime import date

import duckdb
import numpy as np
import numpy.typing as npt

from tenure.core.conditions import Condition
from tenure.engine.duck import text
from tenure.engine.measures.filters import sql
from tenure.metrics.scorecards.fields import ATTRIBUTES

Chosen = npt.NDArray[np.int8]  # days x accounts: the position of the scorecard, -1 without one

_HELD = """
    SELECT DISTINCT n, k, on_day, account_id FROM subscriptions JOIN asked_accounts USING (account_id)
    JOIN asked_days ON start_date <= on_day AND coalesce(end_date_excl > on_day, true)
    WHERE status IN ('active', 'past_due', 'trialing', 'paused')"""
_STAGE = """
    SELECT DISTINCT n, k, 'onboarding' AS stage FROM onboardings JOIN asked_accounts USING (account_id)
    JOIN asked_days ON started_on <= on_day AND coalesce(completed_on > on_day, true)
        AND coalesce(cancelled_on > on_day, true)"""
_ATTRIBUTE = """
    SELECT n, k, any_value(value) AS value FROM attributes JOIN asked_accounts USING (account_id)
    JOIN asked_days ON coalesce(valid_from <= on_day, true) AND coalesce(valid_to_excl > on_day, true)
    WHERE attribute = {name} GROUP BY ALL"""


def choose(
    connection: duckdb.DuckDBPyConnection, fits: Sequence[Condition], days: Sequence[date], accounts: int
) -> Chosen:
    """The place in `fits`, the conditions of scorecards in their order, of the first that holds.

    For the days and accounts of the last evaluation (tables `asked_days`, `asked_accounts`).
    """
    chosen = np.full((len(days), accounts), -1, dtype=np.int8)
    if not fits:
        return chosen
    cases = " ".join(f"WHEN {sql(condition)} THEN {place}" for place, condition in enumerate(fits))
    found = connection.sql(f"SELECT k, n, CASE {cases} ELSE -1 END AS card FROM ({_known(fits)})").to_arrow_table()
    k, n, card = (found.column(name).to_numpy() for name in ("k", "n", "card"))
    chosen[k, n] = card
    return chosen


def _known(fits: Sequence[Condition]) -> str:
    """What the conditions ask, of every judged account and day; nothing else is looked up."""
    asked = {check.field for condition in fits for check in condition.tests()}
    columns, joins = ["held.n", "held.k"], []
    for name in ATTRIBUTES:
        if name in asked:
            columns.append(f'coalesce("{name}_".value, \'\') AS "{name}"')
            joins.append(f'LEFT JOIN ({_ATTRIBUTE.format(name=text(name))}) AS "{name}_" USING (n, k)')
    if "stage" in asked:
        columns.append("coalesce(stage, 'established') AS stage")
        joins.append(f"LEFT JOIN ({_STAGE}) AS staged USING (n, k)")
    return f"SELECT {', '.join(columns)} FROM ({_HELD}) AS held {' '.join(joins)}"
