"""Suggested weights on the page: said when there is nothing, made a draft only by a person."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.engine.scores import suggesting as engine
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_cards, published_measures
from tenure.metrics.learning.weights import Seen, Suggestion
from tenure.metrics.proof import Area, TooFew
from tenure.web.lab import suggesting
from tenure.web.lab.tests.conftest import NOON


def address(name: str) -> str:
    return reverse(f"lab:{name}", args=["standard"])


def made(weights: tuple[int, ...] | None) -> Suggestion:
    doubt = 0.0 if weights else 0.5
    return Suggestion(weights, Area(0.8, 0.7, 0.9, doubt), Area(0.7, 0.6, 0.8, 0), 0.02, 0.2, 20_000, (20, 30))


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> tuple[int, ...]:
    weights = (90, *(1,) * 10)
    monkeypatch.setattr(suggesting, "suggested", lambda card, kind: made(weights))
    return weights


def test_too_few_events_suggest_nothing(book: None, as_lea: Client) -> None:
    assert "Weights that the data suggest" in as_lea.get(address("suggested")).content.decode()
    html = as_lea.get(address("suggested-fit"), {"kind": "downgrade"}).content.decode()
    assert "Too few to tell: it happened to 0 accounts" in html
    assert "Make a draft" not in html
    refused = as_lea.post(address("suggested-draft"), {"kind": "downgrade"})
    assert (refused.status_code, "The data suggest no weights" in refused.content.decode()) == (422, True)


def test_both_weights_stand_side_by_side_with_the_record_of_both(
    book: None, as_lea: Client, offered: tuple[int, ...]
) -> None:
    html = as_lea.get(address("suggested-fit")).content.decode()
    assert "the present ones 0.70: better, +0.10 (+0.02 to +0.20)" in html
    assert "+76.5" in html  # from 13.5 to 90
    assert "−12.5" in html
    assert '<td>Present weights</td><td class="tn-num">10</td>' in html
    assert not Document.objects.filter(state=State.DRAFT).exists()


def test_a_person_makes_a_draft_of_it(book: None, as_lea: Client, offered: tuple[int, ...]) -> None:
    held = Document.objects.get(kind=Kind.SCORECARD, key="standard", state=State.PUBLISHED)
    assert as_lea.post(address("suggested-draft"), {"seen": held.edited_at.isoformat()}).status_code == 302
    draft = Document.objects.get(state=State.DRAFT)
    weights = [one["weight"] for group in draft.body["groups"] for one in group["inputs"]]
    assert tuple(weights) == offered
    overtaken = as_lea.post(address("suggested-draft"), {"seen": held.edited_at.isoformat()})
    assert (overtaken.status_code, "saved this draft in the meantime" in overtaken.content.decode()) == (422, True)


def test_without_a_signal_it_says_so_and_offers_nothing(
    book: None, as_lea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "suggested", lambda card, kind: made(None))
    html = as_lea.get(address("suggested-fit")).content.decode()
    assert "No signal" in html
    assert "Make a draft" not in html


def test_a_csm_looks_and_makes_no_draft(book: None, client: Client, alice: User, offered: tuple[int, ...]) -> None:
    client.force_login(alice)
    assert "Make a draft" not in client.get(address("suggested-fit")).content.decode()
    assert client.post(address("suggested-draft")).status_code == 404


def test_before_anything_is_computed_it_says_so(home: Any, as_lea: Client) -> None:
    assert "Nothing is computed yet" in as_lea.get(address("suggested-fit")).content.decode()


def number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def test_what_is_learned_from_are_levels_of_the_day_and_what_happened_after(
    book: None, lea: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account with a ticket since September that left on 15 January; what it says is known on its day."""
    seen: list[Seen] = []

    def keep(told: Seen, *_: Any) -> TooFew:
        seen.append(told)
        return TooFew(0, 0)

    monkeypatch.setattr(engine, "suggest", keep)
    inputs = [{"measure": "escalated_tickets", "curve": [[0, 80], [1, 20]]}]
    body = {"id": "standard", "name": "Standard", "groups": [{"name": "All", "inputs": inputs}]}
    verbs.publish(verbs.draft(Kind.SCORECARD, body, lea), lea, "Tickets.")
    cards = {one.scorecard.id: one.scorecard for one in published_cards(published_measures())}
    engine.suggested(cards["standard"], "churn")
    [told] = seen
    left = number(date(2026, 1, 15))
    mine = told.only(told.account == 0)
    assert mine.day.max() < left
    assert mine.day.min() >= number(date(2025, 9, 1))  # before the first ticket of all, nothing is known
    assert set(mine.level[:, 0].tolist()) == {20.0}
    assert mine.happened.tolist() == [left - 90 <= day < left for day in mine.day.tolist()]
    assert told.day.max() + 90 <= number(NOON.date())
