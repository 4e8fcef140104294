"""Disagreements of the past from dated facts, and the same told day by day in Python."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.engine.refresh import refresh
from tenure.engine.scores import daily, reading
from tenure.engine.scores.current import judge
from tenure.engine.scores.disagreeing import _settled, settled
from tenure.metrics.proof.right import Disagreement, Right, once
from tenure.metrics.scorecards.bands import band

Pulse = apps.get_model("health.Pulse")
Renewal = apps.get_model("retention.Renewal")
Ticket = apps.get_model("work.Ticket")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
FRESH = 60


@pytest.fixture
def book(home: Any, account: Callable[..., Any], pays: Callable[..., Any], monkeypatch: Any) -> Iterator[Any]:
    """Scores of a hundred days: left, shrank, grew and renewed after a pulse; each has an escalated ticket for a while,
    which makes its score fall."""
    monkeypatch.setattr(daily, "REACH", 100)
    for key in ("left", "shrank", "grew", "renewed", "quiet"):
        account(key)
    pays("left", "2025-01-01", "2026-02-20", 100)
    pays("shrank", "2025-01-01", "2026-02-01", 100)
    pays("shrank", "2026-02-01", None, 60)
    pays("grew", "2025-01-01", "2026-02-01", 100)
    pays("grew", "2026-02-01", None, 160)
    pays("renewed", "2025-01-01", None, 100)
    pays("quiet", "2025-01-01", None, 100)
    Renewal.objects.create(id="r", account_id="renewed", term_end_on=date(2026, 2, 1), mrr_due_minor=100,
                           decision="renewed", signed_on=date(2026, 1, 25))  # fmt: skip
    for n, key in enumerate(("left", "shrank", "grew", "renewed", "quiet")):
        Ticket.objects.create(id=f"t-{key}", account_id=key, opened_at=datetime(2025, 12, 20 + n, tzinfo=UTC),
                              solved_at=datetime(2026, 1, 20, tzinfo=UTC), escalated=True)  # fmt: skip
        gives(key, 85 if n % 2 else 20, datetime(2026, 1, 5, 9, tzinfo=UTC))
    gives("left", 85, datetime(2026, 1, 12, 9, tzinfo=UTC))
    gives("left", 20, datetime(2026, 1, 12, 15, tzinfo=UTC), "bo")  # the last of a day holds
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock
    _settled.cache_clear()


def gives(account: str, score: int, at: datetime, who: str = "ann") -> None:
    Pulse.objects.create(id=f"{account}{at:%j%H}", account_id=account, score=score, given_at=at, csm_id=f"{who}@x.com")


def computed() -> None:
    refresh()
    judge()


def told_day_by_day() -> list[Disagreement]:
    """From the scores that were shown and the pulses, one account and day after another."""
    found = []
    for account in sorted({pulse.account_id for pulse in Pulse.objects.all()}):
        before = None
        for level in reading.history(account, TODAY - DAY, 400):
            given = [p for p in Pulse.objects.filter(account_id=account) if p.given_at.date() <= level.day]
            if level.score is None or not given:
                continue
            last = max(given, key=lambda pulse: pulse.given_at)
            order = ["red", "yellow", "green"]
            side = order.index(band(last.score * 100)) - order.index(band(level.score))
            if (level.day - last.given_at.date()).days >= FRESH:
                side = 0
            now = (side > 0) - (side < 0), last.csm_id
            if now[0] and now != before:
                found.append(Disagreement(account, last.csm_id, level.day, now[0] > 0))
            before = now
    return found


def rights(within: int = 90) -> dict[str, Right]:
    return {one.disagreement.account: one.right for one in settled(within, FRESH)}


def test_disagreements_are_those_that_stood(book: Any) -> None:
    computed()
    expected = once(told_day_by_day(), 90)
    assert [one.disagreement for one in settled(90, FRESH)] == expected
    assert len(expected) >= 4
    assert len({one.kinder for one in expected}) == 2
    assert {"ann@x.com", "bo@x.com"} == {one.who for one in expected}


def test_what_happened_decides(book: Any) -> None:
    computed()
    kinder = {one.disagreement.account: one.disagreement.kinder for one in settled(90, FRESH)}
    found = rights()
    harmed, improved = {"left", "shrank"}, {"grew", "renewed"}
    for account, right in found.items():
        if account in harmed:
            assert right == (Right.SCORE if kinder[account] else Right.PERSON), account
        elif account in improved:
            assert right == (Right.PERSON if kinder[account] else Right.SCORE), account
        else:
            assert right == Right.OPEN, account
    assert harmed | improved | {"quiet"} >= set(found)
    assert len(found) >= 4


def test_the_future_changes_nothing(book: Any, pays: Callable[..., Any]) -> None:
    """An end, a renewal and a pulse that are dated later than the last complete day."""
    computed()
    before = settled(90, FRESH)
    apps.get_model("customers.Subscription").objects.filter(account_id="quiet").update(
        end_date_excl=TODAY + 3 * DAY, loaded_at=NOON
    )
    Renewal.objects.create(id="later", account_id="quiet", term_end_on=TODAY + DAY, mrr_due_minor=100,
                           decision="renewed", signed_on=TODAY + DAY)  # fmt: skip
    gives("grew", 85, NOON + DAY)
    _settled.cache_clear()
    computed()
    assert settled(90, FRESH) == before


def test_nothing_judged_is_nothing(home: Any, db: None) -> None:
    with time_machine.travel(NOON):
        refresh()
        assert settled(90, FRESH) == ()
