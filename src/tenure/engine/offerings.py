"""When an account first reached the threshold of an offering: by its milestone, or by core events of its feature.

The event rule holds on the first day on which `min_users` users have each had `min_events` events of the feature, all
days before included. Where an offering has both rules, the earlier day holds.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb

from tenure.engine.duck import parquet
from tenure.engine.fills import Fills, Part, digest
from tenure.engine.parts import casts, write

_BY_MILESTONE = """
    SELECT o.offering_id, m.account_id, min(m.reached_on) AS reached_on
    FROM {offerings} o JOIN {milestones} m ON m.milestone = o.milestone WHERE o.milestone <> '' GROUP BY ALL"""

_BY_EVENTS = """
    SELECT offering_id, account_id, min(day) AS reached_on FROM (
        SELECT offering_id, account_id, day, min_users,
               row_number() OVER (PARTITION BY offering_id, account_id ORDER BY day, user_id) AS users
        FROM (SELECT offering_id, account_id, user_id, min_users, min(day) AS day FROM (
                SELECT o.offering_id, u.account_id, u.user_id, o.min_users, o.min_events, u.day,
                       sum(u.events) OVER (PARTITION BY o.offering_id, u.account_id, u.user_id ORDER BY u.day) AS total
                FROM {usage} u JOIN {offerings} o ON o.feature = u.feature
                WHERE o.feature <> '' AND u.user_id <> '') AS counted
              WHERE total >= min_events GROUP BY ALL) AS adopters) AS ranked
    WHERE users >= min_users GROUP BY ALL"""


def fill(
    connection: duckdb.DuckDBPyConnection, fills: Fills, facts: Mapping[str, Part], usage: Mapping[date, Part]
) -> tuple[Part, bool]:
    """The part of `offering_reached`, and whether it was made anew."""
    offerings = parquet([facts["offerings"].path])
    by_events = connection.execute(f"SELECT count(*) FROM {offerings} WHERE feature <> ''").fetchone()
    read = list(usage.values()) if by_events and by_events[0] else []
    part = Part(
        "offering_reached",
        digest(_BY_MILESTONE, _BY_EVENTS, facts["offerings"].hash, facts["milestones"].hash, *(p.hash for p in read)),
    )
    if fills.fresh(part):
        return part, False
    fills.start([part])
    fills.done([(part, write(connection, _select(offerings, facts, read), part))])
    return part, True


def _select(offerings: str, facts: Mapping[str, Part], usage: Iterable[Part]) -> str:
    reached = [_BY_MILESTONE.format(offerings=offerings, milestones=parquet([facts["milestones"].path]))]
    files = [part.path for part in usage if part.path.exists()]
    if files:
        reached.append(_BY_EVENTS.format(offerings=offerings, usage=parquet(files, hive=True)))
    return f"""
        SELECT {casts("offering_reached")} FROM (
            SELECT offering_id, account_id, min(reached_on) AS reached_on
            FROM ({" UNION ALL ".join(reached)}) GROUP BY ALL)
        ORDER BY offering_id, account_id"""
