"""Levels as steps: the running sum of `delta` over `day` is the value on any day.

MRR and seats change by `+x` on the day a row of a subscription starts and `-x` on its exclusive end.
"""

import duckdb

from tenure.engine.duck import parquet
from tenure.engine.fills import Fills, Part, digest
from tenure.engine.parts import casts, write

_IN_FORCE = "status IN ('active', 'past_due')"
_EVER = "DATE '1900-01-01'"

_MRR = f"""
    SELECT account_id, currency, day, sum(delta)::BIGINT AS delta_minor FROM (
        SELECT account_id, currency, start_date AS day, mrr_minor AS delta FROM {{subscriptions}} WHERE {_IN_FORCE}
        UNION ALL
        SELECT account_id, currency, end_date_excl, -mrr_minor FROM {{subscriptions}}
        WHERE {_IN_FORCE} AND end_date_excl IS NOT NULL)
    GROUP BY ALL HAVING sum(delta) <> 0"""

# Seats of an account are the sum over its subscriptions in force; those of an account whose subscriptions name no seats
# are its largest entitlement, because entitlements repeat the same seats for every feature.
_SEATS = f"""
    WITH counted AS (
        SELECT account_id, seats, start_date AS a, end_date_excl AS z FROM {{subscriptions}}
        WHERE {_IN_FORCE} AND seats IS NOT NULL),
    entitled AS (
        SELECT account_id, seats, coalesce(start_date, {_EVER}) AS a, end_date_excl AS z FROM {{entitlements}} e
        ANTI JOIN counted ON counted.account_id = e.account_id WHERE seats IS NOT NULL),
    turns AS (SELECT account_id, a AS day FROM entitled UNION SELECT account_id, z FROM entitled WHERE z IS NOT NULL),
    levels AS (
        SELECT turns.account_id, turns.day, coalesce(max(e.seats), 0) AS seats
        FROM turns LEFT JOIN entitled e ON e.account_id = turns.account_id AND e.a <= turns.day
            AND (e.z IS NULL OR e.z > turns.day)
        GROUP BY ALL),
    deltas AS (
        SELECT account_id, a AS day, seats AS delta FROM counted
        UNION ALL SELECT account_id, z, -seats FROM counted WHERE z IS NOT NULL
        UNION ALL SELECT account_id, day, seats - lag(seats, 1, 0) OVER (PARTITION BY account_id ORDER BY day)
        FROM levels)
    SELECT account_id, day, sum(delta)::BIGINT AS delta FROM deltas GROUP BY ALL HAVING sum(delta) <> 0"""

_STEPS = {"mrr_steps": _MRR, "seat_steps": _SEATS}


def parts(facts: dict[str, Part]) -> dict[str, Part]:
    read = (facts["subscriptions"].hash, facts["entitlements"].hash)
    return {name: Part(name, digest(name, select, casts(name), *read)) for name, select in _STEPS.items()}


def fill(connection: duckdb.DuckDBPyConnection, fills: Fills, facts: dict[str, Part]) -> list[str]:
    """Make the steps of MRR and seats anew if subscriptions or entitlements changed; returns the names made."""
    stale = [part for part in parts(facts).values() if not fills.fresh(part)]
    fills.start(stale)
    for part in stale:
        read = {name: parquet([facts[name].path]) for name in ("subscriptions", "entitlements")}
        select = _STEPS[part.table].format(**read)
        rows = write(connection, f"SELECT {casts(part.table)} FROM ({select}) ORDER BY account_id, day", part)
        fills.done([(part, rows)])
    return [part.table for part in stale]
