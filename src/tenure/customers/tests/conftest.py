"""A book of accounts with everything missing somewhere."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import caches

from tenure.customers.models import Account, AccountState, AccountTag

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Totals are remembered for some seconds in the process; tests share it."""
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """`make_account("A1", arr_minor=120000, tags=["pilot"])`: state and account values together."""
    derived = {field.name for field in AccountState._meta.fields} - {"account"}

    def make(key: str, tags: tuple[str, ...] = (), **values: Any) -> Account:
        own = {name: value for name, value in values.items() if name not in derived}
        account = Account.objects.create(**{"id": key, "name": key, **own})
        state = {name: value for name, value in values.items() if name in derived}
        if state:
            AccountState.objects.create(account=account, **{"as_of": TODAY, "status": "customer", **state})
        AccountTag.objects.bulk_create(AccountTag(account=account, tag=tag) for tag in tags)
        return account

    return make


@pytest.fixture
def book(make_account: Callable[..., Account], person: Callable[..., Any]) -> list[Account]:
    """150 accounts with random values; one in eight has no derived values yet."""
    dice = random.Random(7)
    owners = [person("csm", name) for name in ("Una", "Udo")]
    return [make_account(f"R{number:03d}", **_random_values(dice, owners)) for number in range(150)]


def _random_values(dice: random.Random, owners: list[Any]) -> dict[str, Any]:
    values = {
        "name": dice.choice(["Kestrel", "Halden", "ostrelle"]) + f" {dice.randint(1, 99)}",
        "segment": dice.choice(["Enterprise", "SMB", ""]),
        "region": dice.choice(["EMEA", "APAC"]),
        "owner": dice.choice([*owners, None]),
        "do_not_ask": dice.random() < 0.3,
        "created_on": dice.choice([None, TODAY - timedelta(days=dice.randint(0, 9))]),
        "tags": tuple(dice.sample(["pilot", "beta", 'odd "one"'], dice.randint(0, 2))),
    }
    return values if dice.random() < 0.12 else values | _random_state(dice)


def _random_state(dice: random.Random) -> dict[str, Any]:
    return {
        "status": dice.choice(["customer", "lapsed"]),
        "arr_minor": dice.choice([None, 0, dice.randint(-5, 20) * 100 + dice.choice([0, 50])]),
        "mrr_change_12m_minor": dice.choice([None, dice.randint(-50, 50)]),
        "seats": dice.choice([None, 0, dice.randint(1, 9)]),
        "active_users_30d": dice.choice([None, dice.randint(0, 9)]),
        "active_users_30d_before": dice.choice([None, dice.randint(0, 9)]),
        "utilisation": dice.choice([None, 0.25, 0.5, 1.0]),
        "renewal_on": dice.choice([None, TODAY + timedelta(days=dice.randint(-5, 120))]),
        "plan_ids": dice.choice([[], ["pro"], ["pro", "add_on"], ["prö"]]),
    }
