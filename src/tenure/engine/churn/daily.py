"""The churn risk of every account, one file a day, by the training that was in force.

A day is told again until it is complete; from then on its file stays as it is, because it is what people were shown.
The first training to be shown also tells some days before itself, so that one sees from the start what moved.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa

from tenure.core.periods import DAY, starts_at
from tenure.engine.churn.past import numbers
from tenure.engine.fills import Fills, Part, digest, keep
from tenure.engine.measures import Panel
from tenure.engine.models import ChurnTraining
from tenure.engine.parts import draft
from tenure.engine.publication import Publication
from tenure.engine.scores.daily import REACH, lists
from tenure.engine.scores.happened import happened
from tenure.engine.scores.judging import Judged
from tenure.metrics.learning import Risk
from tenure.metrics.measures import Measure
from tenure.metrics.proof.cases import Bools, Floats

TABLE: Final = "churn_day"
LEAST_KNOWN: Final = 0.25  # of its measures; of whom less is known, nothing is said
_VERSION: Final = 1
_RUNNING, _COMPLETE = "r", "c"
_BEFORE: Final = sorted({1, 30, 90, *range(7, REACH + 1, 7)})  # days before the first: each week, and what is compared
_HELD = """
    SELECT DISTINCT k, n FROM subscriptions JOIN asked_accounts USING (account_id)
    JOIN asked_days ON start_date <= on_day AND coalesce(end_date_excl > on_day, true)
    WHERE status IN ('active', 'past_due', 'paused')"""


class Days:
    """The days to be told, beside judging (see `scores.daily.Beside`)."""

    def __init__(self, now: Publication, fills: Fills) -> None:
        self._now, self._fills, self._zone = now, fills, ZoneInfo(now.time_zone)
        self._trainings = list(ChurnTraining.objects.order_by("at", "pk").defer("card", "model", "measures"))
        self._full: dict[int, tuple[Risk, dict[str, Measure]]] = {}
        self._by_day = {day: found for day in self._wanted() if (found := self._in_force(day))}
        self.parts = {day: self._part(day) for day in self._by_day}
        self.stale = frozenset(day for day, part in self.parts.items() if not fills.fresh(part))
        # Days that are new are marked at once: should this process be killed, the next one goes on with them.
        known = fills.days(TABLE)
        fills.start(self.parts[day] for day in sorted(self.stale) if day.isoformat() not in known)
        if now.today not in self.parts and now.today.isoformat() in known:
            fills.forget(TABLE, [now.today.isoformat()])

    @property
    def today(self) -> Part | None:
        """What is said of the running day; None when nothing is shown."""
        return self.parts.get(self._now.today)

    def measures(self, day: date) -> Mapping[str, Measure]:
        return self._training(day)[1] if day in self.stale else {}

    def keep(self, connection: duckdb.DuckDBPyConnection, judged: Judged, days: Sequence[date]) -> None:
        if not days:
            return
        there, made = _there(connection, judged.panel), []
        for day in days:
            k, (risk, _) = judged.panel.days.index(day), self._training(day)
            rows = _rows(judged.panel, k, there[k], risk, self._by_day[day].pk)
            connection.register("told", rows)
            made.append(draft(connection, "SELECT * FROM told ORDER BY account_id", self.parts[day]))
            connection.unregister("told")
        keep(made)
        self._fills.done((part, rows) for _, part, rows in made)

    def _wanted(self) -> list[date]:
        """Those since the newest that is kept, those that a killed run left, and at first some of the past."""
        today, known = self._now.today, {date.fromisoformat(day) for day in self._fills.days(TABLE)}
        oldest = today - REACH * DAY
        if not known:
            return sorted({today, *(today - n * DAY for n in _BEFORE)})
        newest = max(known)
        since = {newest + n * DAY for n in range(-1, (today - newest).days + 1)}
        left = {day for day in known if not self._fills.kept(TABLE, day.isoformat())}
        return sorted(day for day in {*since, *left, today} if oldest <= day <= today)

    def _in_force(self, day: date) -> ChurnTraining | None:
        """The training that counted at the end of the day, if it was one to be shown."""
        first = next((one for one in self._trainings if one.shown), None)
        end: datetime = starts_at(day + DAY, self._zone)
        if first is None or end <= first.at:
            return first
        last = [one for one in self._trainings if one.at < end][-1]
        return last if last.shown else None

    def _part(self, day: date) -> Part:
        kept = self._fills.kept(TABLE, day.isoformat())
        if kept and kept.hash.startswith(_COMPLETE) and day < self._now.as_of:
            return kept
        state = _COMPLETE if day <= self._now.as_of else _RUNNING
        facts = self._now.inputs if day >= self._now.as_of else ""
        return Part(TABLE, state + digest(_VERSION, day, facts, self._by_day[day].pk), day.isoformat())

    def _training(self, day: date) -> tuple[Risk, dict[str, Measure]]:
        """Its risk, and its measures under ids of their own: those in force may be declared otherwise by now."""
        key = self._by_day[day].pk
        if key not in self._full:
            row = ChurnTraining.objects.get(pk=key)
            own = {_own(id): measure.model_copy(update={"id": _own(id)}) for id, measure in row.declared().items()}
            self._full[key] = (row.risk(), own)
        return self._full[key]


def _own(measure: str) -> str:
    return f"churn.{measure}"


def _there(connection: duckdb.DuckDBPyConnection, panel: Panel) -> Bools:
    """Days x accounts: who has begun to pay, has not left, and holds a subscription on the day."""
    paid, day = happened(connection, len(panel.accounts)), numbers(panel.days)[:, None]
    held = np.zeros((len(panel.days), len(panel.accounts)), dtype=bool)
    found = connection.sql(_HELD).to_arrow_table()
    held[found.column("k").to_numpy(), found.column("n").to_numpy()] = True
    return held & (paid.since <= day) & (day < paid.until)


def _rows(panel: Panel, k: int, there: Bools, risk: Risk, training: int) -> pa.Table:
    """One row an account that is there and known enough; lists are in the order of the risk's measures."""
    x = np.column_stack([panel.values[_own(name)][k] for name in risk.measures])
    mine = np.flatnonzero(there & _known(x))
    points, said = risk.explain(x[mine]), risk.predict(x[mine])
    columns: list[pa.Array[Any]] = [
        pa.array(np.array(panel.accounts, dtype=object)[mine], pa.string()),
        pa.array(np.full(len(mine), training), pa.int32()),
        pa.array(said, pa.float64()),
        pa.array(np.full(len(mine), risk.base), pa.int32()),
        lists(points, pa.int32()),
        lists(x[mine], pa.float64()),
    ]
    return pa.Table.from_arrays(columns, schema=_SCHEMA)


def _known(x: Floats) -> Bools:
    enough: Bools = (~np.isnan(x)).mean(axis=1) >= LEAST_KNOWN
    return enough


_COLUMNS: dict[str, pa.DataType] = {
    "account_id": pa.string(),
    "training": pa.int32(),
    "risk": pa.float64(),
    "base": pa.int32(),
    "points": pa.list_(pa.int32()),
    "values": pa.list_(pa.float64()),
}
_SCHEMA = pa.schema(_COLUMNS)
