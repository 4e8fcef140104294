"""The page of check-ins on a past day: the list comes after it, and says so when it is not known."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.planning.checkins import past

pytestmark = pytest.mark.django_db
HTMX: Any = {"HTTP_HX_REQUEST": "true"}


def shown(client: Client, query: str, **more: Any) -> str:
    answer = client.get(reverse("plans:past") + query, **more)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def as_alice(client: Client, alice: User, home: Any) -> Client:
    client.force_login(alice)
    return client


def test_the_list_comes_after_the_page(as_alice: Client, alice: User, bob: User) -> None:
    for key, owner in (("a/1", alice), ("b2", bob)):
        Account.objects.create(id=key, name=f"Customer {key}", motion="sales_led", owner=owner)
        Subscription.objects.create(id=key, subscription_id=key, account_id=key, price_minor=1, mrr_minor=1,
                                    currency="USD", start_date=date(2025, 1, 1))  # fmt: skip
    refresh()
    past._book.cache_clear()
    page = shown(as_alice, "?as_of=2025-03-01")
    assert 'hx-trigger="load"' in page
    assert "Customer a/1" not in page
    part = shown(as_alice, "?as_of=2025-03-01", **HTMX)
    assert "Customer a/1" in part
    assert "29 days late" in part
    assert "Customer b2" not in part  # not of her book
    assert "Customer b2" in shown(as_alice, "?as_of=2025-03-01&whose=all", **HTMX)
    assert "Customer a/1" in shown(as_alice, "?as_of=2025-03-01&whole=1")
    assert "Nobody" in shown(as_alice, "?as_of=2024-03-01", **HTMX)
    assert "Nobody" in shown(as_alice, "?as_of=2025-03-01&motion=hybrid", **HTMX)
    assert 'name="motion" value="hybrid"' in shown(as_alice, "?as_of=2025-03-01&motion=hybrid"), "another day keeps it"


@pytest.mark.parametrize("query", ["?as_of=soon", "?as_of=2999-01-01", "?page=x&view=y&whose=z", ""])
def test_nothing_published_or_nonsense_is_said(as_alice: Client, query: str) -> None:
    assert "Not known yet" in shown(as_alice, query, **HTMX)
