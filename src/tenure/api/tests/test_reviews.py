"""Reviews by a program: scheduled, written in, held, shared, and their files."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tenure.api import review_blocks
from tenure.api.tests.conftest import Program
from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.planning.models import Review
from tenure.planning.reviews import writing
from tenure.work.models import Task

Made = Callable[..., Program]


@pytest.fixture
def sends(company: None, alice: User, program: Made) -> Program:
    Account.objects.filter(pk="alder").update(owner=alice)
    Contact.objects.create(id="dana", account_id="alder", name="Dana", role="champion")
    return program(alice, may_write=True)


def scheduled(sends: Program) -> Any:
    return sends.raw("post", "/reviews", {"account": "alder", "due_on": str(today())}).json()


def later() -> str:
    return str(today() + timedelta(days=3))


def test_a_review_from_the_schedule_to_what_came_of_it(sends: Program) -> None:
    made = scheduled(sends)
    here = f"/reviews/{made['id']}"
    assert (made["title"], made["status"]) == ("Quarterly business review", "scheduled")
    assert [one["id"] for one in sends.raw("get", "/reviews?account=alder").json()["items"]] == [made["id"]]
    assert sends.raw("post", f"{here}/prepare", {}).status_code == 200
    assert sends.raw("get", here).json()["being_prepared"]
    step = {"title": "Name a lead", "due_on": later(), "contact": "dana"}
    sent = {"held_on": str(today()), "contacts": ["dana"], "decisions": ["Go on"], "steps": [step]}
    held = sends.raw("post", f"{here}/hold", sent).json()
    assert (held["status"], held["customer_attended"], held["decisions"]) == ("held", True, ["Go on"])
    assert [(one["title"], one["contact"]) for one in held["steps"]] == [("Name a lead", "dana")]
    assert Task.objects.get().shared
    said = sends.raw("post", f"{here}/feedback", {"contact": "dana", "rating": 5}).json()
    assert said["feedback"][0]["rating"] == 5
    assert {change.origin for change in Change.objects.filter(verb__startswith="review.")} == {"api"}


def test_a_block_is_written_over_what_was_read_and_nothing_else(sends: Program) -> None:
    made = scheduled(sends)
    block = Review.objects.get(pk=made["id"]).blocks.create(place=1, kind="summary", title="Summary")
    here = f"/reviews/{made['id']}/blocks/{block.pk}"
    body = {"title": "Summary", "body": "Words"}
    assert sends.raw("put", here, body, headers={"If-Match": '"9"'}).status_code == 412
    written = sends.raw("put", here, body, headers={"If-Match": '"1"'}).json()
    assert (written["body"], written["etag"]) == ("Words", "2")


def test_what_changes_between_reading_and_writing_is_not_written_over(
    sends: Program, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else writes after the etag was compared."""
    made = scheduled(sends)
    block = Review.objects.get(pk=made["id"]).blocks.create(place=1, kind="summary", title="Summary")

    def compared(given: str | None, etag: str) -> None:
        writing.edit_block(alice, made["id"], block.pk, {"body": "Theirs"}, seen=1)

    monkeypatch.setattr(review_blocks, "hold", compared)
    here = f"/reviews/{made['id']}/blocks/{block.pk}"
    said = sends("put", here, {"title": "Summary", "body": "Ours"}, headers={"If-Match": '"1"'}, status=412)
    assert (said["where"], said["sentence"].partition(";")[0]) == (
        "header.If-Match", "Somebody changed it in the meantime",
    )  # fmt: skip
    block.refresh_from_db()
    assert block.body == "Theirs"


def test_files_come_as_text(sends: Program) -> None:
    made = scheduled(sends)
    for kind, start in (("pptx", b"PK"), ("pdf", b"%PDF")):
        found = sends.raw("get", f"/reviews/{made['id']}/file?kind={kind}").json()
        assert base64.b64decode(found["base64"]).startswith(start)


