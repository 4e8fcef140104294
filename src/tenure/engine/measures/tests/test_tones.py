"""How texts sounded, as measures: a correction counts from the day on which it was made, and not before."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.measures import evaluate
from tenure.engine.refresh import refresh
from tenure.engine.tests.conftest import account, pays
from tenure.library.reading import published_measures
from tenure.metrics.measures import BadMeasure, read

__all__ = ["account", "pays"]
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
VALUE = {"negative": -1, "neutral": 0, "positive": 1}
Answer, Label, Touchpoint, Ticket = (
    apps.get_model(name) for name in ("feedback.SurveyResponse", "feedback.TextLabel", "work.Touchpoint", "work.Ticket")
)


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def write(key: str, account_id: str, kind: str, day: date, told: str, *, sure: float = 0.8, corrected: str = "",
          corrected_on: date | None = None) -> None:  # fmt: skip
    if kind == "survey":
        Answer.objects.create(id=key, account_id=account_id, type="nps", responded_on=day, comment="Words.")
    elif kind == "ticket":
        Ticket.objects.create(id=key, account_id=account_id, opened_at=at(day), subject="Words.")
    else:
        Touchpoint.objects.create(id=key, account_id=account_id, occurred_at=at(day), body="Words.")
    Label.objects.create(
        kind=kind, text_id=key, account_id=account_id, told=told, confidence=sure, score=0, model_version="1",
        text_loaded_at=NOON, corrected=corrected, corrected_at=at(corrected_on) if corrected_on else None,
    )  # fmt: skip


def measured(*days: date) -> dict[Any, Any]:
    """Account to (sentiment, negative comments) by day."""
    known = published_measures()
    with connect() as connection:
        publication.attach(connection, publication.current())
        panel = evaluate(connection, [known["sentiment"], known["negative_comments"]], days)
    found: dict[Any, Any] = {}
    for n, key in enumerate(panel.accounts):
        for k, day in enumerate(days):
            both = (panel.values[name][k, n] for name in ("sentiment", "negative_comments"))
            found[key, day] = tuple(None if value != value else float(value) for value in both)
    return found


@pytest.fixture
def book(home: Path, db: None, account: Callable[..., Any]) -> Any:
    for key in "abc":
        account(key)
    with time_machine.travel(NOON, tick=False):
        yield


def slowly(account_id: str, day: date) -> tuple[float | None, float | None]:
    """Text by text: what it sounded like to who looked on that day."""
    values, negative, known = [], 0, False
    for label in Label.objects.all():
        if label.kind == "survey":
            said = Answer.objects.get(pk=label.text_id).responded_on
        elif label.kind == "ticket":
            said = Ticket.objects.get(pk=label.text_id).opened_at.date()
        else:
            said = Touchpoint.objects.get(pk=label.text_id).occurred_at.date()
        by_person = label.corrected and label.corrected_at.date() <= day
        by_model = label.confidence >= 0.5 or (label.told == "neutral" and label.confidence > 0)
        known = known or ((by_model or bool(label.corrected)) and said <= day)
        if label.account_id != account_id or not (by_person or by_model):
            continue
        if not day - 90 * DAY < said <= day:
            continue
        tone = label.corrected if by_person else label.told
        negative += tone == "negative" and label.kind == "survey"
        if label.kind != "touchpoint":
            values.append(VALUE[tone])
    return sum(values) / len(values) if values else None, float(negative) if known else None


def test_measures_of_tones_equal_reading_text_by_text(book: None) -> None:
    chance = random.Random(3)
    for n in range(60):
        day = TODAY - chance.randrange(1, 200) * DAY
        fixed = chance.random() < 0.4
        write(f"t{n}", chance.choice("ab"), chance.choice(("survey", "ticket", "touchpoint")), day,
              chance.choice(list(VALUE)), sure=chance.choice((0, 0.3, 0.5, 0.9)),
              corrected=chance.choice(list(VALUE)) if fixed else "",
              corrected_on=day + chance.randrange(0, 120) * DAY if fixed else None)  # fmt: skip
    refresh()
    days = [TODAY - n * DAY for n in (150, 91, 90, 60, 30, 7, 1)]
    found = measured(*days)
    for key in "abc":
        for day in days:
            sentiment, negative = slowly(key, day)
            assert found[key, day] == (pytest.approx(sentiment) if sentiment is not None else None, negative), (
                key,
                day,
            )


def test_a_correction_changes_no_day_before_it_and_every_day_after(book: None) -> None:
    write("t", "a", "survey", TODAY - 40 * DAY, "positive")
    refresh()
    days = (TODAY - 41 * DAY, TODAY - 40 * DAY, TODAY - 3 * DAY, TODAY - 2 * DAY)
    assert [measured(*days)["a", day] for day in days] == [(None, None), (1, 0), (1, 0), (1, 0)]
    Label.objects.update(corrected="negative", corrected_at=at(TODAY - 2 * DAY), loaded_at=NOON + DAY)
    refresh()
    assert [measured(*days)["a", day] for day in days] == [(None, None), (1, 0), (1, 0), (-1, 1)]


def test_a_text_of_the_future_has_no_effect(book: None) -> None:
    write("t", "a", "survey", TODAY - 40 * DAY, "positive")
    refresh()
    before = measured(TODAY - DAY)
    write("later", "a", "survey", TODAY + 5 * DAY, "negative")
    refresh()
    assert measured(TODAY - DAY) == before


def test_only_levels_make_sense_of_it() -> None:
    body = {"id": "x", "name": "X", "group": "feedback", "formula": {"kind": "sum", "of": "tones", "days": 30}}
    with pytest.raises(BadMeasure, match="tones cannot be used with kind sum; use level"):
        read(body)
