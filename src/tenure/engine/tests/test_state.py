"""AccountState says what the facts say, for every status and every kind of fact."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import time_machine
from django.apps import apps

from tenure.core.periods import DAY
from tenure.customers.models import AccountParent, AccountState, Entitlement, FxRate
from tenure.engine import lake
from tenure.engine.refresh import refresh

# Apps above the engine; it finds their tables by name, too.
SurveyResponse = apps.get_model("feedback.SurveyResponse")
Renewal = apps.get_model("retention.Renewal")
Ticket, Touchpoint = apps.get_model("work.Ticket"), apps.get_model("work.Touchpoint")

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)


def events(*rows: tuple[str, str, str, date]) -> pa.Table:
    """Events at noon: (account, user, feature, day)."""
    return pa.table(
        {
            "event_id": [f"{n}-{row}" for n, row in enumerate(rows)],
            "account_id": [r[0] for r in rows],
            "user_id": [r[1] for r in rows],
            "feature": [r[2] for r in rows],
            "event": ["used"] * len(rows),
            "ts": [datetime(r[3].year, r[3].month, r[3].day, 12, tzinfo=UTC) for r in rows],
            "qty": [1.0] * len(rows),
        }
    )


def test_every_status_and_what_the_account_pays(
    home: Path, account: Callable[..., Any], pays: Callable[..., Any]
) -> None:
    for key in ("pays", "paused", "lapsed", "trial", "prospect", "long_pause", "no_rate", "test"):
        account(key, is_test=key == "test")
    FxRate.objects.create(id="eur", currency="EUR", rate_date=date(2024, 1, 1), rate_to_reporting="1.5")
    pays("pays", "2024-06-01", "2025-09-01", 100, seats=5, plan_id="basic")
    pays("pays", "2025-09-01", None, 301, currency="EUR", seats=10, plan_id="pro", product_id="core")
    pays("paused", "2025-01-01", "2026-02-01", 70)
    pays("paused", "2026-02-01", None, 0, status="paused", scheduled_resume_date=date(2026, 4, 1))
    pays("long_pause", "2025-01-01", "2026-02-01", 70)
    pays("long_pause", "2026-02-01", None, 0, status="paused", scheduled_resume_date=date(2026, 12, 1))
    pays("lapsed", "2025-01-01", "2026-02-28", 70)
    pays("trial", "2026-02-20", None, 0, status="trialing")
    pays("no_rate", "2025-06-01", None, 10, currency="GBP")
    pays("test", "2025-06-01", None, 10)
    with time_machine.travel(NOW, tick=False):
        report = refresh()
    found = {s.account_id: s for s in AccountState.objects.all()}
    assert {key: s.status for key, s in found.items()} == {
        "pays": "customer", "paused": "paused", "long_pause": "lapsed", "lapsed": "lapsed",
        "trial": "trial", "prospect": "prospect", "no_rate": "customer",
    }  # fmt: skip
    state = found["pays"]
    assert (state.mrr_minor, state.arr_minor, state.mrr_change_12m_minor) == (452, 5424, 352)
    assert (state.customer_since, state.seats, state.plan_ids, state.product_ids) == (
        date(2024, 6, 1), 10, ["pro"], ["core"],
    )  # fmt: skip
    assert (found["no_rate"].mrr_minor, found["prospect"].mrr_minor, found["lapsed"].mrr_minor) == (None, 0, 0)
    assert (found["prospect"].customer_since, found["prospect"].seats) == (None, None)
    assert (state.active_users_30d, state.usage_weeks) == (None, [])
    assert (state.as_of, report.states) == (TODAY, 7)


def test_usage_and_what_happened_around_the_account(
    home: Path, account: Callable[..., Any], pays: Callable[..., Any]
) -> None:
    for key in ("a", "b", "child"):
        account(key)
    pays("a", "2025-01-01", "2026-12-31", 100, seats=4)
    AccountParent.objects.create(id="link", account_id="child", parent_account_id="a")
    back = [TODAY - n * DAY for n in range(200)]
    lake.append(
        events(
            ("a", "u1", "f1", back[0]), ("a", "u2", "f1", back[6]), ("a", "u3", "f2", back[7]),
            ("a", "u1", "f3", back[31]), ("a", "u4", "f1", back[40]), ("a", "u5", "f1", back[139]),
            ("child", "v", "f1", back[100]), ("a", "early", "f1", TODAY + DAY),
        ),
        source="test", version=1,
    )  # fmt: skip
    Entitlement.objects.create(id="e1", account_id="a", feature="f1")
    Entitlement.objects.create(id="e2", account_id="a", feature="f9", end_date_excl=TODAY - 30 * DAY)
    for n, (days, solved) in enumerate([(10, None), (20, 15), (0, None)]):
        at = NOW - timedelta(days=days + 1)
        Ticket.objects.create(
            id=f"t{n}", account_id="a", opened_at=at, solved_at=NOW - timedelta(days=solved) if solved else None,
            status="closed" if solved else "open",
        )  # fmt: skip
    Touchpoint.objects.create(id="m1", account_id="a", kind="meeting", occurred_at=NOW - timedelta(days=9))
    Touchpoint.objects.create(id="m2", account_id="a", kind="meeting", occurred_at=NOW + timedelta(days=9))
    for n, (days, score) in enumerate([(50, 3), (5, 9)]):
        day = TODAY - days * DAY
        SurveyResponse.objects.create(id=f"s{n}", account_id="a", type="nps", responded_on=day, score=score)
    Renewal.objects.create(id="r1", account_id="a", term_end_on=date(2026, 6, 1), mrr_due_minor=100)
    with time_machine.travel(NOW, tick=False):
        refresh()
        again = refresh()
    assert (again.changed, again.states, again.days) == (False, 0, 0)
    a, b, child = (AccountState.objects.get(account_id=key) for key in ("a", "b", "child"))
    assert (a.active_users_7d, a.active_users_30d, a.active_users_30d_before) == (2, 3, 2)
    assert (a.utilisation, a.usage_trend, a.features_used_30d, a.features_entitled) == (0.75, 0.5, 2, 1)
    assert a.usage_weeks == [1, *[0] * 13, 1, 1, 0, 0, 1, 2]
    assert (a.last_event_on, a.last_touch_on, a.renewal_on) == (TODAY, date(2026, 2, 20), date(2026, 6, 1))
    assert (a.open_tickets, a.nps, child.parent_id, a.parent_id) == (2, 9, "a", "a")
    assert (child.last_event_on, child.active_users_30d) == (back[100], 0)
    assert (b.active_users_30d, b.usage_weeks, b.nps, b.last_event_on) == (0, [0] * 20, None, None)


def test_only_what_changed_is_written_and_deleted_states_come_back(
    home: Path, account: Callable[..., Any], pays: Callable[..., Any]
) -> None:
    for key in "abc":
        account(key)
        pays(key, "2025-01-01", None, 100)
    with time_machine.travel(NOW, tick=False):
        assert refresh().states == 3
        pays("a", "2025-02-01", None, 50)
        assert refresh().states == 1
        AccountState.objects.filter(account_id="b").delete()
        assert refresh().states == 1
        AccountState.objects.filter(account_id="c").delete()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert refresh().states == 1
    assert set(AccountState.objects.values_list("account_id", "mrr_minor", "as_of")) == {
        ("a", 150, TODAY + DAY), ("b", 100, TODAY + DAY), ("c", 100, TODAY + DAY),
    }  # fmt: skip