def test_what_is_wrong_is_a_sentence_with_its_place(sends: Program) -> None:
    here = f"/reviews/{scheduled(sends)['id']}"
    cases: Any = (
        ("/share", {}, "prepare it first"), ("/hold", {"held_on": later()}, "still to come"),
        ("/hold", {"held_on": str(today()), "contacts": ["x"]}, "no contact 'x'"),
        ("/steps", {"title": "x", "due_on": later(), "goal": "g"}, "no objective 'g'"),
    )  # fmt: skip
    for path, body, sentence in cases:
        reply = sends.raw("post", here + path, body)
        assert reply.status_code == 422, path
        assert sentence in reply.json()["sentence"]


def test_who_came_is_not_taken_away_afterwards(sends: Program) -> None:
    here = f"/reviews/{scheduled(sends)['id']}"
    held = sends("post", f"{here}/hold", {"held_on": str(today()), "contacts": ["dana"]})
    said = sends("post", f"{here}/guests", {"contacts": []}, headers={"If-Match": held["guests_etag"]}, status=422)
    assert "was held" in said["sentence"]
    assert [(one["contact"], one["attended"]) for one in sends("get", here)["guests"]] == [("dana", True)]


def test_cadences(company: None, lea: User, program: Made) -> None:
    sends = program(lea, may_write=True)
    assert sends.raw("put", "/review-cadences/gold", {"days": 90}).json() == [{"tier": "gold", "days": 90, "deck": ""}]
    assert sends.raw("put", "/review-cadences/gold", {"days": None}).json() == []
    assert sends.raw("put", "/review-cadences/gold", {"days": 1}).status_code == 422


def test_blocks_and_people_of_a_review(sends: Program, bob: User, lea: User, program: Made) -> None:
    here = f"/reviews/{scheduled(sends)['id']}"
    first = sends("post", f"{here}/blocks", {"title": "In our words"}, status=201)
    second = sends("post", f"{here}/blocks", {"title": "And then"}, status=201)
    assert sends("post", f"{here}/blocks/{first['id']}/show", {"shown": False})["hidden"]
    moved = sends("post", f"{here}/blocks/{second['id']}/move", {"to": "up"})
    assert [one["id"] for one in moved["blocks"]] == [second["id"], first["id"]]
    refused = sends("post", f"{here}/blocks/{first['id']}/refresh", {}, status=422)
    assert "filled by people" in refused["sentence"]
    when = {"starts": f"{later()}T10:00", "zone": "Europe/Paris"}
    etag = sends("get", here)["guests_etag"]
    sends("post", f"{here}/guests", {"contacts": []}, status=428)
    nobody = sends("post", f"{here}/guests", {"contacts": []}, headers={"If-Match": f'"{etag}"'})
    sends("post", f"{here}/guests", {"contacts": ["dana"]}, headers={"If-Match": etag}, status=412)
    assert "whom the review is for" in sends("post", f"{here}/meeting", when, status=422)["sentence"]
    match = {"If-Match": nobody["guests_etag"]}
    assert "no contact" in sends("post", f"{here}/guests", {"contacts": ["x"]}, headers=match, status=422)["sentence"]
    mistyped = {"contacts": ["dana"], "colleagues": ["bbo@example.com"]}
    assert "bbo@example.com" in sends("post", f"{here}/guests", mistyped, headers=match, status=422)["sentence"]
    invited = sends("post", f"{here}/guests", {"contacts": ["dana"]}, headers=match)
    assert [one["contact"] for one in invited["guests"]] == ["dana"]
    assert sends("post", f"{here}/meeting", when)["due_on"] == later()
    assert sends("post", f"{here}/hand-over", {"owner": lea.pk})["owner"]["id"] == lea.pk
    assert sends("post", f"{here}/hand-over", {"owner": 99999}, status=422)["where"] == "body.owner"
    program(bob)("post", f"{here}/blocks", {"title": "Mine"}, status=404)
