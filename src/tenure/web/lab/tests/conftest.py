"""A book with a past: who left, and what could be seen before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from tenure.company.models import User
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.work.models import Ticket

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def book(home: Path, db: None) -> Iterator[None]:
    """Thirty accounts; twelve left in January, and ten of those had an escalated ticket since October."""
    for n in range(30):
        left = n < 12
        Account.objects.create(id=f"a{n:02}", name=f"Account {n}")
        Subscription.objects.create(
            id=f"s{n}", subscription_id=f"s{n}", account_id=f"a{n:02}", price_minor=100, mrr_minor=100, currency="USD",
            start_date=date(2025, 1, 1), end_date_excl=date(2026, 1, 15) + timedelta(days=n) if left else None,
        )  # fmt: skip
        if n < 10:
            Ticket.objects.create(id=f"t{n}", account_id=f"a{n:02}", opened_at=datetime(2025, 9, 1, tzinfo=UTC),
                                  escalated=True)  # fmt: skip
    with time_machine.travel(NOON):
        refresh()
        judge()
        yield


@pytest.fixture
def as_lea(client: Client, lea: User) -> Client:
    client.force_login(lea)
    return client
