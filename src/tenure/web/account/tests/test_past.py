"""The page as of a past day: what has a date is as it was, and days are those of the reporting time zone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tenure.company.models import User, settings_row
from tenure.customers import bulk
from tenure.customers.models import Account, AccountParent, AccountTag, Subscription
from tenure.customers.verbs import edit_account
from tenure.engine.account import mrr_of
from tenure.engine.refresh import refresh
from tenure.web.account.tests.conftest import url
from tenure.work.models import Ticket, Touchpoint

pytestmark = pytest.mark.django_db
THEN, NOW = "?as_of=2026-10-10", datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(home: object) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def html(client: Client, name: str = "page", query: str = THEN) -> str:
    response = client.get(url(name) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_name_header_and_tags_are_those_of_the_day(account: Account, alice: User, as_alice: Client) -> None:
    this = Account.objects.filter(pk="A1")
    AccountTag.objects.create(account=account, tag="since ever")
    for day, name, region in ((5, "First", "APAC"), (15, "Second", "LATAM"), (25, "Third", "Nordics")):
        with time_machine.travel(datetime(2026, 10, day, 12, tzinfo=UTC), tick=False):
            edit_account(alice, "A1", {"name": name, "region": region})
            bulk.add_tag(alice, this, f"from {day}")
    with time_machine.travel(datetime(2026, 10, 28, 12, tzinfo=UTC), tick=False):
        bulk.remove_tag(alice, this, "from 5")
    past, present = html(as_alice), html(as_alice, query="")
    assert [word in past for word in ("First", "APAC", "since ever", "from 5", "from 15", "Third")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
    assert [word in present for word in ("Third", "Nordics", "since ever", "from 25", "from 5<")] == [
        True, True, True, True, False,
    ]  # fmt: skip
    assert "from 5" in html(as_alice, "tags")
    assert "Ostrelle Shipping" in html(as_alice, query="?as_of=2026-10-01")


def test_tickets_are_open_until_the_day_they_were_solved(account: Account, as_alice: Client) -> None:
    opened = datetime(2026, 10, 1, 9, tzinfo=UTC)
    Ticket.objects.create(id="later", account=account, subject="Solved later", opened_at=opened, status="solved",
                          solved_at=opened + timedelta(days=20))  # fmt: skip
    Ticket.objects.create(id="before", account=account, subject="Solved before", opened_at=opened, status="closed",
                          solved_at=opened + timedelta(days=2))  # fmt: skip
    past = html(as_alice)
    assert "Solved later" in past
    assert "Solved before" not in past
    stream = html(as_alice, "stream")
    assert "Open then." in stream
    assert "Now" not in stream


def test_the_group_pays_what_it_paid_then(account: Account, as_alice: Client) -> None:
    child = Account.objects.create(id="child", name="Ostrelle Ports")
    AccountParent.objects.create(id="link", account=child, parent_account=account)
    for number, (key, start, mrr) in enumerate(
        [("A1", "2026-01-01", 100_00), ("child", "2026-02-01", 50_00), ("child", "2026-11-01", 25_00)]
    ):
        Subscription.objects.create(id=str(number), subscription_id=str(number), account_id=key, price_minor=mrr,
                                    mrr_minor=mrr, currency="USD", start_date=date.fromisoformat(start))  # fmt: skip
    assert "2 accounts</span>" in html(as_alice)  # nothing is computed yet
    refresh()
    assert "2 accounts, $1.8k ARR" in html(as_alice)
    assert "2 accounts, $2.1k ARR" in html(as_alice, query="")
    assert mrr_of(["A1", "child", "nobody"], date(2026, 1, 15), "USD") == {"A1": 100_00, "child": 0, "nobody": 0}


def test_instants_have_the_day_of_the_reporting_time_zone(account: Account, as_alice: Client) -> None:
    company = settings_row()
    company.time_zone = "America/New_York"
    company.save()
    Account.objects.update(loaded_at=datetime(2026, 11, 2, 3, tzinfo=UTC))
    page = html(as_alice, query="")
    assert "01 Nov 2026" in page
    assert "02 Nov 2026" not in page
    assert timezone.get_current_timezone_name() == "UTC"  # nothing is left behind for the next request


def test_a_touchpoint_names_who_held_it(account: Account, alice: User, as_alice: Client) -> None:
    for key, email in (("a", "Alice@Example.com"), ("s", "someone@elsewhere.example")):
        Touchpoint.objects.create(id=key, account=account, kind="call", occurred_at=NOW, csm_id=email)
    stream = html(as_alice, "stream", "")
    assert "Alice</span>" in stream
    assert "Alice@Example.com" not in stream
    assert "someone@elsewhere.example" in stream
