"""Scores day by day: made by refresh, kept as they were shown, explained."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.customers.models import AccountState
from tenure.engine import lake, publication
from tenure.engine.models import Fill
from tenure.engine.refresh import refresh
from tenure.engine.scores import daily, reading
from tenure.engine.scores.current import judge
from tenure.engine.tests.test_state import events
from tenure.library import verbs
from tenure.library.models import Document, Kind
from tenure.metrics.scorecards import START

Survey = apps.get_model("feedback.SurveyResponse")
Ticket = apps.get_model("work.Ticket")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def book(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> Iterator[Any]:
    """a uses the product less and less; b only answered a survey; gone left in January."""
    for key in ("a", "b", "gone"):
        account(key)
    pays("a", "2025-10-01", None, 100, seats=4)
    pays("b", "2025-10-01", None, 50)
    pays("gone", "2025-10-01", "2026-01-05", 50)
    users = [("a", f"u{n}", "boards", date(2026, 1, 20) + k * DAY) for n in range(4) for k in range(0, 49 - 12 * n, 3)]
    lake.append(events(*users), source="test", version=1)
    Survey.objects.create(id="s1", account_id="b", type="nps", score=3, responded_on=date(2026, 3, 1))
    with time_machine.travel(NOON, tick=False) as clock:
        refresh()
        judge()
        yield clock


def folder() -> Path:
    return publication.current().path.parent.parent / "derived" / daily.TABLE


def files() -> dict[str, str]:
    return dict(Fill.objects.filter(table=daily.TABLE).values_list("part", "input_hash"))


def test_a_score_is_the_sum_of_its_readings_and_stands_with_the_account(book: Any) -> None:
    levels = {level.day: level for level in reading.history("a", TODAY)}
    assert list(levels) == [TODAY - n * DAY for n in range(7, -1, -1)]
    found = reading.judgements("a", [TODAY - DAY, TODAY])
    for judged in found.values():
        assert judged.level == levels[judged.level.day]
        assert START + sum(one.points for one in judged.readings) == judged.level.score
    state = AccountState.objects.get(account_id="a")
    now, before = found[TODAY].level, found[TODAY - DAY].level
    assert (state.health, state.scorecard) == (now.score, "standard")
    assert state.health_coverage == pytest.approx(now.coverage)
    assert state.health_change == (now.score or 0) - (before.score or 0)


def test_who_holds_nothing_is_not_judged_and_the_unknown_is_left_out(book: Any) -> None:
    assert reading.history("gone", TODAY) == []
    assert AccountState.objects.get(account_id="gone").health is None
    inputs = {one.measure: one for one in reading.judgements("b", [TODAY])[TODAY].readings}
    assert (inputs["nps"].value, inputs["nps"].points < 0) == (3, True)
    assert (inputs["usage_trend"].value, inputs["usage_trend"].points) == (None, 0)
    assert 0 < (AccountState.objects.get(account_id="b").health_coverage or 0) < 1


def test_what_was_shown_stays_and_the_last_days_follow_the_facts(book: Any) -> None:
    before = files()
    Ticket.objects.create(id="t", account_id="a", opened_at=datetime(2026, 3, 5, 9, tzinfo=UTC), escalated=True)
    refresh()
    judge()
    changed = {day for day, hash_ in files().items() if before[day] != hash_}
    assert changed == {"2026-03-09", "2026-03-10"}
    causes = reading.explained(*reading.judgements("a", [TODAY - 2 * DAY, TODAY]).values())
    assert ("escalated_tickets", 1.0) in {(one.measure, one.after) for one in causes}


def test_a_day_that_was_running_is_judged_again_when_it_is_over(book: Any) -> None:
    assert files()["2026-03-10"].startswith("r")
    book.move_to(datetime(2026, 3, 13, 12, tzinfo=UTC))
    refresh()
    judge()
    found = files()
    assert {found[f"2026-03-{day}"][0] for day in (10, 11, 12)} == {"c"}
    assert found["2026-03-13"].startswith("r")


def test_a_night_without_a_refresh_loses_nothing_that_was_shown(book: Any) -> None:
    """Files are cleared away by their age; scores of past days are old and stay, replaced ones go."""
    before = files()
    old = {path.name for path in folder().rglob("*.parquet")}
    book.move_to(NOON + 2 * DAY)
    for path in folder().rglob("*.parquet"):
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    refresh()
    judge()
    kept = {day: hash_ for day, hash_ in files().items() if day < "2026-03-09"}
    assert kept.items() <= before.items()
    for day, hash_ in files().items():
        assert [path.stem for path in (folder() / f"day={day}").iterdir()] == [hash_]
    assert {path.name for path in folder().rglob("*.parquet")} - old


def test_a_new_version_counts_from_the_day_it_was_published(book: Any, lea: Any) -> None:
    card = Document.objects.get(kind=Kind.SCORECARD, key="standard")
    body = card.body | {"groups": card.body["groups"][:1]}
    verbs.publish(verbs.draft(Kind.SCORECARD, body, lea), lea, "Usage alone.")
    refresh()
    judge()
    versions = {level.day: level.version for level in reading.history("a", TODAY)}
    assert (versions[TODAY - DAY], versions[TODAY]) == (1, 2)
    moved = reading.explained(*reading.judgements("a", [TODAY - DAY, TODAY]).values())
    assert {one.because for one in moved} >= {"scorecard"}
    state = AccountState.objects.get(account_id="a")
    assert sum(one.points for one in moved) == state.health_change


def test_a_new_version_of_a_measure_counts_from_its_day_on(book: Any, lea: Any) -> None:
    def users() -> dict[date, float | None]:
        found = reading.judgements("a", [TODAY - DAY, TODAY])
        return {day: next(r.value for r in one.readings if r.measure == "days_since_use") for day, one in found.items()}

    before, old = users(), files()
    body = Document.objects.get(kind=Kind.MEASURE, key="days_since_use").body
    body["formula"]["where"] = "user_id = nobody"
    verbs.publish(verbs.draft(Kind.MEASURE, body, lea), lea, "Of nobody.")
    judge()
    after, new = users(), files()
    assert after[TODAY - DAY] == before[TODAY - DAY]
    assert after[TODAY] != before[TODAY]
    assert [day for day in old if old[day] != new[day]] == [TODAY.isoformat()]
    book.shift(2 * DAY)
    refresh()
    judge()
    assert files()[(TODAY - DAY).isoformat()] == old[(TODAY - DAY).isoformat()]


def test_what_is_deleted_comes_back_and_again_nothing_changes(book: Any) -> None:
    before = {part.name: part.read_bytes() for part in folder().rglob("*.parquet")}
    assert before
    for path in folder().rglob("*.parquet"):
        path.unlink()
    refresh()
    judge()
    assert {p.name: p.read_bytes() for p in folder().rglob("*.parquet")} == before


def test_moves_of_the_book_have_causes_that_add_up(book: Any) -> None:
    Ticket.objects.create(id="t", account_id="b", opened_at=NOON, escalated=True)
    refresh()
    judge()
    moves = reading.moved(TODAY, limit=5)
    assert "b" in {move.account_id for move in moves}
    for move in moves:
        assert sum(cause.points for cause in move.causes) == move.after - move.before != 0
    assert len(reading.moved(TODAY, limit=1)) == 1
