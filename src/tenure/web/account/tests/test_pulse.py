"""The pulse on the account page: shown beside the score, given, withdrawn, refused; its past."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account, AccountState
from tenure.health import pulses
from tenure.health.models import Pulse
from tenure.health.reconciling import reconcile
from tenure.web.account.tests.conftest import HTMX, url

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(home: object) -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def judged(account: Account, state: AccountState) -> Account:
    AccountState.objects.update(health=3810)
    return account


def panel(client: Client, query: str = "") -> str:
    response = client.get(url("pulse") + query)
    assert response.status_code == 200
    return response.content.decode()


def give(client: Client, band: str, reason: str, seen: str = "", **headers: Any) -> Any:
    return client.post(url("give-pulse"), {"band": band, "reason": reason, "seen": seen}, **headers)


def imported(days_ago: int, score: int = 85, reason: str = "They renewed.") -> Pulse:
    made = Pulse.objects.create(
        id=f"p{days_ago}", account_id="A1", score=score, reason=reason, given_at=NOON - days_ago * DAY,
        csm_id="Alice@example.com",
    )  # fmt: skip
    reconcile()
    return made


class TestShown:
    def test_before_the_first_it_says_so(self, account: Account, as_alice: Client) -> None:
        assert "Nobody has said yet how they do" in panel(as_alice)

    def test_it_says_what_whose_why_and_how_old(self, judged: Account, as_alice: Client) -> None:
        imported(12)
        html = panel(as_alice)
        for expected in ("Healthy", "They renewed.", "Alice", "12 days ago", "The score says", "38", "Who is right?"):
            assert expected in html, expected
        assert "stale" not in html

    def test_an_old_one_is_stale_and_disagrees_with_nothing(self, judged: Account, as_alice: Client) -> None:
        imported(60)
        html = panel(as_alice)
        assert "stale" in html
        assert "The score says" not in html
        Pulse.objects.update(given_at=NOON - 59 * DAY)
        assert "stale" not in panel(as_alice)

    def test_where_the_score_agrees_it_says_so(self, judged: Account, as_alice: Client) -> None:
        imported(1, 20)
        assert "The score agrees: At risk 38." in panel(as_alice)

    def test_who_keeps_to_it_is_named(self, judged: Account, as_alice: Client, alice: User) -> None:
        given = imported(1)
        pulses.keep_judgement(alice, judged, "The roll-out is in April.", NOON.date(), seen=(given.pk, "red"))
        html = panel(as_alice)
        assert "Alice keeps to the pulse until 20 Dec 2026: The roll-out is in April." in html
        assert "Who is right?" not in html

    def test_of_a_past_day_it_shows_what_was_given_by_then(self, judged: Account, as_alice: Client) -> None:
        imported(40, 20, "Bad call.")
        imported(2)
        html = panel(as_alice, f"?as_of={NOON.date() - 30 * DAY}")
        assert "Bad call." in html
        assert "10 days ago" in html
        assert "They renewed." not in html
        assert "<form" not in html
        assert "The score says" not in html
        assert "Nobody had given a pulse by 01 Jan 2026" in panel(as_alice, "?as_of=2026-01-01")

    def test_earlier_ones_stand_below_a_few_at_first(self, judged: Account, as_alice: Client) -> None:
        for n in range(8):
            imported(5 * n + 1, reason=f"Reason {n}.")
        html = panel(as_alice)
        assert "Reason 4." in html
        assert "Reason 5." not in html
        assert "All of them" in html
        everything = panel(as_alice, "?all")
        assert "Reason 7." in everything
        assert "All of them" not in everything

    def test_it_costs_so_many_queries(self, judged: Account, as_alice: Client) -> None:
        imported(3)
        panel(as_alice)
        with CaptureQueriesContext(connection) as queries:
            panel(as_alice)
        assert len(queries) == 6

    def test_it_stands_on_the_timeline_by_name(self, judged: Account, as_alice: Client) -> None:
        imported(3)
        give(as_alice, "red", "They asked for the notice period.", "p3")
        html = as_alice.get(url("stream")).content.decode()
        for expected in ("CSM pulse: Healthy", "CSM pulse: At risk", "They asked for the notice period."):
            assert html.count(expected) == 1, expected


class TestGiving:
    def test_it_is_saved_and_shown(self, judged: Account, as_alice: Client) -> None:
        html = give(as_alice, "yellow", "The roll-out is late.", **HTMX).content.decode()
        assert "The roll-out is late." in html
        assert "Withdraw" in html
        assert 'data-say="Pulse saved."' in html
        assert give(as_alice, "red", "x", Pulse.objects.get().pk).status_code == 302

    @pytest.mark.parametrize(
        ("band", "reason", "sentence"),
        [("red", " ", "Say why you think so."), ("purple", "Typed.", "Choose how they do"),
         ("", "Typed.", "Choose how they do"), ("red", "x" * 2001, "at most 2,000")],
    )  # fmt: skip
    def test_what_is_refused_is_said_and_what_was_typed_stays(
        self, judged: Account, as_alice: Client, band: str, reason: str, sentence: str
    ) -> None:
        for headers, status in ((HTMX, 200), ({}, 422)):
            response = give(as_alice, band, reason, **headers)
            html = response.content.decode()
            assert (response.status_code, sentence in html) == (status, True)
            assert reason.strip() in html
            assert band not in ("red",) or 'value="red" checked' in html
        assert not Pulse.objects.exists()

    def test_who_was_faster_is_shown_and_nothing_is_lost(self, judged: Account, as_alice: Client, lea: User) -> None:
        pulses.give_pulse(lea, judged, 20, "They asked for the notice period.")
        html = give(as_alice, "green", "All is fine.", **HTMX).content.decode()
        assert "Lea gave a pulse meanwhile: At risk." in html
        assert "They asked for the notice period." in html
        assert ">All is fine.</textarea>" in html

    def test_markup_is_text(self, judged: Account, as_alice: Client) -> None:
        assert "<script>" not in give(as_alice, "red", "<script>alert(1)</script>", **HTMX).content.decode()

    def test_only_who_writes_on_the_account(self, judged: Account, client: Client, bob: User, vera: User) -> None:
        for stranger in (bob, vera):
            client.force_login(stranger)
            assert give(client, "red", "Not mine.").status_code == 404
            assert "<form" not in panel(client)
        assert not Pulse.objects.exists()

    def test_nobody_writes_into_the_past(self, judged: Account, as_alice: Client) -> None:
        response = as_alice.post(url("give-pulse") + "?as_of=2026-01-01", {"band": "red", "reason": "x", "seen": ""})
        assert response.status_code == 404


class TestWithdrawing:
    def test_the_one_before_holds_again(self, judged: Account, as_alice: Client) -> None:
        imported(9)
        give(as_alice, "red", "A slip.", "p9")
        given = Pulse.objects.exclude(pk="p9").get()
        html = as_alice.post(url("withdraw-pulse"), {"pulse": given.pk}, **HTMX).content.decode()
        assert "They renewed." in html
        assert "A slip." not in html
        assert "Pulse withdrawn" in as_alice.get(url("stream")).content.decode()

    def test_one_that_stood_a_day_stays(self, judged: Account, as_alice: Client, now: Any) -> None:
        give(as_alice, "red", "Meant it.")
        now.shift(DAY)
        as_alice.force_login(User.objects.get(name="Alice"))
        response = as_alice.post(url("withdraw-pulse"), {"pulse": Pulse.objects.get().pk})
        assert (response.status_code, "give a new one instead" in response.content.decode()) == (422, True)
        assert "Withdraw</button>" not in panel(as_alice)


def test_the_chart_of_the_score_marks_pulses(judged: Account, as_alice: Client, rf: Any) -> None:
    from tenure.web.account.moment import moment
    from tenure.web.account.opened import Opened
    from tenure.web.account.pulse import markers

    imported(30, 20)
    imported(2)
    here = Opened(judged, moment(rf.get("/").GET), True)
    found = [(marker.day, marker.label, marker.kind) for marker in markers(here, date(2026, 11, 10))]
    assert found == [(date(2026, 10, 21), "pulse: at risk", "pulse")]
