"""A customer with people, and an onboarding of hers."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from tenure.company.models import User
from tenure.customers.models import Account, AccountState, Contact
from tenure.library.onboarding import read
from tenure.library.reading import HeldOnboarding
from tenure.onboarding.models import Plan
from tenure.onboarding.starting import start

BEGINS = date(2026, 9, 28)  # a Monday
TEMPLATE: dict[str, Any] = {
    "id": "small",
    "name": "Small start",
    "first_value": {"days": 30, "feature": "boards"},
    "phases": [
        {"name": "Begin", "steps": [
            {"key": "welcome", "title": "Welcome", "kind": "message", "message": "welcome", "days": 1},
            {"key": "kick_off", "title": "Kick-off", "kind": "meeting", "agenda": "1. Goals", "days": 2,
             "after": ["welcome"], "milestone": "Kick-off held", "shared": True},
        ]},
        {"name": "Set-up", "steps": [
            {"key": "sign_on", "title": "Connect sign-on", "owner": "admin", "days": 3, "after": ["kick_off"],
             "condition": "seats >= 50"},
            {"key": "data", "title": "Load data", "owner": "admin", "days": 4, "after": ["kick_off"]},
            {"key": "use", "title": "Use it", "owner": "csm", "days": 5, "after": ["sign_on", "data"],
             "milestone": "First value"},
        ]},
    ],
}  # fmt: skip


@pytest.fixture
def at() -> Iterator[Callable[[date], None]]:
    """Sets the clock to the noon of a day; it goes on from there."""
    with time_machine.travel(datetime(2026, 9, 28, 12, tzinfo=UTC)) as clock:
        yield lambda day: clock.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@pytest.fixture
def held(db: None) -> HeldOnboarding:
    return HeldOnboarding(read(TEMPLATE, ["welcome"]), 3)


@pytest.fixture
def account(alice: User) -> Account:
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice, segment="Enterprise")
    AccountState.objects.create(account=account, as_of=BEGINS, status="customer", customer_since=BEGINS, seats=60)
    Contact.objects.create(id="C1", account=account, name="Ada Ferreira", email="ada@ostrelle.test", role="admin")
    return account


@pytest.fixture
def plan(at: Callable[[date], None], alice: User, account: Account, held: HeldOnboarding) -> Plan:
    """Started on the Monday by the owner of the account."""
    at(BEGINS)
    return start(alice, account, held, BEGINS)
