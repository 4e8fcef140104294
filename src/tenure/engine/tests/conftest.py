"""Facts that the engine's tests write, by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tenure.customers.models import Account, AccountParent, Subscription
from tenure.engine.refresh import refresh


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


@pytest.fixture
def company(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> Any:
    """a grows, b shrinks in February, c leaves in January, d is new in February, child belongs to a."""
    for key in ("a", "b", "c", "d", "child"):
        account(key, name=f"Company {key.upper()}", segment="Big" if key in "ab" else "Small")
    AccountParent.objects.create(id="link", account_id="child", parent_account_id="a")
    pays("a", "2025-12-10", "2026-02-10", 100)
    pays("a", "2026-02-10", None, 150)
    pays("b", "2025-12-20", "2026-02-01", 80)
    pays("b", "2026-02-01", None, 60)
    pays("c", "2025-06-01", "2026-01-20", 40)
    pays("d", "2026-02-05", None, 10)
    pays("child", "2026-02-05", None, 7)
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False):
        refresh()
        yield
