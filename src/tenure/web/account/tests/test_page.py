"""The page and its tabs: who may see them, what stands on them, what they cost."""

from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from tenure.company.models import User
from tenure.customers.models import Account, AccountState, Subscription
from tenure.web.account.contracts import mrr_explained
from tenure.web.account.progress import reached
from tenure.web.account.tests.conftest import GETS, PANELS, url

pytestmark = pytest.mark.django_db

# Queries with some of everything; a change is looked at, not waved through. Two of each are session and person.
QUERIES = {"page": 13, "timeline": 13, "usage": 5, "people": 7, "contracts": 11, "stream": 13}


@pytest.fixture(autouse=True)
def nothing_published(home: object) -> None:
    """A data folder of its own, where nothing was computed."""


def text(client: Client, name: str, account: str = "A1", query: str = "") -> str:
    response = client.get(url(name, account) + query)
    assert response.status_code == 200
    return response.content.decode()


class TestLadder:
    @pytest.mark.parametrize("name", GETS)
    @pytest.mark.parametrize("who", ["alice", "bob", "vera", "lea"])
    def test_the_team_reads_every_account(
        self, full: Account, client: Client, name: str, who: str, request: pytest.FixtureRequest
    ) -> None:
        client.force_login(request.getfixturevalue(who))
        assert text(client, name)

    @pytest.mark.parametrize("name", [*GETS, *PANELS])
    def test_a_customer_finds_nothing(self, account: Account, client: Client, dana: User, name: str) -> None:
        client.force_login(dana)
        assert client.get(url(name)).status_code == 404

    @pytest.mark.parametrize("name", [*GETS, *PANELS])
    def test_a_stranger_is_asked_to_sign_in(self, account: Account, client: Client, name: str) -> None:
        assert client.get(url(name)).status_code == 302

    @pytest.mark.parametrize("name", [*GETS, *PANELS])
    def test_it_refuses_to_be_posted_to(self, account: Account, as_alice: Client, name: str) -> None:
        assert as_alice.post(url(name)).status_code == 405

    @pytest.mark.parametrize("name", [*GETS, *PANELS])
    def test_what_is_not_there_is_not_found(self, as_alice: Client, name: str) -> None:
        assert as_alice.get(url(name, "nobody")).status_code == 404


@pytest.mark.parametrize("name", GETS)
def test_it_costs_so_many_queries(full: Account, as_alice: Client, name: str) -> None:
    text(as_alice, name)
    with CaptureQueriesContext(connection) as queries:
        text(as_alice, name)
    assert len(queries) == QUERIES[name] <= 15, "\n".join(query["sql"] for query in queries)


@pytest.mark.parametrize("odd", ["a/b", "..", ".", "é %", "~2F", "?as_of=x", "#", "a b+c", "..%2f..", '"><b>', "\\x"])
def test_any_id_has_an_address(as_alice: Client, odd: str) -> None:
    Account.objects.create(id=odd, name="Odd")
    address = url("page", odd)
    assert resolve(unquote(address)).kwargs == {"account_id": odd}
    assert "Odd" in text(as_alice, "page", odd)
    assert f'href="{url("timeline", odd)}"' in text(as_alice, "page", odd)


@pytest.mark.parametrize("name", GETS)
def test_an_account_of_which_nothing_is_known_has_a_page(as_alice: Client, account: Account, name: str) -> None:
    assert "Nothing is computed for this account yet" in text(as_alice, name) or name == "stream"


@pytest.mark.parametrize("name", GETS)
def test_no_markup_of_a_name_survives(as_alice: Client, full: Account, name: str) -> None:
    attack = "<script>alert(1)</script>"
    Account.objects.filter(pk="A1").update(name=attack, tier=attack, segment=attack)
    full.contacts.update(name=attack, title=attack)
    full.tags.update(tag=attack)
    full.tickets.update(subject=attack)
    assert "<script>alert" not in text(as_alice, name)


class TestOverview:
    def test_facts_say_what_moved_as_of_when_and_from_where(self, full: Account, as_alice: Client) -> None:
        html = text(as_alice, "page")
        for expected in ("$411,996", "+8.4%", "19 Nov 2026", "31", "−13", "140", "22% of seats in use", "28 Feb 2027",
                         "01 Feb 2023", "Enterprise · EMEA"):  # fmt: skip
            assert expected in html, expected

    def test_the_cards_show_what_is_there(self, full: Account, as_alice: Client) -> None:
        html = text(as_alice, "page")
        for expected in ("Team", "€900", "140 seats", "Jens Aalto", "No executive sponsor", "since 02 Nov 2026",
                         "Export drops shifts", "escalated", "Ostrelle Ports", "2 accounts",
                         "reference"):  # fmt: skip
            assert expected in html, expected
        panel = as_alice.get(reverse("plans:of-account", args=["A1"])).content.decode()
        assert "Overtime below 4%" in panel
        assert "6 of 4" in panel

    def test_a_viewer_is_offered_no_change(self, full: Account, client: Client, vera: User) -> None:
        client.force_login(vera)
        html = text(client, "page") + text(client, "stream")
        assert "data-key-note" not in html
        assert "/edit/" not in html
        assert "Add a tag" not in html

    def test_panels_that_need_the_engine_come_afterwards(self, full: Account, as_alice: Client) -> None:
        html = text(as_alice, "page")
        for name in ("revenue", "usage-panel", "features", "stream"):
            assert f'hx-get="{url(name)}"' in html


