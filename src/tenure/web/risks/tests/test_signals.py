"""Signals on their pages: rules, alarm quality, a draft tried over the past, published, refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.company.models import User
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.health import verbs as health
from tenure.health import watching
from tenure.health.models import Risk
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.work.models import Ticket

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def book(home: Path, alice: User) -> Iterator[None]:
    """a had an escalated ticket on 5 March, b has two open ones since February."""
    for key in ("a", "b"):
        Account.objects.create(id=key, name=f"Account {key}", owner=alice)
        Subscription.objects.create(
            id=key, subscription_id=key, account_id=key, price_minor=100, mrr_minor=100, currency="USD",
            start_date=date(2025, 6, 1),
        )  # fmt: skip
    Ticket.objects.create(id="t1", account_id="a", opened_at=datetime(2026, 3, 5, 9, tzinfo=UTC), escalated=True)
    for n in (1, 2):
        Ticket.objects.create(id=f"u{n}", account_id="b", opened_at=datetime(2026, 2, n, 9, tzinfo=UTC))
    with time_machine.travel(NOON, tick=False):
        refresh()
        judge()
        yield


@pytest.fixture
def as_lea(client: Client, lea: User) -> Client:
    client.force_login(lea)
    return client


def held(key: str = "escalation") -> Document:
    return Document.objects.get(kind=Kind.SIGNAL, key=key, state=State.PUBLISHED)


def form(key: str = "escalation", **changes: Any) -> dict[str, Any]:
    shown = Document.objects.filter(kind=Kind.SIGNAL, key=key).exclude(state=State.RETIRED).latest("version")
    given = {"seen": shown.edited_at.isoformat(), "name": "Tickets", "sentence": "", "due_days": "2",
             "measure": ["open_tickets", ""], "op": ["at_least", "at_least"], "value": ["2", ""]}  # fmt: skip
    return given | changes


def post(client: Client, verb: str, key: str = "escalation", /, **given: Any) -> Any:
    return client.post(reverse(f"risks:signal-{verb}", args=[key]), given)


def page(client: Client, key: str = "escalation") -> str:
    answer = client.get(reverse("risks:signal", args=[key]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_page_tells_the_rule_and_how_good_its_alarms_were(book: None, as_lea: Client, lea: User) -> None:
    assert "It has not opened a risk yet." in page(as_lea)
    watching.watch()
    assert "1 risk opened, none closed yet" in page(as_lea)
    health.close(lea, Risk.objects.get(kind="escalation").pk, "false_alarm", "season")
    html = page(as_lea)
    assert "0% <small>of its closed alarms were true" in html
    assert "Season or holidays" in html
    listed = as_lea.get(reverse("risks:signals")).content.decode()
    assert "Escalated tickets at least 1" in listed
    assert "Days to renewal at most 90 and Health below 60" in listed


def test_a_draft_is_tried_over_the_past_before_it_is_published(book: None, as_lea: Client) -> None:
    saved = as_lea.get(reverse("risks:signal-dry-run", args=["escalation"])).content.decode()
    assert "It would have fired 1 time in 90 days, on 1 account." in saved
    assert "Account a" in saved
    assert "Escalated tickets 1" in saved
    html = post(as_lea, "dry-run", **form()).content.decode()
    assert "It would have fired 1 time in 90 days, on 1 account; the version in force 1 time." in html
    assert "Account b" in html
    assert "02 Feb 2026" in html
    assert not Risk.objects.exists()
    wrong = post(as_lea, "dry-run", **form(value=["many", ""])).content.decode()
    assert "Test 1, Open tickets: &#x27;many&#x27; cannot be read as a number." in wrong


def test_it_is_saved_published_with_a_note_and_opens_risks(book: None, as_lea: Client) -> None:
    assert post(as_lea, "save", **form()).status_code == 302
    assert "Draft 2" in page(as_lea)
    assert "Draft 2" in as_lea.get(reverse("risks:signals")).content.decode()
    assert "say what changed and why" in post(as_lea, "publish", **form(note=" ")).content.decode()
    assert post(as_lea, "publish", **form(note="Two count.", value=["1", ""])).status_code == 302
    now = held()
    assert (now.version, now.note, now.body["tests"][0]["value"]) == (2, "Two count.", 1)
    html = page(as_lea)
    assert "Open tickets at least 1" in html
    assert "Escalated tickets at least 1" in html  # the version before
    watching.watch()
    assert Risk.objects.filter(kind="escalation", title="Tickets").exists()


def test_without_a_difference_there_is_nothing_to_publish(book: None, as_lea: Client) -> None:
    given = form(name="Ticket escalated", sentence="An open ticket was escalated.", measure=["escalated_tickets"],
                 op=["at_least"], value=["1"], note="Again.")  # fmt: skip
    assert "Nothing is different" in post(as_lea, "publish", **given).content.decode()


def test_what_was_typed_is_kept_and_every_wrong_field_is_named(book: None, as_lea: Client) -> None:
    answer = post(as_lea, "save", **form(name="", due_days="soon", value=["a lot", ""]))
    html = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Name: give the signal a name", "Due: &#x27;soon&#x27;", "Test 1, Open tickets", 'value="a lot"'):
        assert said in html
    assert "needs at least one" in post(as_lea, "save", **form(measure=["", ""])).content.decode()
    assert "is no measure" in post(as_lea, "save", **form(measure=["nope", ""])).content.decode()
    assert "tests" in post(as_lea, "save", **form(op=["like", "above"])).content.decode()
    assert not Document.objects.filter(state=State.DRAFT).exists()


def test_who_saved_meanwhile_is_not_overwritten(book: None, as_lea: Client, alice: User) -> None:
    before = form()
    verbs.draft(Kind.SIGNAL, held().body | {"name": "Hers"}, alice)
    answer = post(as_lea, "save", **before)
    assert (answer.status_code, "Alice saved this draft in the meantime" in answer.content.decode()) == (422, True)
    assert post(as_lea, "discard").status_code == 302
    assert not Document.objects.filter(state=State.DRAFT).exists()


def test_a_new_one_begins_as_a_draft(book: None, as_lea: Client) -> None:
    made = as_lea.post(reverse("risks:signal-new"), {"name": "Usage halved"})
    assert made["Location"] == reverse("risks:signal", args=["usage_halved"])
    assert "never in force yet" in page(as_lea, "usage_halved")
    assert as_lea.get(reverse("risks:signal-dry-run", args=["usage_halved"])).status_code == 200
    assert "never in force" not in as_lea.get(reverse("risks:signals")).content.decode()
    for name in ("Usage halved", "raised", "1", ""):
        again = as_lea.post(reverse("risks:signal-new"), {"name": name})
        assert (again.status_code, "Name:" in again.content.decode()) == (422, True)
    assert post(as_lea, "discard", "usage_halved")["Location"] == reverse("risks:signals")
    assert as_lea.get(reverse("risks:signal", args=["usage_halved"])).status_code == 404


def test_it_is_switched_off_with_a_reason(book: None, as_lea: Client) -> None:
    assert "say why" in post(as_lea, "retire").content.decode()
    assert post(as_lea, "retire", reason="Too many.").status_code == 302
    watching.watch()
    assert not Risk.objects.filter(kind="escalation").exists()


def test_a_csm_looks_and_does_not_change(book: None, client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "Save draft" not in page(client)
    assert post(client, "dry-run", **form()).status_code == 200
    for name in ("save", "publish", "discard", "retire"):
        assert post(client, name, **form()).status_code == 404


def test_before_anything_is_computed_it_says_so(home: Path, as_lea: Client) -> None:
    html = as_lea.get(reverse("risks:signal-dry-run", args=["escalation"])).content.decode()
    assert "Nothing is computed yet" in html


@pytest.mark.parametrize(("name", "most"), [("signals", 5), ("signal", 9), ("signal-dry-run", 8)])
def test_a_page_asks_no_more_queries_than_before(book: None, as_lea: Client, name: str, most: int) -> None:
    watching.watch()
    address = reverse(f"risks:{name}", args=[] if name == "signals" else ["escalation"])
    as_lea.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert as_lea.get(address).status_code == 200
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
