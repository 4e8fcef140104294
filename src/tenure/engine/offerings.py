"""When an account first reached the threshold of an offering: by its milestone, or by core events of its feature.

The event rule holds on the first day on which `min_users` users have each had `min_events` events of the feature, all
days before included. Where an offering has both rules, the earlier day holds.

Each month that is over leaves totals: the accounts that have reached, and how many events each user of the others has
had. So a new day reads the days of its own month, and a late event the months from its own on.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb

from tenure.engine.duck import parquet
from tenure.engine.fills import Fills, Part, digest, keep
from tenure.engine.parts import casts, draft, write

_BY_MILESTONE = """
    SELECT o.offering_id, m.account_id, min(m.reached_on) AS reached_on
    FROM {offerings} o JOIN {milestones} m ON m.milestone = o.milestone WHERE o.milestone <> '' GROUP BY ALL"""

_NO_TOTALS = """(SELECT '' AS offering_id, '' AS account_id, '' AS user_id, 0::HUGEINT AS events,
    DATE '1900-01-01' AS reached_on WHERE false)"""

# Events of the months before stand on one day before all others.
_COUNTED = """
    totals AS (FROM {totals}),
    reached_before AS (SELECT offering_id, account_id, reached_on FROM totals WHERE reached_on IS NOT NULL),
    used AS (
        SELECT offering_id, account_id, user_id, DATE '1900-01-01' AS day, events FROM totals WHERE reached_on IS NULL
        UNION ALL
        SELECT o.offering_id, u.account_id, u.user_id, u.day, u.events
        FROM {usage} u JOIN {offerings} o ON o.feature = u.feature
        ANTI JOIN reached_before r ON r.offering_id = o.offering_id AND r.account_id = u.account_id
        WHERE o.feature <> '' AND u.user_id <> ''),
    adopters AS (
        SELECT offering_id, account_id, user_id, min_users, min(day) AS day FROM (
            SELECT used.*, min_users, min_events,
                   sum(events) OVER (PARTITION BY offering_id, account_id, user_id ORDER BY day) AS total
            FROM used JOIN (SELECT offering_id, min_users, min_events FROM {offerings}) USING (offering_id))
        WHERE total >= min_events GROUP BY ALL),
    reached AS (
        FROM reached_before
        UNION ALL
        SELECT offering_id, account_id, min(day) AS reached_on FROM (
            SELECT *, row_number() OVER (PARTITION BY offering_id, account_id ORDER BY day, user_id) AS users
            FROM adopters)
        WHERE users >= min_users GROUP BY ALL)"""

_TOTALS = f"""
    WITH {_COUNTED}
    SELECT offering_id, account_id, '' AS user_id, 0::HUGEINT AS events, reached_on FROM reached
    UNION ALL
    SELECT offering_id, account_id, user_id, sum(events), NULL FROM used
    ANTI JOIN reached USING (offering_id, account_id) GROUP BY ALL"""


class Reached:
    """The table `offering_reached` of one refresh and the totals it is made from."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, fills: Fills, facts: Mapping[str, Part], usage: Mapping[date, Part]
    ) -> None:
        self._connection, self._fills, self._facts = connection, fills, facts
        self._offerings = parquet([facts["offerings"].path])
        by_events = connection.execute(f"SELECT count(*) FROM {self._offerings} WHERE feature <> ''").fetchone()
        self._usage = dict(sorted(usage.items())) if by_events and by_events[0] else {}
        months = [list(days) for _, days in groupby(self._usage, key=lambda day: (day.year, day.month))]
        self._over, self._open = months[:-1], months[-1] if months else []
        self.totals = list(self._totals())
        self.part = Part("offering_reached", self._hash(date.max))

    def hashes(self, days: list[date]) -> dict[str, str]:
        """The hash of what is known on each of these days; what happens later does not change it."""
        return {f"offering_reached@{day}": self._hash(day) for day in days}

    def fill(self) -> bool:
        """Make what is stale; whether anything was."""
        if self._fills.fresh(self.part) and all(self._fills.fresh(part) for part in self.totals):
            return False
        before = _NO_TOTALS
        for part, days in zip(self.totals, self._over, strict=True):
            if not self._fills.fresh(part):
                self._sum_up(part, self._counted(_TOTALS, before, days))
            before = parquet([part.path]) if self._fills.rows(part) else _NO_TOTALS
        self._fills.start([self.part])
        self._fills.done([(self.part, write(self._connection, self._select(before), self.part))])
        return True

    def _totals(self) -> Iterator[Part]:
        known = self._facts["offerings"].hash
        for days in self._over:
            known = digest(_TOTALS, known, *(self._usage[day].hash for day in days))
            yield Part("offering_totals", known, days[-1].isoformat())

    def _hash(self, until: date) -> str:
        facts = (self._facts["offerings"].hash, self._facts["milestones"].hash)
        usage = (part.hash for day, part in self._usage.items() if day <= until)
        return digest(_BY_MILESTONE, _COUNTED, *facts, *usage)

    def _sum_up(self, part: Part, select: str) -> None:
        self._fills.start([part])
        made = draft(self._connection, select, part)
        keep([made])
        self._fills.done([(part, made[2])])

    def _select(self, before: str) -> str:
        reached = [
            _BY_MILESTONE.format(offerings=self._offerings, milestones=parquet([self._facts["milestones"].path]))
        ]
        if self._usage:
            reached.append(self._counted(f"(WITH {_COUNTED} FROM reached)", before, self._open))
        return f"""
            SELECT {casts("offering_reached")} FROM (
                SELECT offering_id, account_id, min(reached_on) AS reached_on
                FROM ({" UNION ALL ".join(reached)}) GROUP BY ALL)
            ORDER BY offering_id, account_id"""

    def _counted(self, select: str, before: str, days: list[date]) -> str:
        return select.format(
            offerings=self._offerings, totals=before, usage=_days(self._usage[day].path for day in days)
        )


def _days(paths: Iterator[Path]) -> str:
    there = [path for path in paths if path.exists()]
    if there:
        return parquet(there, hive=True)
    return "(SELECT '' AS account_id, '' AS user_id, '' AS feature, 0::BIGINT AS events, NULL::DATE AS day WHERE false)"
