"""Distinct users and features in a window, as steps: the running sum of `delta` over `day` is the number on any day.

Something seen on day d counts on the days [d, d + w), cut short where it is seen again: +1 on d, -1 on the earlier of
d + w and the next day it is seen. The steps of day e therefore depend on what was seen on [e - w, e] and on nothing
else, so a day's file is made anew when one of these days changed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from tenure.core.periods import DAY
from tenure.engine.duck import parquet
from tenure.engine.fills import Fills, Part, digest, keep
from tenure.engine.parts import draft

_VERSION = 1
_ROWS_AT_ONCE = 8_000_000
_DAYS_AT_ONCE = 180
_SAVED_AT_ONCE = 31
_FEW = 2
_NOTHING = (
    """SELECT '' AS account_id, 0::BIGINT AS "window", DATE '1970-01-01' AS day, 0::BIGINT AS delta WHERE false"""
)
_OF_DAY = """SELECT account_id, "window", delta FROM stepped WHERE day = DATE '{day}' ORDER BY account_id, "window" """


@dataclass(frozen=True, slots=True)
class Steps:
    """One table of steps: what is counted (a column of the daily table `of`), in which windows of days."""

    table: str
    of: str
    thing: str
    windows: tuple[int, ...]

    @property
    def longest(self) -> int:
        return max(self.windows)


TABLES = (
    Steps("active_user_steps", "user_day", "user_id", (7, 30)),
    Steps("active_feature_steps", "account_feature_day", "feature", (30,)),
)


class ActiveSteps:
    """One table of steps of one refresh, up to and including the day `until`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        fills: Fills,
        steps: Steps,
        seen: Mapping[date, Part],
        until: date,
    ) -> None:
        self._connection, self._fills, self._steps, self._seen = connection, fills, steps, seen
        self._parts = {day: self._part(day) for day in self._days(until)}

    def parts(self) -> dict[date, Part]:
        """The part each day on which something can change should have now."""
        return self._parts

    def stale(self) -> list[date]:
        return [day for day, part in self._parts.items() if not self._fills.fresh(part)]

    def fill(self, days: Sequence[date], said: Callable[[date], None]) -> None:
        """Make the steps of these days; what is finished stays when `said` raises."""
        for run in self._runs(days):
            select = self._of_few(run) if len(run) <= _FEW else self._select(run[0], run[-1])
            self._connection.execute(f"CREATE OR REPLACE TEMP TABLE stepped AS {select}")
            for at in range(0, len(run), _SAVED_AT_ONCE):
                self._save(run[at : at + _SAVED_AT_ONCE])
                said(run[min(at + _SAVED_AT_ONCE, len(run)) - 1])

    def _days(self, until: date) -> list[date]:
        reached = {day + n * DAY for day in self._seen for n in range(self._steps.longest + 1)}
        return sorted(day for day in reached if day <= until)

    def _part(self, day: date) -> Part:
        reads = (self._seen.get(day - n * DAY) for n in range(self._steps.longest + 1))
        return Part(
            self._steps.table, digest(_VERSION, self._steps, *(part and part.hash for part in reads)), day.isoformat()
        )

    def _runs(self, days: Sequence[date]) -> Iterator[list[date]]:
        """Days next to each other, as many as may be held at once."""
        run: list[date] = []
        rows = 0
        for day in days:
            if run and (day - run[-1] > DAY or rows > _ROWS_AT_ONCE or len(run) >= _DAYS_AT_ONCE):
                yield run
                run, rows = [], 0
            run.append(day)
            rows += self._fills.rows(self._seen[day]) if day in self._seen else 0
        if run:
            yield run

    def _save(self, days: Sequence[date]) -> None:
        parts = [self._parts[day] for day in days]
        self._fills.start(parts)
        found = self._connection.execute("SELECT DISTINCT day FROM stepped").fetchall()
        moving = {day.isoformat() for (day,) in found}
        made = [draft(self._connection, _OF_DAY.format(day=part.day), part) for part in parts if part.day in moving]
        keep(made)
        still = [(part, 0) for part in parts if part.day not in moving]
        self._fills.done([*((part, rows) for _, part, rows in made), *still])

    def _of_few(self, days: Sequence[date]) -> str:
        """For a day or two: whether a thing is seen on the day, and when it was last before, say what changes."""
        read = self._read(days[0], days[-1])
        if not read:
            return _NOTHING
        thing = self._steps.thing
        marks = [
            f"bool_or(day = DATE '{day}') AS now_{n}, max(day) FILTER (day < DATE '{day}') AS last_{n}"
            for n, day in enumerate(days)
        ]
        marked = [
            f"SELECT account_id, DATE '{day}' AS day, now_{n} AS now, last_{n} AS last FROM marked"
            for n, day in enumerate(days)
        ]
        return f"""
            WITH marked AS MATERIALIZED (
                SELECT account_id, {", ".join(marks)} FROM {parquet(read, hive=True)} WHERE {thing} <> ''
                GROUP BY account_id, {thing})
            SELECT account_id, w::BIGINT AS "window", day,
                   (count(*) FILTER (now)
                    - count(*) FILTER (last >= day - w AND (now OR last = day - w)))::BIGINT AS delta
            FROM ({" UNION ALL ".join(marked)}) CROSS JOIN (VALUES {self._windows}) AS windows(w)
            GROUP BY ALL HAVING delta <> 0"""

    @property
    def _windows(self) -> str:
        return ", ".join(f"({window})" for window in self._steps.windows)

    def _read(self, first: date, last: date) -> list[Path]:
        since = first - self._steps.longest * DAY
        return [part.path for day, part in self._seen.items() if since <= day <= last and part.path.exists()]

    def _select(self, first: date, last: date) -> str:
        read = self._read(first, last)
        if not read:
            return _NOTHING
        thing, windows = self._steps.thing, self._windows
        return f"""
            WITH seen AS (SELECT account_id, {thing}, day FROM {parquet(read, hive=True)} WHERE {thing} <> ''),
            followed AS (
                SELECT account_id, day, lead(day) OVER (PARTITION BY account_id, {thing} ORDER BY day) AS next
                FROM seen),
            moves AS (
                SELECT account_id, w, day, 1 AS delta FROM followed CROSS JOIN (VALUES {windows}) AS windows(w)
                UNION ALL
                SELECT account_id, w, least(day + w, next), -1
                FROM followed CROSS JOIN (VALUES {windows}) AS windows(w))
            SELECT account_id, w::BIGINT AS "window", day, sum(delta)::BIGINT AS delta FROM moves
            WHERE day BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY ALL HAVING sum(delta) <> 0 ORDER BY day"""
