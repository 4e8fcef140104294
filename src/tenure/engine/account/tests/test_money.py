"""One account's movements are those of the bridge, which counts all accounts at once."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tenure.core.periods import DAY, Period, months
from tenure.customers.models import Account, FxRate, Subscription
from tenure.engine import answers
from tenure.engine.account import MrrHistory, mrr_history
from tenure.engine.refresh import refresh

pytestmark = pytest.mark.django_db
FIRST, LAST, LONGEST = date(2025, 12, 1), date(2026, 8, 31), 90
ACCOUNTS = [f"a{number:02}" for number in range(60)]
# Rates change inside the time told, and CHF has none in its first half.
RATES = [("EUR", "2025-01-01", "1.10"), ("EUR", "2026-02-11", "1.25"), ("CHF", "2026-03-01", "1.05")]


@pytest.fixture
def told(home: Path) -> Iterator[None]:
    """Sixty accounts whose subscriptions begin, change, pause, lie in gaps and end by chance."""
    by_chance = random.Random(20261121)
    Account.objects.bulk_create(Account(id=key, name=key) for key in ACCOUNTS)
    for currency, day, rate in RATES:
        FxRate.objects.create(id=f"{currency}|{day}", currency=currency, rate_date=day, rate_to_reporting=rate)
    Subscription.objects.bulk_create(
        row
        for account in ACCOUNTS
        for number in range(by_chance.choice((0, 1, 1, 2, 3)))
        for row in _subscription(account, number, by_chance)
    )
    with time_machine.travel(datetime(2026, 9, 10, 12, tzinfo=UTC), tick=False):
        refresh()
        yield


def _subscription(account: str, number: int, by_chance: random.Random) -> Iterator[Subscription]:
    day = FIRST + timedelta(days=by_chance.randrange(160))
    currency = by_chance.choice(("USD", "USD", "USD", "EUR", "EUR", "CHF"))
    for row in range(by_chance.randrange(1, 7)):
        end = day + timedelta(days=by_chance.randrange(1, 90))
        status = by_chance.choice(("active", "active", "past_due", "paused", "paused", "trialing", "cancelled"))
        resume = day + timedelta(days=by_chance.randrange(10, 130)) if by_chance.random() < 0.8 else None
        yield Subscription(
            id=f"{account}-{number}-{row}", subscription_id=f"{account}-{number}", account_id=account, status=status,
            currency=currency, price_minor=1, mrr_minor=by_chance.choice((0, 33_33, 50_00, 77_77, 100_01)),
            start_date=day, end_date_excl=None if by_chance.random() < 0.1 else end,
            scheduled_resume_date=resume if status == "paused" else None,
        )  # fmt: skip
        day = end + timedelta(days=by_chance.choice((0, 0, 0, 12)))


def of(account: str) -> MrrHistory:
    return mrr_history(account, LAST, "USD", LONGEST)


def counted(period: Period) -> dict[str, tuple[Any, Any]]:
    """Category and amount of every account that moved, and of those whose rate is missing."""
    found = [answers.movement_rows(period, name, unit="account", limit=None).rows for name in ("", "missing_rate")]
    return {row["unit_id"]: (row["category"], row["amount"]) for rows in found for row in rows}


def test_the_movements_of_an_account_are_those_of_the_bridge(told: None) -> None:
    histories = {account: of(account) for account in ACCOUNTS}
    seen = set()
    for period in months(FIRST, LAST + DAY):
        moved = {key: history.moved(period.opening, period.closing) for key, history in histories.items()}
        found = {key: (move.category, move.amount) for key, move in moved.items() if move.category != "none"}
        assert found == counted(period), period
        seen |= {category for category, _ in found.values()}
    assert seen == {"new", "resume", "reactivation", "pause", "churn", "expansion", "contraction", None}
    changed_by_the_day(histories)


def changed_by_the_day(histories: dict[str, MrrHistory]) -> None:
    """The list of changes is the bridge of each single day; of changes without a rate the bridge says nothing."""
    busy = sorted({change.day for history in histories.values() for change in history.changes})
    for day in busy[:: len(busy) // 4]:
        bridge = counted(Period(day, day + DAY))
        for key, history in histories.items():
            change = next((change for change in history.changes if change.day == day), None)
            if change is None:
                assert bridge.get(key, (None, None)) == (None, None), (key, day)
            elif bridge[key] != (None, None):  # in its own currency an account needs no rate
                assert change.category == bridge[key][0], (key, day)
                assert history.currency != "USD" or change.amount_minor == bridge[key][1], (key, day)


def test_money_is_in_the_own_currency_if_there_is_only_one(told: None) -> None:
    paid = {key: {row.currency for row in Subscription.objects.filter(
        account=key, status__in=("active", "past_due"), mrr_minor__gt=0)} for key in ACCOUNTS}  # fmt: skip
    for key in ACCOUNTS:
        history = of(key)
        assert history.converted == (len(paid[key]) > 1), key
        assert history.currency == ("USD" if len(paid[key]) != 1 else next(iter(paid[key]))), key
        assert history.converted or not history.unpriced, key


def test_who_never_paid_has_no_history(told: None) -> None:
    nobody = of("nobody")
    assert (nobody.steps, nobody.changes, nobody.reported, nobody.change_12m) == ([], [], 0, 0)
    assert (nobody.first_paid, nobody.paying, nobody.paused, nobody.currency) == (None, False, False, "USD")
