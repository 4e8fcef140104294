"""What was said of an account's churn risk, when, and why; from the daily files and the trainings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tenure.core.periods import DAY
from tenure.engine import reading
from tenure.engine.churn.daily import TABLE
from tenure.engine.duck import parquet
from tenure.engine.fills import Part
from tenure.engine.models import ChurnTraining, Fill
from tenure.engine.scores.daily import REACH
from tenure.metrics.scorecards.explain import Moved, Reading, explain


@dataclass(frozen=True, slots=True)
class Told:
    """The risk of an account on a day; `base` and the points of the readings add up to its log-odds."""

    day: date
    risk: float
    base: int
    training: ChurnTraining
    readings: tuple[Reading, ...]

    @property
    def log_odds(self) -> int:
        """In points, of which 10,000 are one of log-odds."""
        return self.base + sum(reading.points for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Change:
    """From one day to another: the inputs that moved it, and what a training in between did; it all adds up."""

    causes: tuple[Moved, ...]
    trained: int


def newest() -> ChurnTraining | None:
    return ChurnTraining.objects.select_related("by").first()


def shown() -> bool:
    """Whether there is a churn risk to be shown today."""
    return bool(ChurnTraining.objects.values_list("shown", flat=True).first())


def nearest(day: date, within: int = 7) -> date | None:
    """The last day not after it of which something was said, if it is not long ago."""
    since = (day - within * DAY).isoformat()
    fills = Fill.objects.filter(table=TABLE, state=Fill.State.DONE, part__gt=since, part__lte=day.isoformat())
    part = fills.order_by("-part").values_list("part", flat=True).first()
    return date.fromisoformat(part) if part else None


def history(account_id: str, until: date, days: int = REACH) -> list[tuple[date, float]]:
    """What was said on the days (until - days, until], oldest first."""
    parts = _parts(part__gt=(until - days * DAY).isoformat(), part__lte=until.isoformat())
    return sorted((row["day"], row["risk"]) for row in _rows(parts, "day, risk", account_id))


def told(account_id: str, days: Sequence[date]) -> dict[date, Told]:
    """By day, oldest first; a day on which nothing was said of the account is missing."""
    rows = _rows(_parts(part__in=[day.isoformat() for day in days]), "*", account_id)
    trainings = ChurnTraining.objects.in_bulk({row["training"] for row in rows})
    return {row["day"]: _told(row, trainings) for row in sorted(rows, key=lambda row: row["day"])}


def explained(before: Told, after: Told) -> Change:
    """What moved it. The old values are told by the newer training, so that only what changed is a cause."""
    if before.training == after.training:
        return Change(tuple(explain(before.readings, after.readings)), 0)
    was = {reading.measure: reading.value for reading in before.readings}
    then = tuple(_again(now, was, points) for now, points in zip(after.readings, _points(after, was), strict=True))
    trained = after.base + sum(reading.points for reading in then) - before.log_odds
    return Change(tuple(explain(then, after.readings)), trained)


def _points(after: Told, was: Mapping[str, float | None]) -> list[int]:
    risk = after.training.risk()
    values = (was.get(name) for name in risk.measures)
    x = np.array([[np.nan if value is None else value for value in values]])
    return [int(points) for points in risk.explain(x)[0]]


def _again(now: Reading, was: Mapping[str, float | None], points: int) -> Reading:
    """An input of before, by the newer training; one that the older did not know did not move."""
    return Reading(now.measure, was[now.measure], points) if now.measure in was else now


def _told(row: Mapping[str, Any], trainings: Mapping[int, ChurnTraining]) -> Told:
    training = trainings[row["training"]]
    names = [measure["id"] for measure in training.measures]
    readings = (Reading(*one) for one in zip(names, row["values"], row["points"], strict=True))
    return Told(row["day"], row["risk"], row["base"], training, tuple(readings))


def _parts(**days: Any) -> list[Part]:
    fills = Fill.objects.filter(table=TABLE, state=Fill.State.DONE, rows__gt=0, **days).order_by("part")
    return [Part(TABLE, hash_, day) for day, hash_ in fills.values_list("part", "input_hash")]


def _rows(parts: Sequence[Part], columns: str, account_id: str) -> list[dict[str, Any]]:
    if not parts:
        return []
    found = parquet((part.path for part in parts), hive=True)
    return reading.query(f"SELECT {columns} FROM {found} WHERE account_id = ?", [account_id])
