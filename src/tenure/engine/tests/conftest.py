"""Facts that the engine's tests write, by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.customers.models import (
    Account,
    AccountParent,
    Entitlement,
    Milestone,
    Offering,
    OfferingPlan,
    ProductUser,
    Subscription,
)
from tenure.engine import lake
from tenure.engine.refresh import refresh

NOW: Final = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACCOUNTS: Final = ("a", "b", "c", "d", "e")


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


@pytest.fixture
def busy_company(home: Path, account: Callable[..., Any], pays: Callable[..., Any]) -> Any:
    """Five accounts that pay, grow, shrink, leave, come back, are referred, use the product and are set up."""
    for key in ACCOUNTS:
        referred = {"referred_by_account_id": "a", "referral_attributed_on": date(2025, 2, 1)} if key in "bc" else {}
        account(key, created_on=date(2025, 1, 5), **referred)
    for key, rows in _PAID.items():
        for start, end, mrr, plan in rows:
            pays(key, start, end, mrr, plan_id=plan, plan_rank={"basic": 1, "pro": 2}[plan], seats=mrr // 20)
    Offering.objects.create(id="pro_reports", name="Reports", feature="reports", min_events=2, min_users=1)
    OfferingPlan.objects.create(id="o", offering_id="pro_reports", plan_id="basic")
    onboarding = apps.get_model("onboarding.Onboarding")
    for n, key in enumerate(ACCOUNTS):
        started = date(2025, 10, 1) + 20 * n * DAY
        onboarding.objects.create(
            id=f"on-{key}", account_id=key, started_on=started, completed_on=started + 30 * DAY if n < 3 else None
        )
        Entitlement.objects.create(id=f"e-{key}", account_id=key, feature="reports", product_id="core")
        for user in range(3):
            created = datetime(2025, 9, 1, 9, tzinfo=UTC) + timedelta(days=30 * user)
            ProductUser.objects.create(id=f"{key}{user}", account_id=key, created_at=created)
            if user < 2:
                Milestone.objects.create(
                    id=f"m-{key}{user}", account_id=key, user_id=f"{key}{user}", reached_at=created + timedelta(days=4),
                    milestone=("activated", "first_value")[user],
                )  # fmt: skip
    apps.get_model("advocacy.ReferralEvent").objects.create(
        id="r", account_id="a", user_id="a0", event="discussion_initiated", occurred_at=NOW - timedelta(days=20)
    )
    lake.append(_events(), source="test", version=1)
    with time_machine.travel(NOW, tick=False):
        refresh()
        yield


_PAID: dict[str, list[tuple[str, str | None, int, str]]] = {
    "a": [("2025-01-05", "2026-02-10", 100, "basic"), ("2026-02-10", None, 150, "pro")],
    "b": [("2025-01-05", "2026-02-15", 120, "pro"), ("2026-02-15", None, 60, "basic")],
    "c": [("2025-02-05", "2026-02-20", 40, "basic")],
    "d": [("2025-01-05", "2025-06-01", 40, "basic"), ("2026-02-12", None, 60, "basic")],
    "e": [("2026-02-05", None, 80, "basic")],
}


def _events() -> pa.Table:
    """Each user of a, b and d works with reports on every third day of two months, and now and then with lists."""
    rows = [
        (key, f"{key}{user}", "lists" if day % 4 == 0 else "reports", NOW - timedelta(days=day, hours=3))
        for key in "abd"
        for user in range(3)
        for day in range(user, 60, 3)
    ]
    accounts, users, features, times = zip(*rows, strict=True)
    return pa.table(
        {
            "event_id": [str(n) for n in range(len(rows))], "account_id": accounts, "user_id": users,
            "feature": features, "event": ["used"] * len(rows), "ts": times, "qty": [1.0] * len(rows),
        }
    )  # fmt: skip
