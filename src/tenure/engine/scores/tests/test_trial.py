"""A version tried today: what is in force is what accounts show, and the draft is what they would show."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.customers.models import AccountState
from tenure.engine.refresh import refresh
from tenure.engine.scores import watching
from tenure.engine.scores.current import judge
from tenure.engine.scores.trial import in_force, judged, replaced, trial
from tenure.engine.scores.watching import fired, tried
from tenure.library import verbs
from tenure.library.models import Kind
from tenure.metrics.scorecards import Scorecard

Ticket = apps.get_model("work.Ticket")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def book(home: Path, account: Any, pays: Any) -> Iterator[None]:
    for key in ("a", "b", "gone"):
        account(key)
    pays("a", "2025-10-01", None, 100, seats=4)
    pays("b", "2025-10-01", None, 50)
    pays("gone", "2025-10-01", "2026-01-05", 50)
    Ticket.objects.create(id="t", account_id="a", opened_at=NOON - 3 * DAY, escalated=True)
    with time_machine.travel(NOON, tick=False):
        refresh()
        judge()
        yield


def draft(**changes: Any) -> Scorecard:
    """Escalated tickets alone; 70 without one, 10 with one."""
    inputs = [{"measure": "escalated_tickets", "curve": [[0, 70], [1, 10]]}]
    body = {"id": "standard", "name": "Standard", "groups": [{"name": "All", "inputs": inputs}]}
    return Scorecard.model_validate(body | changes)


def shown() -> dict[str, float | None]:
    return {key: None if health is None else health / 100
            for key, health in AccountState.objects.values_list("account_id", "health")}  # fmt: skip


def told(accounts: Any, scores: Any) -> dict[str, float | None]:
    return {key: None if np.isnan(score) else float(score) for key, score in zip(accounts, scores, strict=True)}


def test_before_is_what_accounts_show_and_after_is_what_they_show_once_it_is_published(book: None, lea: Any) -> None:
    found = trial(draft())
    assert found.day == date(2026, 3, 10)
    assert told(found.accounts, found.before) == shown()
    after = told(found.accounts, found.after)
    assert after == {"a": 10, "b": 70, "gone": None}
    verbs.publish(verbs.draft(Kind.SCORECARD, draft().model_dump(mode="json"), lea), lea, "Tickets.")
    refresh()
    judge()
    assert shown() == after


def test_a_scorecard_for_others_is_left_and_another_takes_its_accounts(book: None) -> None:
    found = trial(draft(condition='segment = "Nobody"'))
    assert told(found.accounts, found.after) == {"a": None, "b": None, "gone": None}
    found = trial(draft(id="mine", order=1))
    assert told(found.accounts, found.after)["a"] == 10
    assert [card.id for card in replaced(draft(id="mine", order=1), in_force())] == ["mine", "onboarding", "standard"]


def test_points_of_some_accounts_add_up_to_the_trial(book: None) -> None:
    found = judged([draft()], [date(2026, 3, 8), date(2026, 3, 10)], ["a", "b"])
    assert found.score().tolist() == [[10, 70], [10, 70]]


def test_signals_are_dry_run_under_a_draft(book: None) -> None:
    under = {one.signal.id for one in tried(10, cards=replaced(draft(), in_force())).fired}
    held = tried(10)
    assert "at_risk" in under
    assert "at_risk" not in {one.signal.id for one in held.fired}
    assert list(held.fired) == fired(date(2026, 3, 1), date(2026, 3, 10))
    assert tried(10, signals=[]).fired == ()
    assert (held.looked, held.of) == (3, 3)


def test_of_a_large_book_a_sample_is_tried_and_said(book: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_TRIED", 1)
    found = tried(10)
    assert (found.looked, found.of) == (1, 3)
    assert len({one.account_id for one in found.fired}) <= 1
