"""The churn risk on an account's page: made up of points that add up, moved for reasons, and never just missing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.company.models import User
from tenure.customers.models import Account
from tenure.engine.churn import daily, reading
from tenure.engine.churn.tests.conftest import NOON, TODAY, Ticket, book
from tenure.engine.churn.training import train
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.web import churn
from tenure.web.account.tests.conftest import url

__all__ = ["book"]
Book = Callable[..., Any]
ENDANGERED = "a139"


@pytest.fixture
def learned(book: Book, alice: User, client: Client) -> Client:
    book()
    client.force_login(alice)
    Account.objects.create(id="NEW", name="Never paid")
    refresh()
    train()
    judge()
    return client


def html(client: Client, account: str = ENDANGERED, query: str = "") -> str:
    answer = client.get(url("churn", account) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def number(shown: str) -> float:
    return float(shown.replace("−", "-").replace("+", "").replace(",", ""))


def test_it_is_said_beside_the_rate_of_the_book_and_adds_up_as_shown(learned: Client) -> None:
    shown = html(learned, query="?all=1")
    told = reading.told(ENDANGERED, [TODAY])[TODAY]
    assert f"{churn.chance(told.risk)} within 90 days" in shown
    assert "times the book’s rate" in shown
    assert "open tickets 1 (× " in shown
    start = number(re.findall(r"starts at ([^,]+),", shown)[0])
    points = [number(cell) for cell in re.findall(r'<td class="tn-num p2[^"]*">([^<]+)</td>', shown)]
    assert start + sum(points) == pytest.approx(told.log_odds / 100, abs=1e-6)
    assert churn.points(told.log_odds) in shown


def test_what_moved_has_reasons_and_of_a_past_day_the_past_is_told(learned: Client) -> None:
    assert "Open tickets" in html(learned).partition("What moved since")[2]
    assert "Nothing moved: it was" in html(learned, "a138", "?since=1")
    then = (TODAY - timedelta(days=30)).isoformat()
    past = html(learned, query=f"?as_of={then}")
    assert "as of 08 Feb 2026" in past
    assert "open tickets 1" not in past
    between = html(learned, query=f"?as_of={(TODAY - timedelta(days=33)).isoformat()}")
    assert "as of 03 Feb 2026" in between  # the last day of which something was said
    assert "Nothing was said then" in html(learned, query="?as_of=2024-03-01")


def test_who_does_not_pay_has_none_and_it_says_why(learned: Client) -> None:
    assert "it held no paid subscription" in html(learned, "a000")
    assert "it held no paid subscription" in html(learned, "NEW")


def test_not_enough_to_learn_from_is_said_with_why(book: Book, alice: User, client: Client) -> None:
    book(3)
    client.force_login(alice)
    assert "Nothing is learned yet" in html(client)
    train()
    judge()
    shown = html(client)
    assert "Not enough to learn from" in shown
    assert "Too few to tell: it happened to 2 accounts" in shown


def test_the_chart_has_the_days_told_and_questions_are_few(learned: Client) -> None:
    data = learned.get(url("churn-chart", ENDANGERED)).json()["datasets"]["points"]
    assert data[-1]["value"] == pytest.approx(reading.told(ENDANGERED, [TODAY])[TODAY].risk)
    for name, most in (("churn", 9), ("churn-chart", 5)):
        with CaptureQueriesContext(connection) as queries:
            learned.get(url(name, ENDANGERED))
        assert len(queries) == most, name


def test_an_account_of_which_too_little_is_known_is_told_nothing(learned: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(daily, "LEAST_KNOWN", 1.1)
    Ticket.objects.create(id="new", account_id="a138", opened_at=NOON)
    refresh()
    judge()
    assert "fewer than a quarter of its inputs were known" in html(learned)


@pytest.mark.parametrize(
    ("risk", "chance", "said"),
    [(0.12, "12%", "about 3 times the book’s rate (4.0%)"), (0.0002, "<0.1%", "0.5% of the book’s rate (4.0%)"),
     (0.041, "4.1%", "about the book’s rate (4.0%)"), (0.06, "6.0%", "about 1.5 times the book’s rate (4.0%)"),
     (0.999, ">99%", "about 25 times the book’s rate (4.0%)")],
)  # fmt: skip
def test_chances_in_words(risk: float, chance: str, said: str) -> None:
    assert (churn.chance(risk), churn.beside(risk, 0.04).said) == (chance, said)
