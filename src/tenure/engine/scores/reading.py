"""What was said of an account's health, and when; from the daily files of scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.core.periods import DAY
from tenure.engine import reading
from tenure.engine.duck import parquet
from tenure.engine.fills import Part
from tenure.engine.models import Fill
from tenure.engine.scores.daily import REACH, TABLE
from tenure.library.models import Document, Kind
from tenure.metrics.scorecards.explain import Moved, Reading, explain


@dataclass(frozen=True, slots=True)
class Level:
    """The score of an account on a day, in hundredths; None when nothing was known."""

    day: date
    score: int | None
    coverage: float
    card: str
    version: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A level with what made it: the readings' points and 70 add up to the score."""

    level: Level
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An account whose score moved, with causes: the largest first."""

    account_id: str
    before: int
    after: int
    causes: tuple[Moved, ...]


def history(account_id: str, until: date, days: int = REACH) -> list[Level]:
    """The scores on the days (until - days, until] on which the account was judged, oldest first."""
    rows = _rows(_parts(until - days * DAY, until), "day, score, coverage, card, version", "account_id = ?", account_id)
    return sorted((Level(**row) for row in rows), key=lambda level: level.day)


def judgements(account_id: str, days: Sequence[date]) -> dict[date, Judgement]:
    """By day; a day on which the account was not judged is missing."""
    parts = [part for day in days for part in _parts(day - DAY, day)]
    return {found.level.day: found for found in map(_judgement, _rows(parts, "*", "account_id = ?", account_id))}


def explained(before: Judgement, after: Judgement) -> list[Moved]:
    """What moved the score from one to the other; the points add up to the difference."""
    return explain(before.readings, after.readings)


def moved(day: date, limit: int, least: int = 100) -> list[Change]:
    """Accounts whose score moved by at least `least` hundredths since the day before, the largest move first."""
    now, before = _parts(day - DAY, day), _parts(day - 2 * DAY, day - DAY)
    if not now or not before:
        return []
    found = reading.query(
        f"SELECT now.account_id FROM {_read(now)} AS now JOIN {_read(before)} AS before USING (account_id) "
        "WHERE abs(now.score - before.score) >= ? ORDER BY abs(now.score - before.score) DESC, account_id LIMIT ?",
        [least, limit],
    )
    ids = [row["account_id"] for row in found]
    after, earlier = (
        {row["account_id"]: _judgement(row) for row in _rows(parts, "*", "list_contains(?, account_id)", ids)}
        for parts in (now, before)
    )
    return [_change(account, earlier[account], after[account]) for account in ids]


def _change(account: str, before: Judgement, after: Judgement) -> Change:
    return Change(account, before.level.score or 0, after.level.score or 0, tuple(explained(before, after)))


def _judgement(row: dict[str, Any]) -> Judgement:
    level = Level(row["day"], row["score"], row["coverage"], row["card"], row["version"])
    names = _measures(level.card, level.version)
    found = zip(names, row["values"], row["points"], strict=True)
    return Judgement(level, tuple(Reading(name, value, points) for name, value, points in found))


def _measures(card: str, version: int) -> list[str]:
    """In the order of a scorecard's version, which never changes."""
    body = Document.objects.values_list("body", flat=True).get(kind=Kind.SCORECARD, key=card, version=version)
    return [one["measure"] for group in body["groups"] for one in group["inputs"]]


def _parts(after: date, until: date) -> list[Part]:
    """The files of the days (after, until]."""
    fills = Fill.objects.filter(table=TABLE, state=Fill.State.DONE, rows__gt=0)
    days = fills.filter(part__gt=after.isoformat(), part__lte=until.isoformat()).order_by("part")
    return [Part(TABLE, hash_, day) for day, hash_ in days.values_list("part", "input_hash")]


def _rows(parts: Sequence[Part], columns: str, where: str, *asked: object) -> list[dict[str, Any]]:
    return reading.query(f"SELECT {columns} FROM {_read(parts)} WHERE {where}", list(asked)) if parts else []


def _read(parts: Sequence[Part]) -> str:
    return parquet((part.path for part in parts), hive=True)
