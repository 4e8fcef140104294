"""Looking at measures: the list, a measure's page, its spread, its history for a segment and an account."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.company.models import User
from tenure.customers.models import Segment
from tenure.library import verbs
from tenure.library.models import Document, Kind
from tenure.work.models import Ticket


def html(client: Client, name: str, key: str = "open_tickets", **asked: str) -> str:
    answer = client.get(reverse(f"measures:{name}", args=[] if name in {"list", "figures"} else [key]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_has_each_measure_in_its_group_with_where_it_is_used(book: Any, as_lea: Client) -> None:
    page = html(as_lea, "list")
    assert page.index("Support") < page.index("Open tickets") < page.index("Relationship")
    assert reverse("lab:card", args=["standard"]) in page
    assert "Nobody uses the product" in page
    told = html(as_lea, "figures")
    assert "As of 10 Mar 2026" in told
    assert "32 accounts that hold a subscription" in told
    row = told[told.index("Open tickets") : told.index("Relationship")]
    assert "100%" in row
    assert "<rect" in row


def test_a_measure_says_what_it_is(book: Any, as_lea: Client) -> None:
    page = html(as_lea, "measure", "escalated_tickets")
    assert "number of tickets in force on the day where escalated = yes" in page
    assert "Ticket escalated" in page
    assert "Comes with Tenure." in page
    assert "kind: level" in page
    assert as_lea.get(reverse("measures:measure", args=["nope"])).status_code == 404


def test_the_spread_counts_who_holds_a_subscription(book: Any, as_lea: Client) -> None:
    page = html(as_lea, "spread")
    assert "known for 32 of 32 accounts" in page
    for value in range(4):
        assert f'<tr><td>{value}</td><td class="tn-num">8</td></tr>' in page


@pytest.mark.parametrize(
    ("asked", "known"),
    [({"where": 'segment = "Enterprise"'}, 16), ({"who": 'where:segment = "SMB" and mrr >= 20'}, 6), ({"who": ""}, 32)],
)
def test_the_spread_of_some_accounts(book: Any, as_lea: Client, asked: dict[str, str], known: int) -> None:
    assert f"known for {known} of {known} accounts" in html(as_lea, "spread", **asked)


def test_a_saved_view_chooses_the_accounts(book: Any, as_lea: Client, lea: User, alice: User) -> None:
    mine = Segment.objects.create(name="Big ones", owner=lea, search="Account 0",
                                  condition={"field": "segment", "op": "is", "value": "SMB"})  # fmt: skip
    hers = Segment.objects.create(name="Hers", owner=alice, condition={})
    assert "known for 8 of 8" in html(as_lea, "spread", view=str(mine.pk))
    page = html(as_lea, "measure", view=str(mine.pk))
    assert f'href="{reverse("accounts:list")}?view={mine.pk}"' in page
    for gone in (str(hers.pk), "999", "x"):
        assert "That saved view is not here any more" in html(as_lea, "measure", view=gone)
    assert "known for 32 of 32" in html(as_lea, "spread", view=str(hers.pk))


def test_what_cannot_be_read_is_said_and_kept(book: Any, as_lea: Client) -> None:
    page = html(as_lea, "measure", where="nonsense = 3")
    assert "&#x27;nonsense&#x27; is not a field" in page
    assert 'value="nonsense = 3"' in page


def test_the_history_is_the_median_of_each_week_and_of_one_account(book: Any, as_lea: Client) -> None:
    page = html(as_lea, "history", account="Account 03")
    weeks = page[page.index("<tbody>") : page.index("</tbody>")].split("<tr>")[1:]
    now, before = weeks[0], weeks[8]
    assert "10 Mar 2026" in now
    assert ">1.5<" in now  # 8 accounts each with 0, 1, 2 and 3
    assert "32 of 32" in now
    assert ">3<" in now  # the account itself
    assert "13 Jan 2026" in before
    assert "0 of 40" in before  # nobody had a ticket yet, so nothing is known; eight had not left
    assert 'href="/account/a03/"' in page


def test_an_account_may_be_asked_by_name_in_part(book: Any, as_lea: Client) -> None:
    assert "Which one?" in html(as_lea, "history", account="Account 0")
    assert "No account has &#x27;zzz&#x27;" in html(as_lea, "history", account="zzz")
    assert "account=a03" in html(as_lea, "history", account="account 0")
    assert "Account 03</a>: 3 now" in html(as_lea, "history", account="a03")


def test_what_is_dated_later_has_no_effect_on_a_week_before(book: Any, as_lea: Client) -> None:
    from tenure.engine.refresh import refresh

    before = html(as_lea, "history")
    Ticket.objects.create(id="later", account_id="a00", opened_at=datetime(2026, 3, 12, tzinfo=UTC))
    refresh()
    assert html(as_lea, "history") == before


def test_before_anything_is_computed_it_says_so(home: Path, as_lea: Client) -> None:
    assert "Open tickets" in html(as_lea, "list")
    for name in ("figures", "spread", "history"):
        assert "Nothing is computed yet" in html(as_lea, name)


def test_a_version_is_downloaded_as_yaml(book: Any, as_lea: Client, lea: User) -> None:
    body = Document.objects.get(kind=Kind.MEASURE, key="open_tickets").body
    verbs.publish(verbs.draft(Kind.MEASURE, {**body, "name": "Tickets"}, lea), lea, "A name.")
    address = reverse("measures:download", args=["open_tickets"])
    assert "name: Tickets" in as_lea.get(address).content.decode()
    old = as_lea.get(address, {"version": "1"})
    assert "name: Open tickets" in old.content.decode()
    assert 'filename="open_tickets-1.yaml"' in old["Content-Disposition"]
    assert as_lea.get(address, {"version": "7"}).status_code == 404
    assert "<code>name</code>: Open tickets → Tickets" in html(as_lea, "measure")


BASELINE = {"list": 5, "figures": 4, "measure": 6, "spread": 3, "history": 3}


@pytest.mark.parametrize(("name", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(book: Any, as_lea: Client, name: str, most: int) -> None:
    html(as_lea, name)
    with CaptureQueriesContext(connection) as asked:
        html(as_lea, name)
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
