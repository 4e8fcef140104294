"""The exact daily roll-up of usage: one file a local day of the reporting time zone, sorted by account.

A day is made anew when the lake's content of the UTC days it overlaps changed, or what counts changed: the time zone,
events that are not core, test accounts and internal users who have events on it. So late events, a deleted file and a
new zone heal by themselves, and a day nothing happened to is not read again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from tenure.core.periods import DAY, local_date, starts_at
from tenure.engine.duck import parquet, side_by_side, text
from tenure.engine.excluded import Excluded
from tenure.engine.fills import Fills, Part, digest, keep
from tenure.engine.lake import LakeFile, fingerprints
from tenure.engine.parts import draft

TABLES = ("user_feature_day", "user_day", "account_feature_day")
_VERSION = 2
_BATCH = 31

# Events without a user show that the account used a feature; they are nobody's activity.
_SELECTS = {
    "user_feature_day": "SELECT account_id, user_id, feature, events FROM rolled ORDER BY account_id, user_id, feature",
    "user_day": "SELECT account_id, user_id, sum(events)::BIGINT AS events FROM rolled WHERE user_id <> '' "
    "GROUP BY ALL ORDER BY account_id, user_id",
    "account_feature_day": "SELECT account_id, feature, count(*) FILTER (WHERE user_id <> '') AS users, "
    "sum(events)::BIGINT AS events FROM rolled GROUP BY ALL ORDER BY account_id, feature",
}


@dataclass(frozen=True, slots=True)
class Core:
    """What counts as usage."""

    zone: ZoneInfo
    not_core: tuple[str, ...]  # events that are not activity

    @property
    def hash(self) -> str:
        return digest(_VERSION, self.zone, sorted(self.not_core))


class Usage:
    """The roll-up of one refresh, up to and including the day `until`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        fills: Fills,
        files: Sequence[LakeFile],
        core: Core,
        excluded: Excluded,
        until: date,
    ) -> None:
        self._connection, self._fills, self._core = connection, fills, core
        self._content, self._excludes, self._seen = fingerprints(files), excluded.any, excluded.seen()
        self._files: dict[date, list[LakeFile]] = {}
        for file in files:
            self._files.setdefault(file.day, []).append(file)
        self.hashes = {day: self._hash(day) for day in self._days(until)}

    def parts(self, table: str) -> dict[date, Part]:
        """The part each day with events should have now."""
        return {day: self._part(table, day) for day in self.hashes}

    def stale(self) -> list[date]:
        wanted = [self.parts(table) for table in TABLES]
        return [day for day in self.hashes if not all(self._fills.fresh(parts[day]) for parts in wanted)]

    def fill(self, days: Sequence[date], said: Callable[[date], None]) -> None:
        """Roll these days up, some at a time; what is finished stays when `said` raises."""
        for batch in _batches(days):
            self._fills.start(self._part(table, day) for day in batch for table in TABLES)
            made = []
            # A day is too small a task to keep more than one thread busy.
            with side_by_side(self._connection, self._roll_up, batch) as rolled:
                for day, drafts in zip(batch, rolled, strict=True):
                    made += drafts
                    said(day)
            keep(made)
            self._fills.done((part, rows) for _, part, rows in made)

    def _days(self, until: date) -> list[date]:
        """Local days that overlap a UTC day with events."""
        touched = {local_date(starts_at(day, ZoneInfo("UTC")), self._core.zone) for day in self._content}
        touched |= {day + DAY for day in touched} if self._shifted else set()
        return sorted(day for day in touched if day <= until)

    @property
    def _shifted(self) -> bool:
        return str(self._core.zone) not in ("UTC", "Etc/UTC")

    def _utc_days(self, day: date) -> list[date]:
        first = starts_at(day, self._core.zone)
        last = starts_at(day + DAY, self._core.zone) - timedelta(microseconds=1)
        return [first.date() + n * DAY for n in range((last.date() - first.date()).days + 1)]

    def _hash(self, day: date) -> str:
        read = ((utc, self._content.get(utc), self._seen.get(utc)) for utc in self._utc_days(day))
        return digest(self._core.hash, day, *read)

    def _roll_up(self, cursor: duckdb.DuckDBPyConnection, day: date) -> list[tuple[Path, Part, int]]:
        files = [file.path for utc in self._utc_days(day) for file in self._files.get(utc, ())]
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE rolled AS {self._select(day, files)}")
        return [draft(cursor, _SELECTS[table], self._part(table, day)) for table in TABLES]

    def _part(self, table: str, day: date) -> Part:
        return Part(table, self.hashes[day], day.isoformat())

    def _select(self, day: date, files: Sequence[object]) -> str:
        if not files:
            return "SELECT '' AS account_id, '' AS user_id, '' AS feature, 0::BIGINT AS events WHERE false"
        conditions = ["true"]
        if self._shifted:
            first, end = starts_at(day, self._core.zone), starts_at(day + DAY, self._core.zone)
            conditions += [f"ts >= {text(first)}::TIMESTAMPTZ", f"ts < {text(end)}::TIMESTAMPTZ"]
        if self._core.not_core:
            conditions += [f"event NOT IN ({', '.join(text(event) for event in self._core.not_core)})"]
        counted = f"""
            SELECT account_id, user_id, feature, count(*) AS events
            FROM {parquet(files)} WHERE {" AND ".join(conditions)} GROUP BY ALL"""
        if not self._excludes:
            return counted
        return f"""
            SELECT account_id, user_id, feature, events FROM ({counted}) AS counted
            ANTI JOIN excluded AS person ON person.account_id = counted.account_id AND person.user_id = counted.user_id
            ANTI JOIN (SELECT account_id FROM excluded WHERE user_id IS NULL) AS test
                ON test.account_id = counted.account_id"""


def _batches(days: Sequence[date]) -> Iterator[list[date]]:
    rest = iter(days)
    while batch := list(islice(rest, _BATCH)):
        yield batch
