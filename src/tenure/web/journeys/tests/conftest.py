"""A small book on a journey of its own: onboarding until completed, calm until a ticket, then busy; renewal calls."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tenure.company.models import User
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.library import verbs
from tenure.library.models import Kind
from tenure.onboarding.models import Onboarding
from tenure.work.models import Ticket

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
BODY: dict[str, Any] = {
    "id": "mine", "name": "Mine", "stages": [
        {"name": "Onboarding", "days": 30, "leave": [{"name": "Completed", "when": "stage = established"}],
         "touchpoints": [{"name": "Kick-off", "kind": "meeting", "day": 7}]},
        {"name": "Calm", "days": 20, "leave": [{"when": "open_tickets >= 1"}]},
        {"name": "Busy"},
    ],
}  # fmt: skip


@pytest.fixture
def book(home: Path, db: None) -> Iterator[None]:
    """a and b came on 5 January; a completed on 1 February and has a ticket since the 20th; c is calm since 10 January
    and pays most; d left on 1 March out of onboarding."""
    for n, (key, completed, until) in enumerate((
        ("a", date(2026, 2, 1), None), ("b", None, None), ("c", date(2026, 1, 10), None),
        ("d", None, date(2026, 3, 1)),
    )):  # fmt: skip
        Account.objects.create(id=key, name=f"Account {key}")
        Subscription.objects.create(
            id=f"s{n}", subscription_id=f"s{n}", account_id=key, price_minor=1, mrr_minor=100_000 * (n + 1),
            currency="USD", start_date=date(2026, 1, 5), end_date_excl=until,
        )  # fmt: skip
        Onboarding.objects.create(id=f"o{n}", account_id=key, started_on=date(2026, 1, 5), completed_on=completed)
    Ticket.objects.create(id="t", account_id="a", opened_at=datetime(2026, 2, 20, tzinfo=UTC))
    with time_machine.travel(NOON):
        verbs.publish(verbs.draft(Kind.JOURNEY, BODY, None), None, "Begun.")
        refresh()
        yield


@pytest.fixture
def as_lea(client: Client, lea: User) -> Client:
    client.force_login(lea)
    return client
