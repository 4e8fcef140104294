"""Labels on the timeline: shown, explained so that it adds up, corrected, filtered by; and counted for the account."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account
from tenure.feedback import sentiment, verbs
from tenure.feedback.labelling import label_texts
from tenure.feedback.models import SurveyResponse, TextLabel
from tenure.journal.models import Change
from tenure.web.account.sentiment import explained
from tenure.web.account.tests.conftest import HTMX, url
from tenure.work.models import Ticket, Touchpoint

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HATE, LOVE = "We hate it: slow, broken and useless.", "We love it, great support and a wonderful team!"


@pytest.fixture(autouse=True)
def now(home: object) -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def texts(account: Account) -> Account:
    """One of each kind, and an older one."""
    SurveyResponse.objects.create(id="s", account=account, type="nps", score=9, comment=HATE,
                                  responded_on=NOON.date() - 3 * DAY)  # fmt: skip
    Ticket.objects.create(id="k", account=account, subject="How do I change my password?", opened_at=NOON - 4 * DAY,
                          solved_at=NOON - 2 * DAY)  # fmt: skip
    Touchpoint.objects.create(id="t", account=account, body=LOVE, occurred_at=NOON - 5 * DAY)
    SurveyResponse.objects.create(id="old", account=account, type="nps", score=9, comment=LOVE,
                                  responded_on=NOON.date() - 100 * DAY)  # fmt: skip
    label_texts()
    TextLabel.objects.update(confidence=0.9)
    return account


def label(key: str) -> TextLabel:
    return TextLabel.objects.get(text_id=key)


def stream(client: Client, query: str = "") -> str:
    return client.get(url("stream") + query).content.decode()


def correct(client: Client, key: str, tone: str, seen: str = "", **headers: Any) -> Any:
    return client.post(url("correct", "A1", label(key).pk), {"tone": tone, "seen": seen}, **headers)


def test_texts_have_tags_and_what_is_no_text_has_none(texts: Account, as_alice: Client) -> None:
    html = stream(as_alice)
    assert [html.count(f'id="tone-{label(key).pk}"') for key in ("s", "k", "t", "old")] == [1, 1, 1, 1]
    assert html.count("ac-tone") == 4


def test_it_costs_no_query_more(texts: Account, as_alice: Client) -> None:
    stream(as_alice)
    with CaptureQueriesContext(connection) as queries:
        stream(as_alice)
    assert len(queries) == 10


def test_the_words_that_decided_add_up(texts: Account, as_alice: Client) -> None:
    html = as_alice.get(url("label", "A1", label("s").pk), **HTMX).content.decode()
    points = [float(one.replace("−", "-")) for one in re.findall(r"tn-num[^>]*>([+−]?[\d.]+)</td>", html)]
    assert round(sum(points[:-1]), 2) == points[-1] == round(sentiment.classify(HATE).score, 2)
    for expected in ("“hate”", "it read 65% as people do", "5,008 rated texts", '<mark data-side="bad">hate</mark>'):
        assert expected in html, expected
    assert "<html" in as_alice.get(url("label", "A1", label("s").pk)).content.decode()


@pytest.mark.parametrize(
    "text", [HATE, LOVE, "ok", "Great!!! " * 300, "Nicht gut, gar nicht.", "a" * 4000, "<b>bad</b>"]
)
def test_what_is_shown_adds_up_and_leaves_nothing_out(text: str) -> None:
    told = sentiment.classify(text)
    why = explained(text, told)
    numbers = [
        float(one.replace("−", "-")) for one in (why.start, why.others, *(p for _, p, _ in why.words), why.score)
    ]
    assert round(sum(numbers[:-1]), 2) == pytest.approx(numbers[-1])
    assert "".join(piece for piece, _ in why.marked) == text[:600]


class TestCorrecting:
    def test_a_person_wins_is_named_and_can_undo(self, texts: Account, as_alice: Client) -> None:
        html = correct(as_alice, "s", "neutral", **HTMX).content.decode()
        for expected in ("Alice said on 20 Nov 2026 that it is neutral", 'hx-swap-oob="true"', "Undo"):
            assert expected in html, expected
        assert label("s").label == "neutral"
        assert "neutral" in stream(as_alice, "?tone=neutral")
        correct(as_alice, "s", "", "neutral", **HTMX)
        assert (label("s").corrected, label("s").label) == ("", "negative")
        assert [change.verb for change in Change.objects.order_by("pk")] == ["label.corrected"] * 2
        assert "Sentiment of a text corrected" in stream(as_alice)

    def test_undo_brings_back_what_was_said_before(self, texts: Account, as_alice: Client) -> None:
        correct(as_alice, "s", "neutral")
        html = correct(as_alice, "s", "positive", "neutral", **HTMX).content.decode()
        assert '<input type="hidden" name="tone" value="neutral">' in html

    def test_who_was_faster_is_shown(self, texts: Account, as_alice: Client, lea: User) -> None:
        verbs.correct_label(lea, label("s"), "positive")
        html = correct(as_alice, "s", "neutral", **HTMX).content.decode()
        assert "Lea said meanwhile that it is positive." in html
        assert label("s").label == "positive"

    def test_nonsense_and_strangers_change_nothing(
        self, texts: Account, as_alice: Client, client: Client, bob: User
    ) -> None:
        assert "is not a label" in correct(as_alice, "s", "angry", **HTMX).content.decode()
        client.force_login(bob)
        assert correct(client, "s", "positive").status_code == 404
        assert client.get(url("label", "A1", 999_999)).status_code == 404
        Account.objects.create(id="B", name="B", owner=bob)
        assert client.get(url("label", "B", label("s").pk)).status_code == 404
        assert label("s").corrected == ""

    def test_in_the_past_a_later_correction_is_not_known(self, texts: Account, as_alice: Client) -> None:
        correct(as_alice, "s", "positive")
        day = f"?as_of={NOON.date() - DAY}"
        assert "as a person said" not in stream(as_alice, day)
        assert "as a person said" in stream(as_alice)
        html = as_alice.get(url("label", "A1", label("s").pk) + day, **HTMX).content.decode()
        assert "which counts" not in html
        assert "<form" not in html
        assert stream(as_alice, f"{day}&tone=negative").count("ac-tone") == 1


class TestFilter:
    @pytest.mark.parametrize(("tone", "keys"), [("negative", {"s"}), ("positive", {"t", "old"}), ("neutral", {"k"})])
    def test_only_texts_that_sound_so(self, texts: Account, as_alice: Client, tone: str, keys: set[str]) -> None:
        html = stream(as_alice, f"?tone={tone}")
        assert {key for key in ("s", "k", "t", "old") if f'id="tone-{label(key).pk}"' in html} == keys
        assert "solved" not in html

    def test_pages_go_on_in_the_tone(self, account: Account, as_alice: Client) -> None:
        for n in range(30):
            Touchpoint.objects.create(id=f"n{n}", account=account, body=(HATE, LOVE)[n % 2],
                                      occurred_at=NOON - timedelta(hours=n))  # fmt: skip
        label_texts()
        html, seen = stream(as_alice, "?tone=negative"), 0
        for _ in range(5):
            seen += html.count("ac-tone")
            older = re.search(r'hx-get="([^"]*before=[^"]*)"', html)
            if not older:
                break
            assert "tone=negative" in older[1]
            html = as_alice.get(older[1].replace("&amp;", "&")).content.decode()
        assert seen == 15

    def test_nothing_of_the_tone_says_so(self, account: Account, as_alice: Client) -> None:
        assert "No text sounds negative" in stream(as_alice, "?tone=negative")
        assert "Nothing here yet" in stream(as_alice, "?tone=loud")


class TestPanel:
    def panel(self, client: Client, query: str = "") -> str:
        response = client.get(url("sentiment") + query)
        assert response.status_code == 200
        return response.content.decode()

    def test_it_counts_and_compares(self, texts: Account, as_alice: Client) -> None:
        html = re.sub(r"\s+", " ", self.panel(as_alice))
        assert "positive less negative, of 3 texts in 90 days; +100% in the 90 days before" in html
        rows = re.findall(r"(Positive|Neutral|Negative)</span>.*?(\d+)</td><td class=\"tn-num\">(\d+)</td>", html)
        assert rows == [("Positive", "1", "1"), ("Neutral", "1", "0"), ("Negative", "1", "0")]

    def test_the_unsure_is_left_out_unless_a_person_said(self, texts: Account, as_alice: Client) -> None:
        TextLabel.objects.filter(text_id="s").update(confidence=0.4)
        assert "1 more could not be read surely and is left out" in self.panel(as_alice)
        correct(as_alice, "s", "negative")
        assert "left out" not in self.panel(as_alice)

    def test_of_a_past_day_it_knows_no_more_than_then(self, texts: Account, as_alice: Client) -> None:
        before = self.panel(as_alice, f"?as_of={NOON.date() - 10 * DAY}")
        assert "of 1 text in 90 days" not in before
        correct(as_alice, "old", "negative")
        assert self.panel(as_alice, f"?as_of={NOON.date() - 10 * DAY}") == before

    def test_without_texts_it_says_so(self, account: Account, as_alice: Client) -> None:
        assert "No comments, tickets or notes in 90 days" in self.panel(as_alice)

    def test_it_costs_so_many_queries(self, texts: Account, as_alice: Client) -> None:
        self.panel(as_alice)
        with CaptureQueriesContext(connection) as queries:
            self.panel(as_alice)
        assert len(queries) == 10
