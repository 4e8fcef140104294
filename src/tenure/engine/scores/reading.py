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
from tenure.library.models import Document, Kind, State
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
    parts = _parts(part__gt=(until - days * DAY).isoformat(), part__lte=until.isoformat())
    rows = _rows(parts, "day, score, coverage, card, version", "account_id = ?", account_id)
    return sorted((Level(**row) for row in rows), key=lambda level: level.day)


def judgements(account_id: str, days: Sequence[date]) -> dict[date, Judgement]:
    """By day, oldest first; a day on which the account was not judged is missing."""
    parts = _parts(part__in=[day.isoformat() for day in days])
    found = _judgements(_rows(parts, "*", "account_id = ?", account_id))
    return {judged.level.day: judged for judged in sorted(found, key=lambda judged: judged.level.day)}


def explained(before: Judgement, after: Judgement) -> list[Moved]:
    """What moved the score from one to the other; the points add up to the difference."""
    return explain(before.readings, after.readings)


def judged(account_ids: Sequence[str], day: date) -> dict[str, Judgement]:
    """What was said of these accounts on a day; who was not judged is missing."""
    rows = _rows(_parts(part=day.isoformat()), "*", "list_contains(?, account_id)", list(account_ids))
    return {row["account_id"]: one for row, one in zip(rows, _judgements(rows), strict=True)}


def parts_until(day: date) -> list[Part]:
    """The files of all days up to this one, oldest first."""
    return _parts(part__lte=day.isoformat())


def moved(day: date, limit: int, least: int = 100) -> list[Change]:
    """Accounts whose score moved by at least `least` hundredths since the day before, the largest move first."""
    parts = {part.day: part for part in _parts(part__in=[(day - DAY).isoformat(), day.isoformat()])}
    if len(parts) < 2:
        return []
    before, now = (_read([parts[at.isoformat()]]) for at in (day - DAY, day))
    found = reading.query(
        f"SELECT now.account_id FROM {now} AS now JOIN {before} AS before USING (account_id) "
        "WHERE abs(now.score - before.score) >= ? ORDER BY abs(now.score - before.score) DESC, account_id LIMIT ?",
        [least, limit],
    )
    return list(_changes([row["account_id"] for row in found], day, list(parts.values())).values())


def changes_of(account_ids: Sequence[str], day: date) -> dict[str, Change]:
    """What moved the scores of these accounts since the day before; without those not judged on both days."""
    return _changes(account_ids, day, _parts(part__in=[(day - DAY).isoformat(), day.isoformat()]))


def _changes(account_ids: Sequence[str], day: date, parts: Sequence[Part]) -> dict[str, Change]:
    rows = _rows(parts, "*", "list_contains(?, account_id)", list(account_ids))
    judged = {(row["account_id"], row["day"]): one for row, one in zip(rows, _judgements(rows), strict=True)}
    return {
        account: _change(account, judged[account, day - DAY], judged[account, day])
        for account in account_ids if (account, day) in judged and (account, day - DAY) in judged
    }  # fmt: skip


def _change(account: str, before: Judgement, after: Judgement) -> Change:
    return Change(account, before.level.score or 0, after.level.score or 0, tuple(explained(before, after)))


def _judgements(rows: Sequence[dict[str, Any]]) -> list[Judgement]:
    inputs = _inputs({row["card"] for row in rows})
    found = []
    for row in rows:
        level = Level(row["day"], row["score"], row["coverage"], row["card"], row["version"])
        told = zip(inputs[level.card, level.version], row["values"], row["points"], strict=True)
        found.append(Judgement(level, tuple(Reading(name, value, points) for name, value, points in told)))
    return found


def _inputs(cards: set[str]) -> dict[tuple[str, int], list[str]]:
    """The measures of each version of these scorecards, in their order, which never changes."""
    documents = Document.objects.filter(kind=Kind.SCORECARD, key__in=cards).exclude(state=State.DRAFT)
    return {
        (key, version): [one["measure"] for group in body["groups"] for one in group["inputs"]]
        for key, version, body in documents.values_list("key", "version", "body")
    }


def _parts(**days: Any) -> list[Part]:
    """The files of these days, oldest first."""
    fills = Fill.objects.filter(table=TABLE, state=Fill.State.DONE, rows__gt=0, **days).order_by("part")
    return [Part(TABLE, hash_, day) for day, hash_ in fills.values_list("part", "input_hash")]


def _rows(parts: Sequence[Part], columns: str, where: str, *asked: object) -> list[dict[str, Any]]:
    return reading.query(f"SELECT {columns} FROM {_read(parts)} WHERE {where}", list(asked)) if parts else []


def _read(parts: Sequence[Part]) -> str:
    return parquet((part.path for part in parts), hive=True)
