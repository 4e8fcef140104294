"""What replays read is kept in files: equal to what is evaluated, and made anew only where its facts changed."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import time_machine
from django.apps import apps
from django.conf import settings

from tenure.core.periods import DAY
from tenure.engine import lake, publication
from tenure.engine.duck import connect
from tenure.engine.measures import Panel, evaluate, kept
from tenure.engine.refresh import refresh
from tenure.engine.scores import replay
from tenure.engine.tests.test_state import events
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure

Survey = apps.get_model("feedback.SurveyResponse")
Ticket = apps.get_model("work.Ticket")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def book(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> Iterator[None]:
    for key in ("a", "b"):
        account(key)
        pays(key, "2025-10-01", None, 100, seats=4)
    users = [("a", f"u{n}", "boards", date(2026, 1, 20) + k * DAY) for n in range(3) for k in range(0, 40, 3 + n)]
    lake.append(events(*users), source="test", version=1)
    Survey.objects.create(id="s1", account_id="b", type="nps", score=3, responded_on=date(2026, 2, 1))
    with time_machine.travel(NOON, tick=False):
        refresh()
        yield


def asked_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the measures that are evaluated from here on."""
    asked: list[str] = []

    def spy(connection: Any, measures: Sequence[Measure], *rest: Any) -> Panel:
        asked.extend(measure.id for measure in measures)
        return evaluate(connection, measures, *rest)

    monkeypatch.setattr(kept, "evaluate", spy)
    return asked


def panel() -> Panel:
    with replay._past() as (past, _):
        return past.panel(list(published_measures().values()))


def evaluated() -> Panel:
    now = publication.current()
    days = [now.as_of - 7 * n * DAY for n in range(replay.WEEKS - 1, -1, -1)]
    with connect() as connection:
        publication.attach(connection, now)
        return evaluate(connection, list(published_measures().values()), days)


def same(one: Panel, other: Panel) -> bool:
    return (one.accounts, one.days) == (other.accounts, other.days) and all(
        np.array_equal(one.values[name], other.values[name], equal_nan=True)
        and np.array_equal(one.coverage[name], other.coverage[name])
        for name in other.values
    )


def test_what_is_kept_is_what_is_evaluated(book: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_of(monkeypatch)
    first = panel()
    assert sorted(asked) == sorted(published_measures())
    asked.clear()
    again = panel()
    assert asked == []
    assert same(first, evaluated())
    assert same(again, evaluated())
    assert np.isin([0.0, 1.0], again.coverage["active_users"]).all()
    assert 0 < again.coverage["nps"][-1, 1] < 1


def test_only_what_reads_changed_facts_is_evaluated_anew(book: None, monkeypatch: pytest.MonkeyPatch) -> None:
    panel()
    Ticket.objects.create(id="t1", account_id="a", opened_at=datetime(2026, 2, 2, tzinfo=UTC), escalated=True)
    refresh()
    asked = asked_of(monkeypatch)
    now = panel()
    # A ticket's subject is a text, whose day is the ticket's.
    assert set(asked) == {"open_tickets", "escalated_tickets", "first_answer", "sentiment", "negative_comments"}
    assert now.values["escalated_tickets"][-1].tolist() == [1, 0]
    assert same(now, evaluated())


def test_usage_that_comes_late_changes_what_was_kept(book: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = panel()
    lake.append(events(("b", "u9", "boards", date(2026, 2, 14))), source="test", version=2)
    refresh()
    asked = asked_of(monkeypatch)
    now = panel()
    assert {"active_users", "days_since_use", "breadth", "usage_trend"} <= set(asked)
    assert "nps" not in asked
    assert not same(now, before)
    assert same(now, evaluated())


def test_the_worker_makes_them_and_clears_away_what_nothing_reads(book: None, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[int, int]] = []
    made = replay.keep(lambda done, total, sentence: said.append((done, total)))
    assert said[-1] == (made, made)
    asked = asked_of(monkeypatch)
    panel()
    assert asked == []
    folder = Path(settings.HOME) / "derived" / kept.FOLDER
    wanted = set(folder.iterdir())
    for name in ("old.npy", "young.npy"):
        (folder / name).write_bytes(b"x")
    os.utime(folder / "old.npy", (0, 0))
    os.utime(next(iter(wanted)), (0, 0))
    replay.keep(lambda done, total, sentence: None)
    assert set(folder.iterdir()) == wanted | {folder / "young.npy"}
