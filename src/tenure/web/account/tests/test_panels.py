"""What the engine tells of one account, on panels and charts, against the engine's own row of the account."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.automation.models import PlaybookRun
from tenure.customers.models import Account, AccountState, Entitlement, FxRate, ProductUser, Subscription
from tenure.engine import account as history
from tenure.engine import lake
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.library import verbs
from tenure.library.models import Document, Kind
from tenure.web.account.moment import moment
from tenure.web.account.pinned import _age
from tenure.web.account.standing import Standing
from tenure.web.account.tests.conftest import CHARTS, PANELS, url

pytestmark = pytest.mark.django_db
LAST = date(2026, 9, 30)
QUERIES = {"facts": 11, "health": 8, "health-chart": 11, "attributes": 4, "revenue": 5, "usage-panel": 4, "features": 4,
           "users": 5, "mrr-chart": 5, "usage-chart": 4, "features-chart": 4}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 3, 1), "0 days"), (date(2026, 3, 2), "1 day"), (date(2026, 3, 31), "30 days"),
     (date(2026, 4, 1), "1 m"), (date(2027, 3, 1), "1 y"), (date(2027, 5, 2), "1 y 2 m")],
)  # fmt: skip
def test_how_long_somebody_is_a_customer(day: date, age: str) -> None:
    assert _age(date(2026, 3, 1), day) == age


class TestNothingPublished:
    @pytest.mark.parametrize("name", PANELS)
    def test_a_panel_says_so_and_can_be_tried_again(
        self, home: Path, account: Account, as_alice: Client, name: str
    ) -> None:
        html = as_alice.get(url(name)).content.decode()
        assert html.count("Nothing is computed yet") == 1
        assert "tenure refresh" in html
        assert f'hx-get="{url(name)}"' in html

    @pytest.mark.parametrize("name", CHARTS)
    def test_a_chart_says_so(self, home: Path, account: Account, as_alice: Client, name: str) -> None:
        response = as_alice.get(url(name))
        assert (response.status_code, response["Content-Type"]) == (503, "text/plain")


def pays(account: str, start: str, end: str | None, mrr: int, **fields: Any) -> None:
    key = f"{account}-{Subscription.objects.count()}"
    defaults = {"subscription_id": f"{account}-S", "account_id": account, "price_minor": mrr, "currency": "USD"}
    Subscription.objects.create(
        id=key, mrr_minor=mrr, start_date=date.fromisoformat(start),
        end_date_excl=date.fromisoformat(end) if end else None, **(defaults | fields),
    )  # fmt: skip


def use(days: dict[str, list[tuple[str, str, str]]]) -> None:
    """Events at noon: day to (account, user, feature)."""
    rows = [
        {
            "event_id": f"{day}-{number}",
            "account_id": account,
            "user_id": user,
            "feature": feature,
            "event": "used",
            "ts": datetime.fromisoformat(f"{day}T12:00:00+00:00"),
            "day": date.fromisoformat(day),
            "qty": 1.0,
        }
        for day, seen in days.items()
        for number, (account, user, feature) in enumerate(seen)
    ]
    lake.append(pa.Table.from_pylist(rows, schema=lake.SCHEMA), source="test", version=1)


@pytest.fixture
def told(home: Path, account: Account) -> None:
    """A1 pays in two currencies, grows, pauses and resumes; EU pays euros; GONE left; NEW never paid."""
    for key in ("EU", "GONE", "NEW"):
        Account.objects.create(id=key, name=key)
    for day, rate in (("2025-01-01", "1.10"), ("2026-06-01", "1.25")):
        FxRate.objects.create(id=f"EUR|{day}", currency="EUR", rate_date=day, rate_to_reporting=rate)
    pays("A1", "2025-02-01", "2025-09-01", 100_00, seats=10)
    pays("A1", "2025-09-01", "2026-05-01", 150_00, seats=15)
    pays("A1", "2026-05-01", "2026-06-15", 150_00, seats=15, status="paused", scheduled_resume_date=date(2026, 6, 15))
    pays("A1", "2026-06-15", None, 150_00, seats=15)
    pays("A1", "2026-07-01", None, 33_33, currency="EUR", subscription_id="addon")
    pays("EU", "2026-01-10", None, 77_77, currency="EUR", seats=4)
    pays("GONE", "2025-05-01", "2026-02-01", 40_00)
    for feature in ("boards", "reports"):
        Entitlement.objects.create(id=feature, account=account, feature=feature, seats=15)
    for user, internal in (("u1", False), ("u2", False), ("u3", False), ("ours", True)):
        ProductUser.objects.create(
            id=user,
            account=account,
            name=user.upper(),
            is_internal=internal,
            created_at=datetime(2025, 2, 1, tzinfo=UTC),
        )
    use({
        "2026-05-20": [("A1", "u1", "boards"), ("A1", "u3", "reports")],
        "2026-08-01": [("A1", "u1", "boards"), ("A1", "ours", "boards")],
        "2026-09-20": [("A1", "u1", "boards"), ("A1", "u2", "docs"), ("EU", "e1", "boards")],
        "2026-09-30": [("A1", "u1", "boards")],
    })  # fmt: skip


DAYS = [
    ("A1", "2025-01-31", "prospect", 0),
    ("A1", "2025-02-01", "customer", 100_00),
    ("A1", "2026-04-30", "customer", 150_00),
    ("A1", "2026-05-01", "paused", 0),
    ("A1", "2026-06-14", "paused", 0),
    ("A1", "2026-06-15", "customer", 150_00),
    ("A1", "2026-07-01", "customer", 150_00 + 41_66),  # 33.33 × 1.25 = 41.6625
    ("GONE", "2026-01-31", "customer", 40_00),
    ("GONE", "2026-02-01", "lapsed", 0),
    ("EU", "2026-03-01", "customer", 85_55),  # 77.77 × 1.10 = 85.547
    ("NEW", "2026-09-30", "prospect", 0),
]


@pytest.fixture
def published(told: None) -> Any:
    with time_machine.travel(datetime(2026, 10, 1, 12, tzinfo=UTC), tick=False):
        refresh()
        judge()
        yield


def standing(key: str, as_of: str) -> Standing:
    account = Account.objects.select_related("owner", "state").get(pk=key)
    return Standing.on(account, moment(QueryDict(f"as_of={as_of}")), date.fromisoformat(as_of))


def test_the_past_is_computed_as_the_engine_computes_today(published: None) -> None:
    """The same definitions, reached twice: one account's steps here, all accounts' movements there."""
    for state in AccountState.objects.select_related("account__owner"):
        expected = Standing.of_state(state.account, state)
        found = standing(state.account_id, "2026-09-30")
        for name in ("status", "mrr_minor", "change_12m_minor", "active", "active_before", "seats", "renewal_on",
                     "customer_since"):  # fmt: skip
            assert getattr(found, name) == getattr(expected, name), (state.account_id, name)
    for key, day, status, mrr in DAYS:
        past = standing(key, day)
        assert (past.status, past.mrr_minor) == (status, mrr), (key, day)
    assert history.weekly_users("A1", LAST) == slow_weeks()


def slow_weeks() -> list[tuple[date, int | None]]:
    """Each user counted once in each week, by looking at every week for every user."""
    seen = {("u1", date(2026, 5, 20)), ("u3", date(2026, 5, 20)), ("u1", date(2026, 8, 1)), ("u1", date(2026, 9, 20)),
            ("u2", date(2026, 9, 20)), ("u1", date(2026, 9, 30))}  # fmt: skip
    ends = [LAST - timedelta(days=7 * back) for back in range(19, -1, -1)]
    return [(end, len({user for user, day in seen if end - timedelta(days=7) < day <= end})) for end in ends]


def test_panels_and_charts_tell_it(published: None, as_alice: Client) -> None:
    panels_tell_it(as_alice)
    charts_tell_it(as_alice)
    they_cost_so_many_queries(as_alice)


def test_a_measure_declared_otherwise_is_said_and_marked(published: None, as_alice: Client) -> None:
    first = as_alice.get(url("health") + "?since=7").content.decode()
    assert "declared otherwise" not in first
    assert f'href="{reverse("measures:measure", args=["licence_utilisation"])}?account=A1"' in first
    held = Document.objects.get(kind=Kind.MEASURE, key="licence_utilisation")
    held.body["formula"]["over"]["days"] = 7
    made = verbs.publish(verbs.draft(Kind.MEASURE, held.body, None), None, "A week.")
    Document.objects.filter(pk=made.pk).update(published_at=datetime(2026, 9, 29, 12, tzinfo=UTC))
    assert "“Licence utilisation” is declared otherwise since 29 Sep 2026" in (
        as_alice.get(url("health") + "?since=7").content.decode()
    )
    assert "declared otherwise" not in as_alice.get(url("health") + "?since=1").content.decode()
    markers = as_alice.get(url("health-chart")).json()["datasets"]["markers"]
    assert ("2026-09-29T00:00:00", "Licence utilisation redefined") in {(m["day"], m["label"]) for m in markers}


def test_playbooks_that_began_are_marked_and_those_held_out_are_not(published: None, as_alice: Client) -> None:
    for arm, day in (("playbook", 28), ("holdout", 29)):
        PlaybookRun.objects.create(
            id=arm, playbook_id="Quiet account", account_id="A1", arm=arm, opened_on=date(2026, 9, day)
        )
    markers = as_alice.get(url("health-chart")).json()["datasets"]["markers"]
    told = [(m["day"], m["label"]) for m in markers if m["kind"] == "playbook"]
    assert told == [("2026-09-28T00:00:00", "playbook Quiet account began")]


def they_cost_so_many_queries(client: Client) -> None:
    """Of the operational database; two of each are session and person."""
    for name, expected in QUERIES.items():
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name))
        assert len(queries) == expected, name


def panels_tell_it(client: Client) -> None:
    def html(name: str, account: str = "A1", query: str = "") -> str:
        return client.get(url(name, account) + query).content.decode()

    health = html("health")
    for words in ("scorecard “Standard” version 1", "coverage", "What makes up", "starts at 70", "Licence utilisation"):
        assert words in health, words
    assert "It was not judged then" in html("health", query="?since=90")
    assert "Not judged" in html("health", "GONE")
    revenue = html("revenue")
    for words in ("in USD, each day at its rate", "$191.66", "New", "Expansion", "Paused", "Resumed", "+$41.66"):
        assert words in revenue, words
    assert "Churn" in html("revenue", "GONE")
    assert "€77.77" in html("revenue", "EU")  # one currency: in the money of the contract
    assert "in EUR, as it is billed" in html("revenue", "EU")
    assert "Has never paid" in html("revenue", "NEW")
    assert "2 of 15 seats active in 30 days" in html("usage-panel")
    assert "1 of 2 entitled are in use" in html("features")
    wide = html("features", query="?wide")
    assert "used, not entitled" in wide  # docs
    assert "entitled, not used in 90 days" in wide  # reports
    assert "No features known" in html("features", "GONE")
    users = html("users")
    assert "As of 01 Oct 2026" in users  # today so far, as the facts above it
    assert "2 of 4 known users were active in 30 days; 15 seats are paid for" in users
    assert users.index("U1") < users.index("U2") < users.index("U3")
    assert "Ours" in users
    assert "No users known" in html("users", "NEW")
    facts = html("facts", query="?as_of=2026-05-10")
    assert "Paused" not in facts
    assert "$0" in facts
    assert "Gold" in html("attributes", query="?as_of=2026-05-10")


def charts_tell_it(client: Client) -> None:
    def data(name: str, query: str = "") -> Any:
        response = client.get(url(name) + query)
        assert response["Content-Type"] == "application/json"
        return response.json()["datasets"]

    assert [change["movement"] for change in data("mrr-chart")["changes"]] == [
        "New", "Expansion", "Paused", "Resumed", "Expansion",
    ]  # fmt: skip
    assert [change["movement"] for change in data("mrr-chart", "?as_of=2026-01-31")["changes"]] == ["New", "Expansion"]
    levels = data("health-chart")["levels"]
    assert (len(levels), 0 <= levels[-1]["score"] <= 100) == (8, True)
    weeks = data("usage-chart")["weeks"]
    assert len(weeks) == 20
    assert [week["value"] for week in weeks[-2:]] == [2, 1]
    assert data("features-chart")["weeks"][-1]["value"] == 1 + 1  # boards and docs
