"""Documents of every kind through the API."""

from collections.abc import Callable

import pytest

from tenure.api.tests.conftest import Program
from tenure.company.models import User
from tenure.jobs.models import Job
from tenure.library.models import Document, Kind, State

pytestmark = pytest.mark.django_db
DECK = "/documents/deck/business_review"


@pytest.fixture
def leads(program: Callable[..., Program], lea: User) -> Program:
    return program(lea)


def test_documents_are_listed_found_and_shown(leads: Program) -> None:
    found = leads("get", "/documents?kind=deck&per_page=2")
    assert [one["kind"] for one in found["items"]] == ["deck", "deck"]
    assert leads("get", found["next"].removeprefix("/api/v1"))["items"]
    [welcome] = [one for one in leads("get", "/documents?kind=message&search=welc")["items"] if one["id"] == "welcome"]
    assert (welcome["id"], welcome["as_shipped"], welcome["state"]) == ("welcome", True, "published")
    assert leads("get", "/documents?state=draft")["items"] == []
    assert leads("get", DECK)["body"]["id"] == "business_review"
    assert [one["version"] for one in leads("get", f"{DECK}/versions")["items"]] == [1]
    leads("get", "/documents/deck/nothing", status=404)
    leads("get", "/documents/letter/welcome", status=422)


def test_a_document_is_checked_drafted_published_and_retired(leads: Program) -> None:
    held = leads("get", DECK)
    body = {**held["body"], "days": 30}
    assert leads("post", "/documents/check", {"kind": "deck", "body": body})["name"] == body["name"]
    wrong = leads("post", "/documents/check", {"kind": "deck", "body": {**body, "days": "soon"}}, status=422)
    assert wrong["sentence"] == "The document, days: give a whole number."
    leads("put", f"{DECK}/draft", {"body": body}, status=428)
    draft = leads("put", f"{DECK}/draft", {"body": body}, headers={"If-Match": held["etag"]})
    leads("put", f"{DECK}/draft", {"body": body}, status=412, headers={"If-Match": held["etag"]})
    made = leads("post", f"{DECK}/publish", {"note": "A month."}, headers={"If-Match": draft["etag"]})
    assert (made["version"], made["body"]["days"], made["note"]) == (2, 30, "A month.")
    assert not Job.objects.exists()
    leads("post", f"{DECK}/retire", {"reason": "x"}, status=428)
    gone = leads("post", f"{DECK}/retire", {"reason": "Too long."}, headers={"If-Match": made["etag"]})
    assert gone["state"] == "retired"
    leads("post", f"{DECK}/retire", {"reason": "x"}, status=404, headers={"If-Match": made["etag"]})


def test_a_draft_is_thrown_away(leads: Program) -> None:
    body = {**leads("get", DECK)["body"], "id": "mine"}
    draft = leads("put", "/documents/deck/mine/draft", {"body": body})
    leads("delete", "/documents/deck/mine/draft", status=204, headers={"If-Match": draft["etag"]})
    leads("delete", "/documents/deck/mine/draft", status=404)


def test_what_another_document_names_is_not_retired(leads: Program) -> None:
    held = leads("get", "/documents/measure/nps")
    refused = leads("post", "/documents/measure/nps/retire", {"reason": "x"}, status=409,
                    headers={"If-Match": held["etag"]})  # fmt: skip
    assert "is read by" in refused["sentence"]


def test_many_come_in_at_once_and_what_is_wrong_stays_out(leads: Program) -> None:
    deck = {**leads("get", DECK)["body"], "days": 30}
    measure = {**leads("get", "/documents/measure/nps")["body"], "id": "nps_of_ours"}
    sent = {"documents": [{"kind": "deck", "body": deck}, {"kind": "measure", "body": measure},
                          {"kind": "deck", "body": {"id": "bad"}}]}  # fmt: skip
    looked = leads("post", "/documents/check-many", {**sent, "note": "x"})
    assert [(one["outcome"], one["version"]) for one in looked] == [("changed", 2), ("new", 1), ("refused", None)]
    assert looked[0]["changes"] == ["Days: 90 → 30"]
    assert not Document.objects.filter(key="nps_of_ours").exists()
    came = leads("post", "/documents/import", {**sent, "note": "From the other one."})
    assert [one["outcome"] for one in came] == ["changed", "new", "refused"]
    assert Document.objects.get(kind=Kind.MEASURE, key="nps_of_ours").state == State.PUBLISHED
    assert Job.objects.filter(task__endswith="judge").exists()
    drafts = leads("post", "/documents/import", {"documents": [{"kind": "deck", "body": {**deck, "days": 60}}]})
    assert [one["outcome"] for one in drafts] == ["changed"]
    assert Document.objects.get(kind=Kind.DECK, state=State.DRAFT).body["days"] == 60
