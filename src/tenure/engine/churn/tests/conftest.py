"""Books whose customers leave with a warning, or without one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh

NOON: Final = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY: Final = NOON.date()
_FIRST: Final = date(2023, 6, 1)
Ticket = apps.get_model("work.Ticket")


def fill(leaving: int, warned: bool, accounts: int = 140) -> None:
    """Accounts a000.. pay from 2023 on; the first `leaving` leave, one after the other.

    Warned: they open a ticket 80 days before. Otherwise anybody opens one on these days.
    """
    dice = Random(7)
    Account.objects.bulk_create(Account(id=f"a{n:03}", name=f"Account {n}") for n in range(accounts))
    ends = {n: _FIRST + (20 + 900 * n // max(leaving, 1)) * DAY for n in range(leaving)}
    Subscription.objects.bulk_create(
        Subscription(
            id=f"s{n}", subscription_id=f"s{n}", account_id=f"a{n:03}", price_minor=100, mrr_minor=100, currency="USD",
            start_date=date(2023, 1, 1), end_date_excl=ends.get(n),
        )
        for n in range(accounts)
    )  # fmt: skip
    Ticket.objects.bulk_create(
        Ticket(id=f"t{n}", account_id=f"a{n if warned else dice.randrange(accounts):03}",
               opened_at=_noon(end - 80 * DAY))
        for n, end in ends.items()
    )  # fmt: skip
    # Somebody is about to leave: the last account, who pays.
    Ticket.objects.create(id="now", account_id=f"a{accounts - 1:03}", opened_at=NOON - timedelta(days=20))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def book(home: Path, db: None) -> Any:
    """Makes the book and its publication; time stands at noon until it is moved."""
    with time_machine.travel(NOON, tick=False) as clock:

        def make(leaving: int = 60, warned: bool = True) -> Callable[..., Any]:
            fill(leaving, warned)
            refresh()
            return clock.move_to

        yield make