class TestAsOf:
    def test_facts_and_details_of_a_past_day_are_computed(self, full: Account, as_alice: Client) -> None:
        html = text(as_alice, "page", query="?as_of=2026-03-31")
        assert f'hx-get="{url("facts")}?as_of=2026-03-31"' in html
        assert f'hx-get="{url("attributes")}?as_of=2026-03-31"' in html
        assert "$411,996" not in html
        assert "31 Mar 2026" in html

    def test_in_the_past_nobody_writes(self, full: Account, as_alice: Client) -> None:
        assert "data-key-note" not in text(as_alice, "timeline", query="?as_of=2026-03-31")
        assert "/edit/" not in text(as_alice, "page", query="?as_of=2026-03-31")

    def test_what_came_later_is_not_there_yet(self, full: Account, as_alice: Client) -> None:
        assert "Export drops shifts" not in text(as_alice, "page", query="?as_of=2026-10-31")
        contracts = text(as_alice, "contracts", query="?as_of=2026-10-31")
        assert "1 interval in all" in contracts
        assert "More ports" not in contracts

    @pytest.mark.parametrize("asked", ["31.03.2026", "0001-01-01", "2026-02-30", "x" * 500, "<b>"])
    def test_a_bad_day_is_said_and_today_is_shown(self, full: Account, as_alice: Client, asked: str) -> None:
        html = text(as_alice, "page", query=f"?as_of={asked}")
        assert "You see the account as it is now" in html
        assert "$411,996" in html
        assert "<b>“" not in html

    def test_the_day_offered_is_the_newest_that_is_computed(self, full: Account, as_alice: Client) -> None:
        assert 'name="as_of" value="2026-11-19"' in text(as_alice, "page")
        assert 'name="as_of" value="2026-03-31"' in text(as_alice, "page", query="?as_of=2026-03-31")

    def test_a_day_to_come_is_today(self, full: Account, as_alice: Client) -> None:
        assert "$411,996" in text(as_alice, "page", query="?as_of=2999-01-01")


class TestContracts:
    def test_every_interval_says_how_its_price_became_mrr(self, full: Account, as_alice: Client) -> None:
        html = text(as_alice, "contracts")
        assert html.count("€12,000 a year − 10% discount ÷ 12 = €900 MRR") == 2
        assert "1 in force" in html

    @pytest.mark.parametrize(
        ("fields", "explained"),
        [
            ({}, "$90 a month = $90 MRR"),
            ({"interval_count": 3}, "$90 every 3 months ÷ 3 = $90 MRR"),
            ({"billing_interval": "week"}, "$90 a week × 52 ÷ 12 = $90 MRR"),
            ({"billing_interval": "day"}, "$90 a day × 365 ÷ 12 = $90 MRR"),
            ({"discount_minor": 500}, "$90 a month − $5 discount = $90 MRR"),
            ({"discount_percent": 12.5}, "$90 a month − 12.5% discount = $90 MRR"),
            ({"billing_interval": "one_off"}, "Not recurring: counts as no MRR"),
            ({"status": "paused"}, "$90 a month = $90 MRR, not counted while paused"),
        ],
    )
    def test_the_way_from_price_to_mrr(self, fields: dict[str, Any], explained: str) -> None:
        row = Subscription(price_minor=90_00, mrr_minor=90_00, currency="USD", start_date=date(2026, 1, 1), **fields)
        assert mrr_explained(row) == explained


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "share"),
    [
        (0, 10, 5, 0.5),
        (8, 4, 6, 0.5),
        (8, 4, 3, 1.0),
        (0, 10, -5, 0.0),
        (5, 5, 5, 1.0),
        (5, 5, 4, 0.0),
        (0, None, 5, None),
    ],
)
def test_goals_may_rise_or_fall(baseline: Any, target: Any, actual: Any, share: float | None) -> None:
    assert reached(baseline, target, actual) == share


def test_an_account_in_a_circle_of_parents_has_a_page(full: Account, as_alice: Client) -> None:
    full.parents.create(id="back", account=full, parent_account_id="A1/child")
    assert "Ostrelle Ports" in text(as_alice, "page")


def test_a_group_whose_total_is_not_known_has_none(full: Account, as_alice: Client) -> None:
    AccountState.objects.filter(account="A1/child").update(arr_minor=None)
    assert "2 accounts</span>" in text(as_alice, "page")
