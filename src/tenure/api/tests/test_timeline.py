"""The timeline for programs: all of it, page by page, by every filter, and as of a past day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine

from tenure.api.tests.conftest import NOW, TODAY, Program
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.engine.models import BandCrossing
from tenure.feedback.models import SurveyResponse, TextLabel
from tenure.journal.write import record
from tenure.onboarding.models import Onboarding
from tenure.timeline import KINDS
from tenure.work.models import Task, Ticket, Touchpoint

Made = Callable[..., Program]
HOUR = timedelta(hours=1)


@pytest.fixture
def sends(db: None, alice: User, bob: User, program: Made) -> Any:
    """For a CSM, on the day on which Alder has had one of many kinds; Birch has a note of its own."""
    with time_machine.travel(NOW, tick=False):
        alder = Account.objects.create(id="alder", name="Alder", owner=alice)
        nina = Contact.objects.create(id="nina", account=alder, name="Nina")
        Touchpoint.objects.create(id="call", account=alder, kind="call", subject="Kick-off", body="All *is* well",
                                  author=bob, contact_id="nina", occurred_at=NOW - 30 * HOUR)  # fmt: skip
        Touchpoint.objects.create(id="meeting-7", account=alder, kind="meeting", subject="Weekly", author=alice,
                                  occurred_at=NOW - 60 * HOUR)  # fmt: skip
        Task.objects.create(account=alder, title="Send plan", due_on=TODAY, state="done", finished_by=alice,
                            finished_at=NOW - HOUR, origin_kind="touchpoint", origin_id="call")  # fmt: skip
        Task.objects.create(account=alder, title="Set up", due_on=TODAY, state="done", finished_contact=nina,
                            contact=nina, finished_at=NOW - HOUR)  # fmt: skip
        Ticket.objects.create(id="4471", account=alder, opened_at=NOW - 90 * HOUR, solved_at=NOW - HOUR, subject="Plan")
        SurveyResponse.objects.create(id="s", account=alder, type="nps", score=9, scale_max=10, responded_on=TODAY)
        Onboarding.objects.create(id="o", account=alder, started_on=date(2026, 3, 8))
        BandCrossing.objects.create(account=alder, day=date(2026, 3, 7), before=3000, after=7500)
        record("account.assigned", alder, actor=alice, account_id="alder", after={"owner": "Alice"})
        Touchpoint.objects.create(id="other", account=Account.objects.create(id="birch", name="Birch"),
                                  occurred_at=NOW - HOUR, body="Not here")  # fmt: skip
        yield program(alice)


def walk(sends: Program, **asked: Any) -> list[Any]:
    """All pages after each other, by the addresses that they give."""
    address, found = f"/accounts/alder/timeline?{urlencode(asked, doseq=True)}", []
    while address:
        page = sends("get", address)
        found += page["items"]
        address = (page["next"] or "").removeprefix("/api/v1")
    return found


def titles(entries: list[Any]) -> list[str]:
    return [one["title"] for one in entries]


def test_it_is_everything_of_the_account_newest_first_whatever_the_pages(sends: Program) -> None:
    everything = walk(sends)
    assert sorted(titles(everything)) == sorted([
        "Kick-off", "Weekly", "Done: Send plan", "Done: Set up", "Ticket 4471: Plan", "Ticket 4471 solved: Plan",
        "NPS answer: 9 of 10", "Onboarding started", "Health rose to “Healthy”", "Owner changed",
    ])  # fmt: skip
    moments = [datetime.fromisoformat(one["at"]) for one in everything]
    assert moments == sorted(moments, reverse=True)
    for size in (1, 3, 200):
        assert walk(sends, per_page=size) == everything


def test_an_entry_says_its_kind_who_did_it_and_where_more_is_known(sends: Program) -> None:
    told = {one["title"]: one for one in walk(sends)}
    call = told["Kick-off"]
    assert (call["kind"], call["text"], call["who"], call["touchpoint"]) == ("call", "All *is* well", "Bob", "call")
    assert call["tasks"] == [Task.objects.get(title="Send plan").pk]
    assert told["Done: Send plan"]["link"] == {"kind": "task", "id": str(call["tasks"][0]), "as_of": None}
    assert told["Weekly"]["link"] == {"kind": "meeting", "id": "7", "as_of": None}
    assert told["Onboarding started"]["link"] == {"kind": "onboarding", "id": "o", "as_of": None}
    assert told["Health rose to “Healthy”"]["link"] == {"kind": "account", "id": "alder", "as_of": "2026-03-07"}
    timed = ("day", "timed", "people", "kind")
    assert [told["Onboarding started"][name] for name in timed] == ["2026-03-08", False, False, "onboarding"]
    assert [told["Owner changed"][name] for name in timed] == ["2026-03-10", True, True, "change"]


def test_kinds_and_days_are_those_of_the_entries(sends: Program) -> None:
    everything = walk(sends)
    for kinds in ([one] for one in KINDS):
        assert walk(sends, kind=kinds) == [one for one in everything if one["kind"] in kinds]
    assert walk(sends, kind=["call", "task"], per_page=1) == [
        one for one in everything if one["kind"] in {"call", "task"}
    ]
    between = walk(sends, since="2026-03-07", until="2026-03-09")
    assert between == [one for one in everything if "2026-03-07" <= one["day"] <= "2026-03-09"] != []
    assert walk(sends, by="system") == [one for one in everything if not one["people"]] != []


def test_words_people_and_contacts_are_asked_of_what_can_answer(sends: Program, alice: User, bob: User) -> None:
    assert titles(walk(sends, search="plan")) == ["Ticket 4471 solved: Plan", "Done: Send plan", "Ticket 4471: Plan"]
    assert titles(walk(sends, person=bob.pk)) == ["Kick-off"]
    assert titles(walk(sends, person=alice.pk)) == ["Owner changed", "Done: Send plan", "Weekly"]
    assert titles(walk(sends, contact="nina")) == ["Done: Set up", "Kick-off"]


def test_goals_are_also_what_they_were_worth_and_what_was_proposed(sends: Program, alice: User) -> None:
    alder = Account.objects.get(pk="alder")
    worth = {"name": "Hours", "period": "2025-Q4", "amount_minor": 900_000, "currency": "USD", "how": "60 hours"}
    record("value.written", alder, actor=alice, account_id="alder", after=worth, reason="60 hours")
    record("proposal.made", alder, actor=alice, account_id="alder", after={"statement": "Fly"})
    told = [(one["kind"], one["title"], one["text"]) for one in walk(sends, kind="goal")]
    assert told == [("goal", "Proposal made: Fly", ""),
                    ("goal", "Value written: Hours", "2025-Q4: $9,000. 60 hours")]  # fmt: skip


def test_texts_say_what_they_sound_like_and_how_sure_that_is(sends: Program) -> None:
    for kind, key, told, confidence in (("touchpoint", "call", "positive", 0.9), ("ticket", "4471", "positive", 0.3)):
        TextLabel.objects.create(kind=kind, text_id=key, account_id="alder", told=told, confidence=confidence, score=1,
                                 text_loaded_at=NOW)  # fmt: skip
    shown = [(one["title"], one["tone"], one["tone_sure"]) for one in walk(sends, tone="positive")]
    assert shown == [("Kick-off", "positive", True), ("Ticket 4471: Plan", "positive", False)]
    assert walk(sends, tone="negative") == []


def test_a_past_day_knows_nothing_of_what_came_later(sends: Program) -> None:
    then = walk(sends, as_of="2026-03-08")
    assert titles(then) == ["Weekly", "Onboarding started", "Health rose to “Healthy”", "Ticket 4471: Plan"]
    assert "open then" in then[-1]["text"].lower()
    Touchpoint.objects.create(id="late", account_id="alder", occurred_at=datetime(2026, 3, 9, tzinfo=UTC), body="x")
    Task.objects.create(
        account_id="alder", title="Since", due_on=TODAY, origin_kind="touchpoint", origin_id="meeting-7"
    )
    assert walk(sends, as_of="2026-03-08") == then
    assert sends("get", "/accounts/alder/timeline?as_of=2026-03-08")["as_of"] == "2026-03-08"
    assert walk(sends, as_of="2026-03-10") == walk(sends)
    assert [len(one["tasks"]) for one in walk(sends) if one["title"] == "Weekly"] == [1]


@pytest.mark.parametrize(
    ("asked", "where", "sentence"),
    [
        ("kind=gossip", "query.kind", "'gossip' is no kind; there are note, call"),
        ("as_of=2026-03-11", "query.as_of", "is not known yet"),
        ("person=999", "query.person", "no active person 999"),
        ("contact=nobody", "query.contact", "There is no contact 'nobody' of this account"),
        ("before=yesterday", "query.before", "no place on a timeline"),
        ("before=2026-03-09T00:00%2B00:00+5+abc", "query.before", "no place on a timeline"),
        ("before=0001-01-01T00:00%2B00:00+1+a", "query.before", "no place on a timeline"),
        ("only=call", "query.only", "is no parameter"),
    ],
)
def test_what_cannot_be_asked_is_said(sends: Program, asked: str, where: str, sentence: str) -> None:
    said = sends("get", f"/accounts/alder/timeline?{asked}", status=422)
    assert said["where"] == where
    assert sentence in said["sentence"]


def test_of_an_account_that_is_not_there_nothing_is_told(sends: Program) -> None:
    sends("get", "/accounts/nowhere/timeline", status=404)
