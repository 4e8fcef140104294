"""Crossings of bands: against walking through the kept scores of each account, whole or day by day."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import time_machine

from tenure.core.periods import DAY
from tenure.customers.models import Account
from tenure.engine import lake, publication
from tenure.engine.fills import Part
from tenure.engine.models import BandCrossing, CrossingMark
from tenure.engine.refresh import refresh
from tenure.engine.scores import crossings, current, daily, reading
from tenure.engine.scores.current import judge
from tenure.engine.tests.test_state import events
from tenure.metrics.scorecards.bands import band

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
LAST = TODAY - DAY
SETTLED = LAST - DAY  # the last day that is judged no more


@pytest.fixture
def book(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> Iterator[Any]:
    """a uses the product for a while and stops; b always does."""
    for key in ("a", "b"):
        account(key)
        pays(key, "2025-10-01", None, 100, seats=4)
    days = {"a": [date(2026, 1, 20) + k * DAY for k in range(0, 45, 2)],
            "b": [date(2026, 1, 20) + k * DAY for k in range(49)]}  # fmt: skip
    used = [(key, f"{key}{n}", "boards", day) for key, when in days.items() for n in range(4) for day in when]
    lake.append(events(*used), source="test", version=1)
    with time_machine.travel(NOON, tick=False) as clock:
        refresh()
        yield clock


def slow(until: date) -> list[tuple[str, date, int, int]]:
    """Each account's scores of complete days one after the other."""
    found = []
    for key in ("a", "b"):
        last: tuple[date, int] | None = None
        scored = [(one.day, one.score) for one in reading.history(key, until, 400) if one.score is not None]
        for three in zip(scored, scored[1:], scored[2:], strict=False):
            day, score = three[2]
            if (day - three[0][0]).days > 7 or len({band(one) for _, one in three}) > 1:
                continue
            if last and (day - last[0]).days <= 30 and band(last[1]) != band(score):
                found.append((key, day, last[1], score))
            last = (day, score)
    return sorted(found)


def kept() -> list[tuple[str, date, int, int]]:
    return sorted(BandCrossing.objects.values_list("account", "day", "before", "after"))


@pytest.fixture
def judged(book: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("tenure.engine.scores.daily.REACH", 60)
    judge()
    return book


def test_to_and_fro_is_no_news(db: None, tmp_path: Path) -> None:
    """On the third day of a band it is told; two days of another one in between are not."""
    told = {"to_and_fro": [80, 80, 80, 60, 60, 80, 80, 60, 80, 80, 80],
            "fell": [80, 80, 80, 60, 60, 60, 60, 30, 30, 30],
            "back": [60, 60, 60, 80, 80, 80, 60, 60, 60]}  # fmt: skip
    for number in range(11):
        day = date(2026, 1, 1) + number * DAY
        rows = [(key, 100 * scores[number]) for key, scores in told.items() if number < len(scores)]
        write(tmp_path / f"day={day}" / "a.parquet", rows)
    found = crossings._crossed(sorted(tmp_path.glob("*/*.parquet")), date.min)
    assert found == [
        ("back", date(2026, 1, 6), 6000, 8000), ("fell", date(2026, 1, 6), 8000, 6000),
        ("back", date(2026, 1, 9), 8000, 6000), ("fell", date(2026, 1, 10), 6000, 3000),
    ]  # fmt: skip


def write(path: Path, rows: list[tuple[str, int]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.table({"account_id": [key for key, _ in rows], "score": pa.array([one for _, one in rows], pa.int32())})
    pq.write_table(table, path)


def test_what_is_kept_is_what_the_scores_say(judged: Any) -> None:
    assert kept() == slow(SETTLED)
    assert kept(), "the book has to cross"
    assert CrossingMark.objects.get().day == SETTLED


def test_a_day_waits_until_it_is_judged_no_more(judged: Any) -> None:
    assert max(day for _, day, _, _ in kept()) <= SETTLED
    judged.shift(4 * DAY)
    refresh()
    judge()
    assert CrossingMark.objects.get().day == SETTLED + 4 * DAY
    assert kept() == slow(SETTLED + 4 * DAY)


def test_what_comes_in_late_about_the_last_complete_day_counts(
    home: Path, account: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each publication of the day after judges it anew: a fall that shows only then is told, one that is undone not."""
    parts: list[Part] = []
    monkeypatch.setattr(daily, "fill", lambda *_: parts)
    monkeypatch.setattr(current, "Days", lambda *_: SimpleNamespace(today=None, parts={}))
    monkeypatch.setattr(current, "_write", lambda *_: 0)
    first, late = {"falls": [80, 80, 80, 60, 60, 80, 60, 60], "stays": [80, 80, 80, 60, 60, 60, 80, 80]}, (60, 80)
    for key in first:
        account(key)
    for number, scores in enumerate(zip(*first.values(), strict=True)):
        day = date(2026, 1, 1) + number * DAY
        monkeypatch.setattr(publication, "current", lambda day=day: SimpleNamespace(as_of=day))
        for made, known in enumerate([scores, late] if number == 5 else [scores]):
            parts[number:] = [Part("score_day", f"c{made}", str(day))]
            write(parts[-1].path, [(key, 100 * one) for key, one in zip(first, known, strict=True)])
            judge()
    assert kept() == [("falls", date(2026, 1, 6), 8000, 6000)]


def test_day_by_day_it_is_the_same_as_at_once(judged: Any) -> None:
    whole, parts = kept(), reading.parts_until(SETTLED)
    BandCrossing.objects.all().delete()
    CrossingMark.objects.all().delete()
    for n in range(59, -1, -1):
        crossings.keep(parts, SETTLED - n * DAY)
    assert kept() == whole
    assert crossings.keep(parts, SETTLED) == 0


def test_begun_again_after_a_stop_it_ends_the_same(judged: Any) -> None:
    whole = kept()
    CrossingMark.objects.all().delete()
    BandCrossing.objects.filter(day__gt=LAST - 20 * DAY).delete()
    crossings.keep(reading.parts_until(SETTLED), SETTLED)
    assert kept() == whole


def test_an_account_that_is_gone_has_none(judged: Any) -> None:
    Account.objects.filter(pk="a").delete()
    CrossingMark.objects.all().delete()
    crossings.keep(reading.parts_until(publication.current().as_of), SETTLED)
    assert {key for key, *_ in kept()} <= {"b"}
