"""Everything derived, brought up to date.

Refresh compares what each derived table was made from with what it would be made from now, and makes anew only what
differs: fact tables by the watermarks of their sources, each day of usage by the lake's content of that day. Nothing it
writes is seen before it is whole: files are named after their inputs, and readers follow one pointer.

Guarantees
- Running it again changes nothing; killed anywhere and run again it ends the same.
- Two at once: one waits.
- Everything it made may be deleted, and comes back equal.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
from django.conf import settings

from tenure.company.models import settings_row
from tenure.core.periods import DAY
from tenure.engine import active_steps, choices, kpi_values, lake, publication, state, steps
from tenure.engine.active_steps import ActiveSteps
from tenure.engine.duck import connect
from tenure.engine.durable import one_at_a_time
from tenure.engine.excluded import Excluded
from tenure.engine.fills import Fills, Part, digest
from tenure.engine.lake import LakeFile
from tenure.engine.needs import facts_mark, last_complete_day, watermarks
from tenure.engine.offerings import Reached
from tenure.engine.publication import NothingPublished, Publication
from tenure.engine.snapshot import Snapshot
from tenure.engine.usage import TABLES, Core, Usage

Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Report:
    """What a refresh did: the publication readers have now, the tables made anew, and what was refused."""

    publication: Publication
    changed: bool
    tables: list[str] = field(default_factory=list)
    days: int = 0
    states: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


def refresh(progress: Progress | None = None, *, wait: float = 3600) -> Report:
    """Bring everything derived up to date and publish it; see the module.

    `progress(done, total, sentence)` is called between steps and may raise to cancel: what is finished stays. Raises
    durable.Busy when another refresh does not finish within `wait` seconds.
    """
    lock = Path(settings.HOME) / "tmp" / "refresh.lock"
    with one_at_a_time(lock, wait=wait, what="Another refresh"):
        return _Run(progress or (lambda done, total, sentence: None)).run()


class _Run:
    """One refresh: the steps in their order, with what they hand on."""

    def __init__(self, progress: Progress) -> None:
        company = settings_row()
        self._say, self._zone, self._currency = progress, ZoneInfo(company.time_zone), company.currency
        self._not_core = tuple(company.not_core_events)
        self._as_of = last_complete_day(self._zone)
        self._today = self._as_of + DAY
        self._fills = Fills()
        self._made: list[str] = []
        self._days = 0

    def run(self) -> Report:
        started, marks = time.monotonic(), watermarks()
        mark = facts_mark(marks)
        with connect() as connection:
            self._say(0, 1, "Copying facts")
            snapshot = Snapshot(connection, self._fills, self._zone, self._currency)
            facts = snapshot.parts(marks)
            self._made += snapshot.take(facts) + steps.fill(connection, self._fills, facts)
            files = lake.files()
            excluded = Excluded(connection, self._fills, facts["excluded"], files)
            daily = self._usage(connection, files, excluded)
            reached = Reached(connection, self._fills, facts, daily["user_feature_day"])
            self._made += ["offering_reached"] if reached.fill() else []
            self._forget("offering_totals", reached.totals)
            fresh_until = lake.newest(connection)
        whole = [*facts.values(), *steps.parts(facts).values()]
        parts = {table: list(parts.values()) for table, parts in daily.items()}
        now, changed = self._publish(whole, parts, reached, excluded.part, fresh_until)
        self._say(1, 1, "Writing current values")
        states = state.write_back(now, choices.of_company("longest_pause"), self._fills)
        publication.clear_away()
        self._fills.done([(mark, 0)])
        seconds = time.monotonic() - started
        return Report(now, changed, self._made, self._days, states, seconds, snapshot.problems)

    def _usage(
        self, connection: duckdb.DuckDBPyConnection, files: list[LakeFile], excluded: Excluded
    ) -> dict[str, dict[date, Part]]:
        core = Core(self._zone, self._not_core)
        usage = Usage(connection, self._fills, files, core, excluded, self._today)
        self._fill(usage.stale(), usage.fill, "Rolling up usage of")
        daily = {table: usage.parts(table) for table in TABLES}
        for kind in active_steps.TABLES:
            steps_of = ActiveSteps(connection, self._fills, kind, daily[kind.of], self._today)
            self._fill(steps_of.stale(), steps_of.fill, f"Counting {kind.table.split('_')[1]}s active on")
            daily[kind.table] = steps_of.parts()
        for table, parts in daily.items():
            self._forget(table, parts.values())
        return daily

    def _forget(self, table: str, parts: Iterable[Part]) -> None:
        self._fills.forget(table, self._fills.days(table) - {part.day for part in parts})

    def _fill(self, days: list[date], fill: Callable[[list[date], Callable[[date], None]], None], verb: str) -> None:
        order = {day: number for number, day in enumerate(days, 1)}
        fill(days, lambda day: self._say(order[day], len(days), f"{verb} {day}"))
        self._days += len(days)

    def _publish(
        self,
        whole: list[Part],
        daily: dict[str, list[Part]],
        reached: Reached,
        excluded: Part,
        fresh_until: datetime | None,
    ) -> tuple[Publication, bool]:
        parts = [*whole, reached.part, excluded, *(part for parts in daily.values() for part in parts)]
        inputs = digest(self._as_of, self._zone, self._currency, fresh_until, *(part.hash for part in parts))
        try:
            if publication.current().inputs == inputs:
                return publication.current(), False
        except NothingPublished:
            pass
        self._say(1, 1, "Publishing")
        days = kpi_values.days(self._as_of)
        hashes = {part.table: part.hash for part in whole} | _hashes(daily, days) | reached.hashes(days)
        filled = {table: [part for part in parts if self._fills.rows(part)] for table, parts in daily.items()}
        made = publication.publish(
            [*whole, reached.part],
            filled,
            behind=[excluded, *(part for part in reached.totals if self._fills.rows(part))],
            inputs=inputs,
            as_of=self._as_of,
            today=self._today,
            fresh_until=fresh_until,
            zone=str(self._zone),
            currency=self._currency,
            tables=hashes,
        )
        return made, True


def _hashes(daily: dict[str, list[Part]], days: list[date]) -> dict[str, str]:
    """The hash of what each daily table holds up to and including each of these days."""
    return {
        f"{table}@{day}": digest(*(part.hash for part in parts if part.day <= day.isoformat()))
        for table, parts in daily.items()
        for day in days
    }
