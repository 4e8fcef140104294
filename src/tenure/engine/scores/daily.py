"""The score of every account on every day, one file a day, by the scorecards that were in force.

A day is judged again until it is complete; from then on its file stays as it is, because it is what people were shown.
The last `REACH` days are made the first time, so that a history exists the moment the first refresh ends.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tenure.core.periods import DAY, starts_at
from tenure.engine.duck import connect
from tenure.engine.fills import Fills, Part, digest, keep
from tenure.engine.parts import draft
from tenure.engine.publication import Publication, attach
from tenure.engine.scores.judging import Judged, judge
from tenure.library.reading import Card, MeasureHistory, cards_at
from tenure.metrics.measures import Measure

TABLE = "score_day"
REACH = 182
_VERSION = 1
_CELLS_AT_ONCE = 1_000_000  # days x accounts held in memory
# A file that was made while its day was still running is told by the first letter of its hash.
_RUNNING, _COMPLETE = "r", "c"


@dataclass(frozen=True, slots=True)
class _Law:
    """The scorecards in force at the end of a day, and the measures they read as they were declared then."""

    cards: Sequence[Card]
    measures: Mapping[str, Measure]

    @classmethod
    def at(cls, moment: datetime, history: MeasureHistory) -> "_Law":
        known = history.at(moment)
        cards = cards_at(moment, known)
        asked = {name for card in cards for name in card.scorecard.measures}
        return cls(cards, {name: known[name] for name in sorted(asked)})

    def text(self) -> tuple[list[tuple[int, str]], list[str]]:
        """What a day judged by it depends on."""
        said = [(card.version, card.scorecard.model_dump_json()) for card in self.cards]
        return said, [measure.model_dump_json() for measure in self.measures.values()]


class Beside(Protocol):
    """What is made of the same measures on the same evaluation, so that no day is evaluated twice."""

    @property
    def stale(self) -> Collection[date]:
        """Days on which it is to be made."""

    def measures(self, day: date) -> Mapping[str, Measure]:
        """What it needs on the day, under ids of its own; nothing on a day that is not stale."""

    def keep(self, connection: duckdb.DuckDBPyConnection, judged: Judged, days: Sequence[date]) -> None:
        """Make it of these days, of which all are stale."""


_Asked = tuple[_Law, Mapping[str, Measure]]  # and what is needed beside it
_NO_LAW = _Law((), {})  # of days that are judged already


def fill(now: Publication, fills: Fills, beside: Beside, said: Callable[[date], None]) -> list[Part]:
    """Judge the days that need it; returns the parts of all days that are there, oldest first."""
    wanted = [now.today - n * DAY for n in range(REACH, -1, -1)]
    history = MeasureHistory()
    laws = {day: _Law.at(starts_at(day + DAY, ZoneInfo(now.time_zone)), history) for day in wanted}
    parts = {day: _part(now, fills, day, laws[day]) for day in wanted}
    stale = {day for day, part in parts.items() if not fills.fresh(part)}
    days = sorted({*stale, *beside.stale})
    asked = {day: (laws[day] if day in stale else _NO_LAW, beside.measures(day)) for day in days}
    if asked:
        with connect() as connection:
            attach(connection, now)
            for run in _runs(connection, asked):
                law, also = asked[run[0]]
                scorecards, measures = [card.scorecard for card in law.cards], {**law.measures, **also}
                judged = judge(connection, scorecards, measures, run, running=now.today, also=list(also))
                _keep(
                    connection, fills, judged, {k: parts[day] for k, day in enumerate(run) if day in stale}, law.cards
                )
                beside.keep(connection, judged, [day for day in run if day in beside.stale])
                said(run[-1])
    return list(parts.values())


def clear_away(kept: Sequence[Part], older_than_hours: float = 1.0) -> None:
    """Remove files that a later judging of the same day replaced, once nobody can be reading them any more."""
    before = time.time() - older_than_hours * 3600
    for part in kept:
        for path in part.path.parent.glob("*.parquet"):
            if path != part.path and path.stat().st_mtime < before:
                path.unlink()


def _part(now: Publication, fills: Fills, day: date, law: _Law) -> Part:
    kept = fills.kept(TABLE, day.isoformat())
    if kept and kept.hash.startswith(_COMPLETE) and day < now.as_of:
        return kept
    said, read = law.text()
    state = _COMPLETE if day <= now.as_of else _RUNNING
    # Of a day long gone only the first making matters; a change of facts since then is none of its business.
    facts = now.inputs if day >= now.as_of else ""
    return Part(TABLE, state + digest(_VERSION, day, facts, said, read), day.isoformat())


def _runs(connection: duckdb.DuckDBPyConnection, asked: Mapping[date, _Asked]) -> Iterator[list[date]]:
    """Days of which the same is asked, as many as may be held at once."""
    [(accounts,)] = connection.execute("SELECT count(*) FROM accounts").fetchall()
    most = max(1, _CELLS_AT_ONCE // max(1, accounts))
    alike: list[list[date]] = []
    for day, what in asked.items():
        for days in alike:
            if asked[days[0]] == what:
                days.append(day)
                break
        else:
            alike.append([day])
    for days in alike:
        for at in range(0, len(days), most):
            yield days[at : at + most]


def _keep(
    connection: duckdb.DuckDBPyConnection,
    fills: Fills,
    judged: Judged,
    parts: Mapping[int, Part],
    cards: Sequence[Card],
) -> None:
    """`parts` by the place of their day."""
    fills.start(parts.values())
    versions, made = [card.version for card in cards], []
    for k, part in parts.items():
        connection.register("judged", _rows(judged, versions, k))
        made.append(draft(connection, "SELECT * FROM judged ORDER BY account_id", part))
        connection.unregister("judged")
    keep(made)
    fills.done((part, rows) for _, part, rows in made)


def _rows(judged: Judged, versions: Sequence[int], k: int) -> pa.Table:
    """One row an account that is judged on day k; lists are in the order of the scorecard's measures."""
    accounts = np.array(judged.panel.accounts, dtype=object)
    tables = [_SCHEMA.empty_table()]
    for place, (card, scored) in enumerate(zip(judged.cards, judged.scored, strict=True)):
        mine = np.flatnonzero(judged.chosen[k] == place)
        score = scored.score[k, mine]
        values = np.stack([judged.panel.values[name][k, mine] for name in card.measures], axis=1)
        columns: list[pa.Array[Any]] = [
            pa.array(accounts[mine], pa.string()),
            pa.array(np.full(len(mine), card.id), pa.string()),
            pa.array(np.full(len(mine), versions[place]), pa.int32()),
            pa.array(score, pa.int32(), mask=score < 0),
            pa.array(scored.coverage[k, mine], pa.float32()),
            lists(scored.points[:, k, mine].T, pa.int32()),
            lists(values, pa.float64()),
        ]
        tables.append(pa.Table.from_arrays(columns, schema=_SCHEMA))
    return pa.concat_tables(tables)


def lists(rows: npt.NDArray[Any], kind: pa.DataType) -> "pa.Array[Any]":
    flat = pa.array(rows.ravel(), kind, from_pandas=True)  # not a number becomes null
    offsets = pa.array(np.arange(0, rows.size + 1, rows.shape[1]), pa.int32())
    made: pa.Array[Any] = pa.ListArray.from_arrays(offsets, flat)
    return made


_COLUMNS: dict[str, pa.DataType] = {
    "account_id": pa.string(),
    "card": pa.string(),
    "version": pa.int32(),
    "score": pa.int32(),
    "coverage": pa.float32(),
    "points": pa.list_(pa.int32()),
    "values": pa.list_(pa.float64()),
}
_SCHEMA = pa.schema(_COLUMNS)
