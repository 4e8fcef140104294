"""Signals open risks once, join the open one of their kind, and follow what the facts say."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tenure.core.periods import DAY
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.feedback.models import SurveyResponse
from tenure.health import verbs, watching
from tenure.health.models import Risk, Sign, Watched
from tenure.journal.models import Change
from tenure.work.models import Ticket

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def book(home: Path, alice: Any) -> Iterator[Any]:
    """a has an escalated ticket since five days; b is quiet; gone left."""
    for key, end in (("a", None), ("b", None), ("gone", date(2026, 2, 1))):
        Account.objects.create(id=key, name=f"Account {key}", owner=alice)
        Subscription.objects.create(
            id=key, subscription_id=key, account_id=key, price_minor=100, mrr_minor=100, currency="USD",
            start_date=date(2025, 6, 1), end_date_excl=end,
        )  # fmt: skip
    Ticket.objects.create(id="old", account_id="gone", opened_at=datetime(2026, 1, 2, tzinfo=UTC), escalated=True)
    Ticket.objects.create(id="t1", account_id="a", opened_at=datetime(2026, 3, 5, 9, tzinfo=UTC), escalated=True)
    with time_machine.travel(NOON, tick=False) as clock:
        refresh()
        judge()
        yield clock


def test_a_signal_opens_a_risk_with_cause_value_owner_and_due_date(book: Any, alice: Any) -> None:
    assert watching.watch() >= 1
    risk = Risk.objects.get(kind="escalation")
    assert (risk.account_id, risk.kind, risk.title) == ("a", "escalation", "Ticket escalated")
    assert (risk.cause, risk.value_minor, risk.owner) == ("Escalated tickets 0 → 1.", 1200, alice)
    assert (risk.opened_on, risk.due_on) == (date(2026, 3, 5), TODAY + 2 * DAY)
    opened = Change.objects.get(verb="risk.opened", subject_id=str(risk.pk))
    assert (opened.origin, opened.account_id) == ("escalation", "a")


def test_the_same_days_again_change_nothing(book: Any) -> None:
    watching.watch()
    before = (Risk.objects.count(), Sign.objects.count(), Change.objects.count())
    assert watching.watch() == 0
    Watched.objects.all().delete()  # killed before it wrote how far it got
    assert watching.watch() == 0
    assert (Risk.objects.count(), Sign.objects.count(), Change.objects.count()) == before


def test_a_repeated_signal_joins_the_open_risk_and_after_closing_opens_another(book: Any, alice: Any) -> None:
    watching.watch()
    risk = Risk.objects.get(kind="escalation")
    Ticket.objects.filter(pk="t1").update(solved_at=datetime(2026, 3, 8, tzinfo=UTC), loaded_at=NOON)
    Ticket.objects.create(id="t2", account_id="a", opened_at=NOON, escalated=True)
    refresh()
    judge()
    assert watching.watch() >= 1
    risk.refresh_from_db()
    assert (risk.signs_seen, risk.last_sign_on) == (2, TODAY)
    assert Risk.objects.filter(kind="escalation").count() == 1
    verbs.close(alice, risk.pk, "saved", "issue_solved")
    Ticket.objects.filter(pk="t2").update(solved_at=NOON, loaded_at=NOON)
    book.move_to(NOON + 2 * DAY)
    Ticket.objects.create(id="t3", account_id="a", opened_at=NOON + 2 * DAY, escalated=True)
    refresh()
    judge()
    assert watching.watch() >= 1
    assert Risk.objects.filter(kind="escalation").count() == 2


def test_each_test_of_a_signal_waits_for_the_others(book: Any) -> None:
    SurveyResponse.objects.create(id="s", account_id="b", type="nps", score=9, responded_on=date(2026, 3, 6))
    refresh()
    judge()
    watching.watch()
    assert not Risk.objects.filter(account_id="b").exists()
    SurveyResponse.objects.create(id="s2", account_id="b", type="nps", score=2, responded_on=TODAY)
    refresh()
    judge()
    watching.watch()
    assert set(Risk.objects.filter(account_id="b").values_list("kind", flat=True)) >= {"detractor"}
