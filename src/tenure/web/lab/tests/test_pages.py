"""The lab: the record of a scorecard, a draft seen at once, saved, published, refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.customers.models import Account, Subscription
from tenure.engine.refresh import refresh
from tenure.engine.scores.current import judge
from tenure.library.models import Document, Kind, State
from tenure.metrics.scorecards import BadScorecard
from tenure.web.lab import editing
from tenure.work.models import Ticket

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def book(home: Path, db: None) -> Iterator[None]:
    """Thirty accounts; twelve left in January, and ten of those had an escalated ticket since October."""
    for n in range(30):
        left = n < 12
        Account.objects.create(id=f"a{n:02}", name=f"Account {n}")
        Subscription.objects.create(
            id=f"s{n}", subscription_id=f"s{n}", account_id=f"a{n:02}", price_minor=100, mrr_minor=100, currency="USD",
            start_date=date(2025, 1, 1), end_date_excl=date(2026, 1, 15) + timedelta(days=n) if left else None,
        )  # fmt: skip
        if n < 10:
            Ticket.objects.create(id=f"t{n}", account_id=f"a{n:02}", opened_at=datetime(2025, 9, 1, tzinfo=UTC),
                                  escalated=True)  # fmt: skip
    with time_machine.travel(NOON):
        refresh()
        judge()
        yield


@pytest.fixture
def as_lea(client: Client, lea: User) -> Client:
    client.force_login(lea)
    return client


def form(**changes: str) -> dict[str, str]:
    body = Document.objects.filter(key="standard").latest("version").body
    given = {f"group-{n}": str(group["weight"]) for n, group in enumerate(body["groups"])}
    for group in body["groups"]:
        for one in group["inputs"]:
            given[f"weight-{one['measure']}"] = str(one["weight"])
    return given | changes


def page(client: Client, **asked: str) -> str:
    answer = client.get(reverse("lab:card", args=["standard"]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_record_of_a_scorecard_is_what_happened(book: None, as_lea: Client) -> None:
    html = page(as_lea, kind="churn", before="90", cut="70")
    assert "Accounts that left in twelve months: what this score said 90 days before" in html
    assert "Area under ROC 0.83" in html
    assert "<b>10</b>" in html  # caught: those with the ticket
    assert "<b>2</b>" in html  # missed: those without
    assert "30 days before" in html


def test_of_a_large_book_a_sample_is_looked_at_and_said(book: None, as_lea: Client, monkeypatch: Any) -> None:
    from tenure.engine.scores import replay

    replay._frame.cache_clear()
    monkeypatch.setattr(replay, "MOST", 20)
    html = page(as_lea)
    replay._frame.cache_clear()
    assert "Looked at 20 of 30 accounts, always the same ones." in html


def test_too_few_events_claim_nothing(book: None, as_lea: Client) -> None:
    html = page(as_lea, kind="downgrade")
    assert "Too few to tell: it happened to 0 accounts" in html
    assert "Capture curve" in html


def test_changes_are_seen_at_once_and_nothing_is_saved(book: None, as_lea: Client) -> None:
    address = reverse("lab:proof", args=["standard"])
    html = as_lea.post(address, form(**{"curve-escalated_tickets": "0 → 85, 1 → 85.1"})).content.decode()
    assert "Nothing is saved yet" in html
    assert "was 10" in html  # those caught by the version in force
    assert not Document.objects.filter(key="standard", state=State.DRAFT).exists()
    wrong = as_lea.post(address, form(**{"curve-nps": "a lot", "weight-nps": "x"})).content.decode()
    assert "nps, curve: &#x27;a lot&#x27; cannot be read." in wrong
    assert "nps, weight" in wrong


def test_a_draft_is_saved_published_with_a_note_and_counts(book: None, as_lea: Client) -> None:
    given = form(**{"group-0": "90"})
    assert as_lea.post(reverse("lab:save", args=["standard"]), given).status_code == 302
    html = page(as_lea)
    assert "Publish version 2" in html
    assert "was 14%" in html
    refused = as_lea.post(reverse("lab:publish", args=["standard"]), {"note": " "})
    assert (refused.status_code, "Say what changed and why" in refused.content.decode()) == (422, True)
    assert as_lea.post(reverse("lab:publish", args=["standard"]), {"note": "More usage."}).status_code == 302
    held = Document.objects.get(kind=Kind.SCORECARD, key="standard", state=State.PUBLISHED)
    assert (held.version, held.body["groups"][0]["weight"], held.note) == (2, 90, "More usage.")


def test_what_was_typed_is_not_lost_when_it_is_refused(book: None, as_lea: Client) -> None:
    answer = as_lea.post(reverse("lab:save", args=["standard"]), form(**{"curve-nps": "a lot", "group-0": "77"}))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="a lot"' in html
    assert 'value="77"' in html
    assert not Document.objects.filter(state=State.DRAFT).exists()


def test_who_saved_meanwhile_is_not_overwritten(book: None, as_lea: Client, alice: User) -> None:
    as_lea.post(reverse("lab:save", args=["standard"]), form())
    seen = Document.objects.get(state=State.DRAFT).edited_at.isoformat()
    as_lea.post(reverse("lab:save", args=["standard"]), form(**{"group-0": "50", "seen": seen}))
    answer = as_lea.post(reverse("lab:save", args=["standard"]), form(**{"group-0": "60", "seen": seen}))
    assert (answer.status_code, "saved this draft in the meantime" in answer.content.decode()) == (422, True)
    as_lea.post(reverse("lab:discard", args=["standard"]))
    assert not Document.objects.filter(state=State.DRAFT).exists()


def test_a_csm_looks_and_does_not_change(book: None, client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "Save draft" not in page(client)
    assert client.post(reverse("lab:proof", args=["standard"]), form()).status_code == 200
    for name in ("save", "publish", "discard"):
        assert client.post(reverse(f"lab:{name}", args=["standard"]), form()).status_code == 404
    assert client.get(reverse("lab:card", args=["nope"])).status_code == 404


def test_what_moved_since_yesterday_has_causes(book: None, as_lea: Client) -> None:
    Ticket.objects.create(id="new", account_id="a20", opened_at=NOON, escalated=True)
    refresh()
    judge()
    html = as_lea.get(reverse("lab:overview")).content.decode()
    assert "Account 20" in html
    assert "escalated tickets 0 → 1 took" in html
    assert "Account 21" not in html


def test_before_anything_is_computed_it_says_so(home: Path, as_lea: Client) -> None:
    assert "Nothing is computed yet" in page(as_lea)
    assert "Standard" in as_lea.get(reverse("lab:overview")).content.decode()


@pytest.mark.parametrize(
    ("text", "read"),
    [("0 → 10, 0.5 → 100", [[0, 10], [0.5, 100]]), ("−0.5:0,1:2", [[-0.5, 0], [1, 2]]), (" 1 : 2 ,", [[1, 2]])],
)
def test_curves_are_read_as_people_write_them(text: str, read: Any) -> None:
    assert editing.read_curve(text) == read


def test_everything_that_cannot_be_read_is_said_at_once() -> None:
    body = {"groups": [{"weight": 1, "inputs": [{"measure": "nps", "weight": 1, "curve": [[0, 0], [1, 1]]}]}]}
    with pytest.raises(BadScorecard) as refused:
        editing.changed(body, {"group-0": "x", "curve-nps": "y"})  # type: ignore[arg-type]
    assert str(refused.value).count("cannot be read") == 2
