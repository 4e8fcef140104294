"""Where pulses and scores disagreed in the past, as they stood at the end of each day, and who turned out right.

The score of a day is the one that was shown; the pulse is the last one given up to that day, unless it was stale. Only
complete days count, and of what happened only what happened by the last of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb

from tenure.engine import publication
from tenure.engine.duck import connect, parquet
from tenure.engine.fills import Part, digest
from tenure.engine.scores.happened import happened
from tenure.engine.scores.reading import parts_until
from tenure.metrics.proof.right import Disagreement, Right, decide, once
from tenure.metrics.scorecards.bands import BANDS, POINT

_BEGAN = """
    WITH given AS (
        SELECT account_id, given_on, arg_max(score, given_at) AS pulse, arg_max(csm_id, given_at) AS csm_id
        FROM pulses GROUP BY ALL),
    scored AS (
        SELECT account_id, day::DATE AS day, score FROM {scores} SEMI JOIN given USING (account_id)
        WHERE score IS NOT NULL),
    stood AS (
        SELECT s.account_id, s.day, g.csm_id,
               CASE WHEN s.day - g.given_on >= {fresh} THEN 0 ELSE sign({pulse} - {score}) END AS side
        FROM scored s ASOF JOIN given g ON g.account_id = s.account_id AND g.given_on <= s.day),
    turns AS (
        SELECT *, lag((side, csm_id)) OVER (PARTITION BY account_id ORDER BY day) AS before FROM stood)
    SELECT account_id, csm_id, day, side > 0 AS kinder FROM turns
    WHERE side <> 0 AND (before IS NULL OR before <> (side, csm_id)) ORDER BY ALL"""
_RENEWED = "SELECT account_id, decided_on FROM renewals WHERE decision = 'renewed' AND decided_on <= ?"


@dataclass(frozen=True, slots=True)
class Settled:
    """A disagreement and who turned out right."""

    disagreement: Disagreement
    right: Right


def settled(within: int, fresh: int) -> tuple[Settled, ...]:
    """All disagreements whose first day was judged, the oldest first; `fresh` is how many days a pulse holds."""
    now = publication.current()
    parts = parts_until(now.as_of)
    return _settled(now.id, digest(*(part.hash for part in parts)), within, fresh) if parts else ()


@lru_cache(maxsize=4)
def _settled(publication_id: str, judged: str, within: int, fresh: int) -> tuple[Settled, ...]:
    now = publication.current()
    with connect() as connection:
        publication.attach(connection, now)
        found = once(_began(connection, parts_until(now.as_of), fresh), within)
        harm, good = _events(connection, sorted({one.account for one in found}), now.as_of)
    return tuple(Settled(one, decide(one, harm, good, within, now.as_of)) for one in found)


def _began(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], fresh: int) -> list[Disagreement]:
    scores = parquet((part.path for part in parts), hive=True)
    query = _BEGAN.format(scores=scores, fresh=int(fresh), pulse=_band(f"pulse * {POINT}"), score=_band("s.score"))
    return [
        Disagreement(account, who or "", day, kinder)
        for account, who, day, kinder in connection.execute(query).fetchall()
    ]


def _events(
    connection: duckdb.DuckDBPyConnection, accounts: list[str], until: date
) -> tuple[Mapping[str, list[date]], Mapping[str, list[date]]]:
    """Harm and good by account."""
    connection.execute("CREATE OR REPLACE TEMP TABLE asked_accounts (account_id VARCHAR, n BIGINT)")
    connection.execute("INSERT INTO asked_accounts SELECT unnest($1), unnest(range(len($1)))", [accounts])
    events = happened(connection, len(accounts)).events
    harm, good = _by_account(accounts, events, ("churn", "downgrade")), _by_account(accounts, events, ("expansion",))
    for account, day in connection.execute(_RENEWED, [until]).fetchall():
        good[account].append(day)
    return harm, good


def _by_account(accounts: Sequence[str], events: Mapping[str, Any], kinds: Sequence[str]) -> dict[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for kind in kinds:
        for n, day in zip(events[kind].account.tolist(), events[kind].day.tolist(), strict=True):
            found[accounts[n]].append(date.fromordinal(_EPOCH + day))
    return found


_EPOCH = date(1970, 1, 1).toordinal()


def _band(score: str) -> str:
    """The place of the band of a score in hundredths, the worst first."""
    cases = " ".join(f"WHEN {score} >= {least} THEN {place}" for place, (_, least) in reversed(list(enumerate(BANDS))))
    return f"(CASE {cases} END)"
