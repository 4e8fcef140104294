"""Facts that the engine's tests write, by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tenure.customers.models import Account, Subscription


@pytest.fixture
def account(db: None) -> Callable[..., Account]:
    def make(key: str, **fields: Any) -> Account:
        return Account.objects.create(id=key, **({"name": f"Account {key}"} | fields))

    return make


@pytest.fixture
def pays(db: None) -> Callable[..., Subscription]:
    def make(account: str, start: str, end: str | None, mrr: int, **fields: Any) -> Subscription:
        number = Subscription.objects.count() + 1
        given = {
            "subscription_id": f"{account}-sub",
            "account_id": account,
            "price_minor": mrr,
            "mrr_minor": mrr,
            "currency": "USD",
            "start_date": date.fromisoformat(start),
            "end_date_excl": date.fromisoformat(end) if end else None,
        }
        return Subscription.objects.create(id=f"row{number}", **(given | fields))

    return make
