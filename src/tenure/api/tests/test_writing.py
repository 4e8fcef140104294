"""What programs change is what people change: the same verbs, the same refusals, journalled with its way in."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tenure.api.tests.conftest import NOW, Program
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.feedback.models import TextLabel
from tenure.health.models import Pulse, Risk
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.library.models import Document, State
from tenure.work.portal import addresses
from tenure.work.portal.models import PortalLink, PortalVisit

Made = Callable[..., Program]


@pytest.fixture(autouse=True)
def _on_that_day() -> Any:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def sends(company: None, alice: User, program: Made) -> Program:
    """For a CSM who owns Alder."""
    Account.objects.filter(pk="alder").update(owner=alice)
    return program(alice)


@pytest.fixture
def leads(company: None, lea: User, program: Made) -> Program:
    return program(lea)


def test_a_risk_is_raised_worked_on_and_closed(sends: Program, alice: User, lea: User) -> None:
    made = sends("post", "/accounts/alder/risks", {"title": "Sponsor left", "due_on": "2026-03-20"}, status=201)
    assert (made["value"], made["owner"]["email"]) == ({"minor": 12 * 15000, "currency": "USD"}, alice.email)
    address = f"/risks/{made['id']}"
    assert sends("post", f"{address}/snooze", {"until": "2026-04-01", "reason": "Holiday"})["snoozed_until"]
    assert [one["id"] for one in sends("get", "/risks?state=snoozed&mine=true")["items"]] == [made["id"]]
    assert sends("post", f"{address}/wake")["snoozed_until"] is None
    assert sends("post", f"{address}/assign", {"owner": lea.pk})["owner"]["id"] == lea.pk
    assert sends("post", f"{address}/take")["owner"]["id"] == alice.pk
    closed = sends("post", f"{address}/close", {"outcome": "saved", "reason": "usage_back", "note": "They are back."})
    assert (closed["outcome"], bool(closed["closed_at"])) == ("saved", True)
    late = sends("post", f"{address}/snooze", {"until": "2026-04-01", "reason": "Holiday"}, status=422)
    assert "is closed" in late["sentence"]
    assert sends("post", f"{address}/reopen")["outcome"] == ""
    verbs = Change.objects.filter(subject_type="health.risk").order_by("pk").values_list("verb", "origin", "actor")
    assert [verb for verb, _, _ in verbs] == [
        f"risk.{verb}" for verb in ("opened", "snoozed", "woken", "assigned", "taken", "saved", "reopened")
    ]
    assert {(origin, actor) for _, origin, actor in verbs} == {("api", alice.pk)}


def test_what_cannot_be_done_with_a_risk_is_said(sends: Program, vera: User) -> None:
    made = sends("post", "/accounts/alder/risks", {"title": "Sponsor left"}, status=201)
    assert "already open" in sends("post", "/accounts/alder/risks", {"title": "Again"}, status=422)["sentence"]
    address = f"/risks/{made['id']}"
    assert (
        "after today"
        in sends("post", f"{address}/snooze", {"until": "2026-03-10", "reason": "x"}, status=422)["sentence"]
    )
    assert "works on accounts" not in sends("post", f"{address}/assign", {"owner": 99999}, status=422)["sentence"]
    assert "does not work on accounts" in sends("post", f"{address}/assign", {"owner": vera.pk}, status=422)["sentence"]
    wrong = sends("post", f"{address}/close", {"outcome": "gone", "reason": "x"}, status=422)
    assert wrong["where"] == "body.outcome"
    assert sends("post", f"{address}/close", {"outcome": "saved", "reason": "price"}, status=422)["sentence"]


def test_one_writes_in_one_s_own_book_only(sends: Program, bob: User, program: Made) -> None:
    other = program(bob)
    other("post", "/accounts/alder/risks", {"title": "Mine now"}, status=404)
    other("post", "/accounts/alder/pulses", {"score": 1, "reason": "x"}, status=404)
    made = sends("post", "/accounts/alder/risks", {"title": "Sponsor left"}, status=201)
    other("post", f"/risks/{made['id']}/take", status=404)
    other("put", f"/risks/{made['id']}/plan", {"plan": "x", "due_on": "2026-04-01"}, status=404,
          headers={"If-Match": made["etag"]})  # fmt: skip
    assert Risk.objects.get().owner_id != bob.pk


def test_a_plan_replaces_only_what_was_read(sends: Program) -> None:
    made = sends("post", "/accounts/alder/risks", {"title": "Sponsor left"}, status=201)
    address, body = f"/risks/{made['id']}/plan", {"plan": "Call them.", "due_on": "2026-04-01"}
    assert "send If-Match" in sends("put", address, body, status=428)["sentence"]
    read = sends.raw("get", f"/risks/{made['id']}")
    written = sends.raw("put", address, body, headers={"If-Match": read["ETag"]})
    assert (written.status_code, written.json()["plan"]) == (200, "Call them.")
    late = sends("put", address, {**body, "plan": "Mail them."}, status=412, headers={"If-Match": read["ETag"]})
    assert "changed it in the meantime" in late["sentence"]
    again = sends("put", address, {**body, "plan": "Mail them."}, headers={"If-Match": written["ETag"]})
    assert again["plan"] == Risk.objects.get().plan == "Mail them."


def test_a_pulse_sent_twice_counts_once(sends: Program, alice: User, program: Made) -> None:
    key, body = {"Idempotency-Key": "pulse-1"}, {"score": 85, "reason": "They love it."}
    first = sends.raw("post", "/accounts/alder/pulses", body, headers=key)
    second = sends.raw("post", "/accounts/alder/pulses", body, headers=key)
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    assert ("Idempotent-Replay" in first, second["Idempotent-Replay"]) == (False, "true")
    assert Pulse.objects.count() == 1
    other = sends("post", "/accounts/alder/pulses", {**body, "score": 1}, status=422, headers=key)
    assert "belongs to another request" in other["sentence"]
    sends("post", "/accounts/alder/pulses", body, status=201)  # without a key it is another pulse
    assert len(sends("get", "/accounts/alder/pulses")["items"]) == 2
    program(alice)("post", "/accounts/alder/pulses", body, status=201, headers=key)  # another program's key
    assert Pulse.objects.count() == 3


def test_a_pulse_is_withdrawn_by_who_gave_it(sends: Program, alice: User) -> None:
    made = sends("post", "/accounts/alder/pulses", {"score": 20, "reason": "They left the call."}, status=201)
    assert (made["band"], made["by"], made["stale"]) == ("red", "Alice", False)
    sends("delete", "/accounts/alder/pulses/nope", status=422)
    sends("delete", f"/accounts/alder/pulses/{made['id']}", status=204)
    assert sends("get", "/accounts/alder/pulses")["items"] == []


def test_a_refused_request_may_be_mended_with_the_same_key(sends: Program) -> None:
    key = {"Idempotency-Key": "risk-1"}
    sends("post", "/accounts/alder/risks", {"title": " "}, status=422, headers=key)
    sends("post", "/accounts/alder/risks", {"title": "Sponsor left"}, status=201, headers=key)
    sends("post", "/accounts/alder/risks", {"title": "Sponsor left"}, status=201, headers=key)
    assert Risk.objects.count() == 1
    assert sends("get", "/me", headers={"Idempotency-Key": "x" * 300})
    assert sends("post", "/accounts/alder/risks", {"title": "x"}, status=422, headers={"Idempotency-Key": "x" * 201})


def test_a_label_is_corrected_and_taken_back(sends: Program) -> None:
    row = TextLabel.objects.create(kind="ticket", text_id="t1", account_id="alder", told="negative", confidence=0.9,
                                   score=-2, model_version="1", text_loaded_at=NOW)  # fmt: skip
    address = f"/labels/{row.pk}/correct"
    assert sends("post", address, {"label": "neutral"})["label"] == "neutral"
    assert sends("post", address, {"label": ""})["label"] == "negative"
    assert sends("post", address, {"label": "angry"}, status=422)["where"] == "body.label"
    sends("post", "/labels/99999/correct", {"label": ""}, status=404)


def test_a_scorecard_is_drafted_published_and_judged(leads: Program, lea: User) -> None:
    held = leads("get", "/scorecards/standard")
    body = {**held["body"], "groups": held["body"]["groups"][:1]}
    address = "/scorecards/standard/draft"
    assert leads("put", address, body, status=428)["where"] == "header.If-Match"
    draft = leads("put", address, body, headers={"If-Match": held["etag"]})
    assert (draft["version"], draft["state"], len(draft["body"]["groups"])) == (2, "draft", 1)
    assert leads("put", address, body, status=412, headers={"If-Match": held["etag"]})
    assert leads("get", "/scorecards/standard?version=draft")["etag"] == draft["etag"]
    publish = "/scorecards/standard/publish"
    leads("post", publish, {"note": "Usage alone."}, status=428)
    leads("post", publish, {"note": ""}, status=422, headers={"If-Match": draft["etag"]})
    sent = {"If-Match": draft["etag"], "Idempotency-Key": "p"}
    done = leads("post", publish, {"note": "Usage alone."}, headers=sent)
    assert (done["state"], done["note"], done["author"]["email"]) == ("published", "Usage alone.", lea.email)
    again = leads(
        "post", publish, {"note": "Usage alone."}, headers={"If-Match": draft["etag"], "Idempotency-Key": "p"}
    )
    assert again == done
    assert Job.objects.get().task.endswith("judge")
    assert Document.objects.get(key="standard", version=1).state == State.RETIRED
    leads("post", publish, {"note": "Once more."}, status=409, headers={"If-Match": done["etag"]})


def test_a_draft_is_thrown_away_and_a_new_scorecard_begun(leads: Program) -> None:
    body = leads("get", "/scorecards/standard")["body"]
    new = {**body, "id": "mine", "name": "Mine"}
    draft = leads("put", "/scorecards/mine/draft", new)
    leads("delete", "/scorecards/mine/draft", status=428)
    leads("delete", "/scorecards/mine/draft", status=204, headers={"If-Match": f'"{draft["etag"]}"'})
    leads("delete", "/scorecards/mine/draft", status=404)
    assert "address says other" in leads("put", "/scorecards/other/draft", new, status=422)["sentence"]
    new["groups"] = [{"name": "One", "inputs": [{"measure": "nope", "curve": [[0, 0], [1, 1]]}]}]
    assert "nope is no measure" in leads("put", "/scorecards/mine/draft", new, status=422)["sentence"]


def test_a_task_is_added_changed_and_done(sends: Program, alice: User, lea: User) -> None:
    body = {"title": "Call them", "due_on": "2026-03-12"}
    made = sends("post", "/tasks", {**body, "account": "alder", "owner": lea.pk, "priority": "high"}, status=201)
    assert (made["owner"]["id"], made["priority"], made["account"]) == (lea.pk, "high", "alder")
    sends("post", "/tasks", {**body, "account": "nobody"}, status=404)
    assert sends("get", "/tasks?mine=true")["items"] == []
    address = f"/tasks/{made['id']}"
    sends("put", address, body, status=428)
    written = sends("put", address, {**body, "note": "About the ticket"}, headers={"If-Match": made["etag"]})
    assert (written["owner"]["id"], written["priority"], written["note"]) == (alice.pk, "normal", "About the ticket")
    sends("put", address, body, status=412, headers={"If-Match": made["etag"]})
    assert sends("post", f"{address}/finish")["finished_by"]["id"] == alice.pk
    assert "has done this task" in sends("post", f"{address}/cancel", status=422)["sentence"]
    assert [one["id"] for one in sends("get", "/tasks?state=done&account=alder")["items"]] == [made["id"]]
    assert sends("post", f"{address}/reopen")["state"] == "open"
    assert {change.origin for change in Change.objects.filter(subject_type="work.task")} == {"api"}


def test_who_may_not_change_a_task_cannot(sends: Program, bob: User, program: Made) -> None:
    made = sends("post", "/tasks", {"title": "Call them", "due_on": "2026-03-12", "account": "alder"}, status=201)
    other = program(bob)
    assert other("get", f"/tasks/{made['id']}")["title"] == "Call them"
    for verb in ("finish", "cancel", "reopen"):
        other("post", f"/tasks/{made['id']}/{verb}", status=404)
    own = sends("post", "/tasks", {"title": "Mine alone", "due_on": "2026-03-12"}, status=201)
    other("get", f"/tasks/{own['id']}", status=404)


def test_a_measure_is_checked_drafted_and_published(leads: Program) -> None:
    body = {**leads("get", "/measures/escalated_tickets"), "name": "Escalations"}
    assert leads("post", "/proof/check-measure", body)["name"] == "Escalations"
    wrong = leads("post", "/proof/check-measure", {**body, "formula": {"kind": "level", "of": "nope"}}, status=422)
    assert "'nope' is no source" in wrong["sentence"]
    held = leads("get", "/measures/escalated_tickets/versions/published")
    draft = leads("put", "/measures/escalated_tickets/draft", body, headers={"If-Match": held["etag"]})
    assert leads("get", "/measures/escalated_tickets")["name"] != "Escalations"
    match = {"If-Match": draft["etag"]}
    leads("post", "/measures/escalated_tickets/publish", {"note": "A shorter name."}, headers=match)
    assert leads("get", "/measures/escalated_tickets")["name"] == "Escalations"
    again = leads("put", "/measures/escalated_tickets/draft", body, headers={
        "If-Match": leads("get", "/measures/escalated_tickets/versions/2")["etag"]})  # fmt: skip
    leads("delete", "/measures/escalated_tickets/draft", status=204, headers={"If-Match": again["etag"]})


def test_a_link_to_a_customers_page_is_given_and_revoked(
    sends: Program, alice: User, bob: User, program: Made, settings: Any
) -> None:
    settings.TENURE_URL = "https://tenure.example"
    Contact.objects.create(id="ada", account_id="alder", name="Ada Ferreira", email="ada@alder.example")
    Contact.objects.create(id="bea", account_id="birch", name="Bea Lund", email="bea@birch.example")
    made = sends("post", "/customer-pages/links", {"contact": "ada"}, status=201)
    assert (made["contact"], made["account"], made["state"]) == ("ada", "alder", "in force")
    link = PortalLink.objects.get()
    assert addresses.token(link.key) not in str(made)
    assert [one["id"] for one in sends("get", "/customer-pages/links?account=alder")["items"]] == [made["id"]]
    assert sends("get", "/customer-pages/links?contact=bea")["items"] == []
    PortalVisit.objects.create(contact_id="ada", account_id="alder", at=NOW, page="home", browser="Firefox, Linux")
    assert sends("get", "/customer-pages/visits?account=alder")["items"][0]["browser"] == "Firefox, Linux"
    assert sends("get", "/accounts/alder/guides") == []
    sends("post", "/customer-pages/links", {"contact": "bea"}, status=404)  # not her account
    assert "no contact" in sends("post", "/customer-pages/links", {"contact": "nobody"}, status=422)["sentence"]
    program(bob)("post", f"/customer-pages/links/{made['id']}/revoke", status=404)
    assert sends("post", f"/customer-pages/links/{made['id']}/revoke")["state"] == "revoked"
    assert Change.objects.filter(verb="portal.link_given", origin="api", actor=alice).count() == 1
