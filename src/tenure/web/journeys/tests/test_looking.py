"""What the pages of a journey say is what happened to the small book."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.engine.refresh import refresh
from tenure.library.models import Document, Kind, State
from tenure.work.models import Ticket

PERIOD = {"since": "2026-01-20", "as_of": "2026-03-09"}


def html(client: Client, name: str, journey: str = "mine", **asked: Any) -> str:
    args = [] if name in {"overview", "counts"} else [journey]
    answer = client.get(reverse(f"journeys:{name}", args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_stages_tell_who_is_where_and_who_stalls(book: None, as_lea: Client) -> None:
    page = html(as_lea, "stages", **PERIOD)
    assert 'aria-label="1 accounts in Onboarding"' in page
    assert page.count("1 stalled") == 2  # b in onboarding, c in calm
    assert "$24k" in page  # b's ARR
    assert "Open tickets at least 1" in page
    assert "50.0%" in page  # a went on, d left


def test_a_past_day_knows_nothing_of_later(book: None, as_lea: Client) -> None:
    before = html(as_lea, "stages", since="2026-01-06", as_of="2026-02-10")
    assert 'aria-label="2 accounts in Calm"' in before
    assert 'aria-label="2 accounts in Onboarding"' in before
    Ticket.objects.create(id="later", account_id="c", opened_at="2026-02-11T08:00:00Z")
    refresh()
    assert html(as_lea, "stages", since="2026-01-06", as_of="2026-02-10") == before


def test_the_flow_has_everybody_of_the_first_day(book: None, as_lea: Client) -> None:
    page = html(as_lea, "flow", **PERIOD)
    assert "1 went on, 0 fell back, 2 stayed, 1 left; 0 joined since" in page
    assert "stage=left" in page
    assert "Of 4 accounts 1 went on, 0 fell back and 1 left." in page


def test_where_they_stall_names_the_criterion(book: None, as_lea: Client) -> None:
    page = html(as_lea, "stalls", **PERIOD)
    assert "Open tickets at least 1" in page
    assert "38 d over" in page  # c: calm since 10 January, 20 days expected
    assert "for one criterion only" in page


def test_a_list_opens_every_number(book: None, as_lea: Client) -> None:
    calm = html(as_lea, "rows", **PERIOD, stage=1, stalled=1)
    assert "Account c" in calm
    assert "open tickets 0" in calm
    assert "Account a" not in calm
    gone = html(as_lea, "rows", **PERIOD, was=0, stage="left")
    assert "Account d" in gone
    assert "$48k" in gone
    moved = html(as_lea, "rows", **PERIOD, was=0, stage=2)
    assert "Account a" in moved
    assert "1 account<" in moved
    missing = html(as_lea, "rows", **PERIOD, stage=0, stalled=1, misses=0)
    assert "Account b" in missing
    everybody = html(as_lea, "rows", **PERIOD)
    assert everybody.index("Account c") < everybody.index("Account b") < everybody.index("Account a")
    assert "Moved from Onboarding to Busy" in html(as_lea, "accounts", **PERIOD, was=0, stage=2)


def test_a_list_has_pages(book: None, as_lea: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from tenure.web.journeys import listing

    monkeypatch.setattr(listing, "PER_PAGE", 2)
    assert "Page 1 of 2" in html(as_lea, "rows", **PERIOD)
    second = html(as_lea, "rows", **PERIOD, page=2)
    assert "Account a" in second
    assert "Account c" not in second
    assert "Page 2 of 2" in html(as_lea, "rows", **PERIOD, page=99)


def test_cohorts(book: None, as_lea: Client) -> None:
    page = html(as_lea, "cohorts", **PERIOD, stage=0)
    assert "Jan 2026" in page
    assert "50% <span" in page  # of four, two completed within 30 days


def test_wrong_days_are_said_and_the_usual_period_shown(book: None, as_lea: Client) -> None:
    page = html(as_lea, "page", since="yesterday", as_of="2026-03-09")
    assert "“yesterday” is not a date" in page
    assert "is not before" in html(as_lea, "page", since="2026-03-09", as_of="2026-03-01")
    assert "is not among the days" in html(as_lea, "page", as_of="2031-01-01")


def test_the_pages_have_names_and_versions(book: None, as_lea: Client) -> None:
    assert "Enterprise, sales-led" in html(as_lea, "overview")
    counted = html(as_lea, "counts")
    assert "Onboarding <b>1</b>" in counted
    page = html(as_lea, "page")
    assert "day 7: Kick-off" in page
    assert "Begun." in page
    assert as_lea.get(reverse("journeys:page", args=["nope"])).status_code == 404
    assert "name: Mine" in as_lea.get(reverse("journeys:download", args=["mine"])).content.decode()
    assert as_lea.get(reverse("journeys:download", args=["mine"]), {"version": "9"}).status_code == 404


def test_before_anything_is_computed_it_says_so(home: Path, as_lea: Client) -> None:
    assert "Nothing is computed yet" in html(as_lea, "page", "self_serve")
    assert "Nothing is computed yet" in html(as_lea, "stages", "self_serve")
    assert "Nothing is computed yet" in html(as_lea, "edit", "self_serve")
    assert "Product-led" in html(as_lea, "overview")


def test_a_journey_whose_measure_is_gone_says_so(book: None, as_lea: Client) -> None:
    Document.objects.filter(kind=Kind.MEASURE, key="open_tickets").update(state=State.RETIRED)
    assert "&#x27;open_tickets&#x27; is not a field" in html(as_lea, "page")
    assert "is not a field" in html(as_lea, "stages")


BASELINE = {"overview": 3, "counts": 5, "page": 4, "stages": 5, "flow": 5, "stalls": 5, "cohorts": 4, "accounts": 4,
            "rows": 6}  # fmt: skip


@pytest.mark.parametrize(("name", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(book: None, as_lea: Client, name: str, most: int) -> None:
    html(as_lea, name)
    with CaptureQueriesContext(connection) as asked:
        html(as_lea, name)
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
