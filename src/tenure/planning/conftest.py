"""A customer with a plan on a day in March."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.planning.models import Goal, SuccessPlan
from tenure.planning.plans import objectives, verbs

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def now(db: None) -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def acme(alice: User, now: Any) -> Account:
    return Account.objects.create(id="acme", name="Acme", owner=alice)


@pytest.fixture
def cora(acme: Account) -> Contact:
    """The champion at Acme."""
    return Contact.objects.create(id="cora", account=acme, name="Cora Diaz", role="champion", email="cora@acme.test")


@pytest.fixture
def zoe(acme: Account) -> Contact:
    """Somebody of another company."""
    return Contact.objects.create(id="zoe", account=Account.objects.create(id="zeta", name="Zeta"), name="Zoe")


@pytest.fixture
def plan(alice: User, acme: Account) -> SuccessPlan:
    return verbs.begin(alice, acme, "Save time", started_on=date(2026, 1, 1), shared=True)


@pytest.fixture
def hours(alice: User, plan: SuccessPlan) -> Goal:
    """From 10 to 50 hours, in the year 2026, shared, typed by hand."""
    return objectives.add(alice, plan.pk, {
        "name": "Save hours", "unit": "hours a month", "baseline": Decimal(10), "target": Decimal(50),
        "baseline_on": date(2026, 1, 1), "due_on": date(2026, 12, 31), "shared": True,
    })  # fmt: skip
