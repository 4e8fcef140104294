"""Meetings and messages, planned and written by programs."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tenure.api.tests.conftest import NOW, Program
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.work.meetings.models import Meeting
from tenure.work.messages.models import Mail
from tenure.work.models import Message, Task, Touchpoint

pytestmark = pytest.mark.django_db
Made = Callable[..., Program]
AGREED = {"title": "Kick-off", "starts": "2026-03-12T10:00", "minutes": 30, "zone": "Europe/Paris",
          "contacts": ["cora"], "agenda": "Aims"}  # fmt: skip


@pytest.fixture
def travel() -> Any:
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture
def sends(travel: Any, alice: User, program: Made) -> Program:
    account = Account.objects.create(id="alder", name="Alder", owner=alice)
    Contact.objects.create(id="cora", account=account, name="Cora", email="cora@alder.example")
    return program(alice)


def test_a_meeting_is_planned_changed_and_held(sends: Program, travel: Any, alice: User, bob: User) -> None:
    made = sends("post", "/accounts/alder/meetings", {**AGREED, "colleagues": [bob.email]}, status=201)
    assert (made["starts_at"], made["ends_at"]) == ("2026-03-12T09:00:00Z", "2026-03-12T09:30:00Z")
    assert [one["contact"] for one in made["attendees"]] == ["cora", None, None]
    assert Mail.objects.filter(kind=Mail.Kind.INVITATION).count() == 3
    address = f"/meetings/{made['id']}"
    assert sends("put", address, AGREED, status=428)
    changed = sends("put", address, {**AGREED, "minutes": 60}, headers={"If-Match": f'"{made["etag"]}"'})
    assert (changed["ends_at"], len(changed["attendees"])) == ("2026-03-12T10:00:00Z", 2)
    assert sends("put", address, AGREED, status=412, headers={"If-Match": made["etag"]})
    minutes = {"notes": "Fine.", "decisions": ["Go on"],
               "actions": [{"title": "Send the plan", "due_on": "2026-03-20"}]}  # fmt: skip
    early = sends("put", f"{address}/minutes", minutes, status=422, headers={"If-Match": changed["etag"]})
    assert "has not begun" in early["sentence"]
    travel.shift(3 * 24 * 3600)
    held = sends("put", f"{address}/minutes", minutes, headers={"If-Match": changed["etag"]})
    assert (held["state"], held["decisions"], held["tasks"]) == ("held", ["Go on"], [Task.objects.get().pk])
    assert set(held["came"]) == {"Cora", "Alice"}
    again = sends("put", f"{address}/minutes", {"notes": "Fine.", "came": ["Cora"]},
                  headers={"If-Match": held["etag"]})  # fmt: skip
    assert (again["came"], again["decisions"], again["tasks"]) == (["Cora"], ["Go on"], held["tasks"])
    more = {"actions": [{"title": "Ask", "due_on": "2026-03-21"}], "decisions": None}
    kept = sends("put", f"{address}/minutes", more, headers={"If-Match": again["etag"]})
    assert (kept["notes"], kept["decisions"], kept["came"]) == ("Fine.", ["Go on"], ["Cora"])
    assert len(kept["tasks"]) == 2
    emptied = sends("put", f"{address}/minutes", {"decisions": []}, headers={"If-Match": kept["etag"]})
    assert (emptied["decisions"], Touchpoint.objects.get().body) == ([], "Fine.")
    assert [one["id"] for one in sends("get", "/meetings?state=held&mine=true&account=alder")["items"]] == [made["id"]]
    assert {one.origin for one in Change.objects.filter(verb__startswith="meeting.")} == {"api"}


def test_what_is_wrong_with_a_meeting_is_said(sends: Program) -> None:
    address = "/accounts/alder/meetings"
    wrong = {**AGREED, "zone": "Mars/Base", "link": "ftp://x", "title": " "}
    said = sends("post", address, wrong, status=422)
    sentences = [said["sentence"], *(one["sentence"] for one in said["more"])]
    assert [one.split(";")[0].split(",")[0] for one in sentences] == [
        "Give the meeting a title of at most 200 characters.", "“ftp://x” is no address of the web",
        "“Mars/Base” is no time zone",
    ]  # fmt: skip
    assert "starts" in sends("post", address, {**AGREED, "starts": "tomorrow"}, status=422)["where"]
    assert "no contact" in sends("post", address, {**AGREED, "contacts": ["nobody"]}, status=422)["sentence"]
    mistyped = {**AGREED, "colleagues": ["alice@example.com", "bbo@example.com"]}
    assert "address bbo@example.com;" in sends("post", address, mistyped, status=422)["sentence"]
    made = sends("post", address, AGREED, status=201)
    assert sends("post", f"/meetings/{made['id']}/cancel")["state"] == "cancelled"
    assert "is cancelled" in sends("post", f"/meetings/{made['id']}/cancel", status=422)["sentence"]
    assert Meeting.objects.count() == 1


def test_one_plans_meetings_of_one_s_own_accounts(sends: Program, bob: User, program: Made) -> None:
    other = program(bob)
    other("post", "/accounts/alder/meetings", AGREED, status=404)
    made = sends("post", "/accounts/alder/meetings", AGREED, status=201)
    assert other("get", f"/meetings/{made['id']}")["title"] == "Kick-off"
    other("post", f"/meetings/{made['id']}/cancel", status=404)
    other("put", f"/meetings/{made['id']}", AGREED, status=404, headers={"If-Match": made["etag"]})


def test_a_message_is_drafted_submitted_and_taken_back(sends: Program) -> None:
    draft = {"subject": "Hello", "body": "Dear {{ contact.first_name }},", "contacts": ["cora"]}
    made = sends("post", "/accounts/alder/messages", draft, status=201)
    assert (made["state"], [one["contact"] for one in made["mails"]]) == ("draft", ["cora"])
    address = f"/messages/{made['id']}"
    edited = sends("put", address, {**draft, "subject": "Good day"}, headers={"If-Match": f'"{made["etag"]}"'})
    assert sends("post", f"{address}/submit", status=428)
    assert sends("post", f"{address}/submit", status=412, headers={"If-Match": made["etag"]})
    queued = sends("post", f"{address}/submit", headers={"If-Match": edited["etag"]})
    assert (queued["state"], queued["mails"][0]["to"]) == ("queued", "cora@alder.example")
    assert sends("post", f"{address}/withdraw")["state"] == "withdrawn"
    assert "Everything has left" in sends("post", f"{address}/withdraw", status=422)["sentence"]
    assert [one["id"] for one in sends("get", "/messages?mine=true")["items"]] == [made["id"]]


def test_a_message_waits_for_who_may_approve(sends: Program, lea: User, program: Made) -> None:
    made = sends("post", "/accounts/alder/messages", {"subject": "Hi", "body": "Hi.", "contacts": ["cora"]}, status=201)
    Message.objects.update(needs_approval=True)
    address, leads = f"/messages/{made['id']}", program(lea)
    waits = sends("post", f"{address}/submit", headers={"If-Match": made["etag"]})
    assert waits["state"] == "waiting"
    sends("post", f"{address}/approve", status=404, headers={"If-Match": waits["etag"]})
    back = leads("post", f"{address}/send-back", {"remark": "Shorter."}, headers={"If-Match": waits["etag"]})
    assert (back["state"], back["remark"]) == ("draft", "Shorter.")
    waits = sends("post", f"{address}/submit", headers={"If-Match": back["etag"]})
    assert leads("post", f"{address}/approve", headers={"If-Match": waits["etag"]})["approved_by"]["id"] == lea.pk


def test_a_draft_from_a_template_says_what_is_still_to_fill_in(sends: Program) -> None:
    address = "/accounts/alder/messages"
    assert "no message template" in sends("post", address, {"template": "nope"}, status=422)["sentence"]
    made = sends("post", address, {"template": "kick_off_invitation"}, status=201)
    assert made["template"] == "kick_off_invitation"
    assert made["body"]
    said = sends("post", f"/messages/{made['id']}/submit", status=422, headers={"If-Match": made["etag"]})
    assert said["sentence"] == "Choose at least one recipient."
    sends("delete", f"/messages/{made['id']}", status=204, headers={"If-Match": made["etag"]})
    assert not Message.objects.exists()
