"""The account's panel tells the way it went, why, what it waits for and what was planned."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.customers.models import Account
from tenure.web.account.journey import Visit, strip
from tenure.web.account.tests.conftest import url
from tenure.web.journeys.tests.conftest import BODY, as_lea, book
from tenure.work.models import Touchpoint

__all__ = ["as_lea", "book"]


def html(client: Client, account: str, **asked: Any) -> str:
    answer = client.get(url("journey", account), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_way_with_its_reasons(book: None, as_lea: Client) -> None:
    page = html(as_lea, "a")
    assert page.index(">Busy ") < page.index("Calm</td>") < page.index("Onboarding</td>")
    assert 'ac-why">Open tickets at least 1</td>' in page
    assert 'ac-why">Completed</td>' in page
    assert "for 18 days, since 20 Feb 2026" in page
    assert page.count("<rect") == 3


def test_what_it_misses_and_how_long_it_stalls(book: None, as_lea: Client) -> None:
    page = html(as_lea, "c")
    assert "39 more than the 20 expected" in page  # calm since 10 January, as of 10 March
    assert "open tickets 0" in page


def test_planned_touchpoints_are_done_when_they_happened(book: None, as_lea: Client) -> None:
    assert "Not seen" in html(as_lea, "b")
    Touchpoint.objects.create(id="tp", account_id="b", kind="meeting", occurred_at="2026-01-20T09:00:00Z")
    assert "Done" in html(as_lea, "b")
    assert "Not seen" in html(as_lea, "b", as_of="2026-01-19")


def test_as_of_a_past_day(book: None, as_lea: Client) -> None:
    page = html(as_lea, "a", as_of="2026-02-10")
    assert "Busy" not in page
    assert "for 9 days" in page


def test_who_is_on_no_journey(book: None, as_lea: Client) -> None:
    assert "On no journey" in html(as_lea, "d")
    assert "On no journey" not in html(as_lea, "d", as_of="2026-02-10")
    Account.objects.create(id="new", name="New")
    assert "On no journey" in html(as_lea, "new")


def test_it_costs_so_many_queries(book: None, as_lea: Client) -> None:
    html(as_lea, "b")
    with CaptureQueriesContext(connection) as asked:
        html(as_lea, "b")
    assert len(asked) == 7 <= 15, "\n".join(query["sql"] for query in asked)


@pytest.mark.parametrize("days", [[0], [1, 700], [5] * 40])
def test_the_strip_is_as_wide_as_it_is(days: list[int]) -> None:
    from tenure.metrics.journeys import Stage

    stage = Stage.model_validate(BODY["stages"][0])
    drawn = strip([Visit(stage, n, None, None, length, "") for n, length in enumerate(days)])
    widths = [float(part.split('"')[0]) for part in drawn.split('width="')[1:]]
    assert sum(widths) == pytest.approx(1000 - 3 * len(days), abs=len(days))
    assert min(widths) >= 1
