"""Every number of the catalogue, asked of one small company: it answers, and its rows sum to it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest
import time_machine
from click.testing import CliRunner
from django.apps import apps

from tenure.cli.kpis import kpis
from tenure.core.periods import DAY, Period
from tenure.customers.models import Entitlement, Milestone, Offering, OfferingPlan, ProductUser
from tenure.engine import answers, kpi_values, lake
from tenure.engine.models import KpiValue
from tenure.engine.refresh import refresh
from tenure.metrics import KPIS, Kpi

NOW: Final = datetime(2026, 3, 10, 12, tzinfo=UTC)
LAST: Final = NOW.date() - DAY
CHOICES: Final = {"offering": "pro_reports", "feature": "reports"}
ACCOUNTS: Final = ("a", "b", "c", "d", "e")


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


def test_every_number_answers_and_its_rows_sum_to_it(busy_company: Any) -> None:
    known = 0
    for kpi in KPIS.values():
        period = Period.trailing(LAST, kpi.window)
        params = {name: CHOICES[name] for name in kpi.takes if name in CHOICES}
        found = answers.answer(kpi.id, period, params=params)
        inside = answers.rows(kpi.id, period, params=params, limit=None)
        outside = answers.rows(kpi.id, period, params=params, limit=None, left_out=True)
        assert (inside.total, outside.total) == (found.counted, found.left_out), kpi.id
        assert all(row["reason"] for row in outside.rows), kpi.id
        assert sum(answers.reasons(kpi.id, period, params=params).values()) == found.left_out
        assert found.status in ("ok", "no_base", "immature"), (kpi.id, found.status)
        if kpi.summarise is None and kpi.combine is Kpi.__dataclass_fields__["combine"].default:
            sums = (found.numerator or 0, found.denominator or 0)
            assert (inside.numerator or 0, inside.denominator or 0) == sums, kpi.id
        known += found.value is not None
    assert known >= len(KPIS) * 0.8


def test_every_number_is_kept_and_printed(busy_company: Any) -> None:
    kept = [kpi.id for kpi in KPIS.values() if all(param.default is not None for param in kpi.params)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kpi_values, "days", lambda as_of: [as_of])
        assert kpi_values.fill("parent") == len(kept)
    assert set(KpiValue.objects.values_list("kpi", flat=True)) == set(kept)
    assert not KpiValue.objects.exclude(error="").exists()
    printed = CliRunner().invoke(kpis, ["--compute", "--format", "csv"])
    assert printed.exit_code == 0, printed.output
    assert [line.split(",")[0] for line in printed.output.splitlines()[1:]] == kept
