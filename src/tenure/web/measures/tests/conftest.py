"""A small book: forty accounts, of which the last eight left, with tickets and usage."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
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
def book(home: Path, db: None) -> Iterator[time_machine.Traveller]:
    """Account n has n % 4 open tickets since February; every other is an Enterprise."""
    for n in range(40):
        key = f"a{n:02}"
        Account.objects.create(id=key, name=f"Account {n:02}", segment="Enterprise" if n % 2 else "SMB")
        Subscription.objects.create(
            id=f"s{n}", subscription_id=f"s{n}", account_id=key, price_minor=100 * (n + 1), mrr_minor=100 * (n + 1),
            currency="USD", start_date=date(2025, 1, 1), end_date_excl=None if n < 32 else date(2026, 1, 15),
        )  # fmt: skip
        for k in range(n % 4):
            Ticket.objects.create(id=f"t{n}-{k}", account_id=key, opened_at=datetime(2026, 2, 1 + k, tzinfo=UTC),
                                  priority="high" if k else "low")  # fmt: skip
    with time_machine.travel(NOON) as clock:
        refresh()
        judge()
        yield clock


@pytest.fixture
def as_lea(client: Client, lea: User) -> Client:
    client.force_login(lea)
    return client
