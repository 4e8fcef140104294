"""Plans, objectives, values, proposals and stakeholders, as programs write and read them."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tenure.api.tests.conftest import NOW, Program
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change


@pytest.fixture
def sends(company: None, alice: User, program: Callable[..., Program]) -> Any:
    Account.objects.filter(pk="alder").update(owner=alice)
    Contact.objects.create(id="cora", account_id="alder", name="Cora")
    with time_machine.travel(NOW, tick=True):
        yield program(alice)


def test_a_plan_is_begun_measured_verified_and_closed(sends: Program) -> None:
    plan = sends("post", "/accounts/alder/plans", {"name": "Save time"}, status=201)
    added = sends("post", f"/plans/{plan['id']}/objectives",
                  {"name": "Hours", "unit": "hours", "baseline": "10", "target": "50", "due_on": "2026-12-31"},
                  status=201)  # fmt: skip
    address = f"/objectives/{added['id']}"
    assert (added["standing"], added["value"], added["progress"]) == ("unmeasured", None, None)
    sends("post", f"{address}/values", {"value": "50"}, status=201)
    again = sends("post", f"{address}/values", {"value": "60"}, status=412)
    assert (again["where"], again["sentence"].partition(";")[0]) == ("body", "Somebody changed it in the meantime")
    now = sends("get", address)
    assert (now["standing"], now["progress"], float(now["value"])) == ("attained", 1.0, 50.0)
    assert sends("post", f"{address}/verify", {"said": "Cora"})["verified_by"] == "Cora"
    assert sends("get", "/plans?mine=true")["items"][0]["verified"] == 1
    assert [float(one["value"]) for one in sends("get", f"{address}/values")["items"]] == [50.0]
    assert sends("post", f"/plans/{plan['id']}/close", {"reason": "Done."})["closed_on"]
    assert {one.origin for one in Change.objects.filter(verb__startswith="objective.")} == {"api"}


def test_nothing_is_overwritten_unseen(sends: Program) -> None:
    plan = sends("post", "/accounts/alder/plans", {"template": "efficiency"}, status=201)
    first = sends("get", f"/plans/{plan['id']}/objectives")[0]
    body, address = {"name": "Ours"}, f"/objectives/{first['id']}"
    assert sends("put", address, body, status=428)
    assert sends("put", address, body, status=412, headers={"If-Match": '"old"'})
    assert sends("put", address, body, headers={"If-Match": f'"{first["etag"]}"'})["name"] == "Ours"
    refused = sends("post", "/accounts/alder/plans", {"template": "none"}, status=422)
    assert "no success plan template" in refused["sentence"]


def test_proposals_and_people(sends: Program) -> None:
    made = sends("post", "/accounts/alder/proposals", {"statement": "Fly", "shared": True}, status=201)
    asked = sends("post", f"/proposals/{made['id']}/ask", {"answer": "Where?", "etag": made["etag"]})
    assert (asked["state"], asked["answer"]) == ("asked", "Where?")
    plan = sends("post", "/accounts/alder/plans", {"name": "Up"}, status=201)
    goal = sends("post", f"/proposals/{made['id']}/accept", {"plan": plan["id"], "etag": asked["etag"]})
    assert (goal["name"], goal["plan"]) == ("Fly", plan["id"])
    placed = sends("put", "/accounts/alder/stakeholders/cora", {"influence": 4, "stance": 1},
                   headers={"If-Match": '""'})  # fmt: skip
    assert (placed["influence"], placed["etag"] != "") == (4, True)
    assert sends("get", "/accounts/alder/stakeholders")[0]["stance"] == 1


def test_a_plan_is_written_anew_and_a_proposal_revised_and_withdrawn(sends: Program) -> None:
    plan = sends("post", "/accounts/alder/plans", {"name": "Save time"}, status=201)
    address, body = f"/plans/{plan['id']}", {"name": "Save much time", "summary": "For all", "shared": True}
    assert sends("put", address, body, status=428)
    now = sends("put", address, body, headers={"If-Match": plan["etag"]})
    assert (now["name"], now["summary"], now["shared"], now["started_on"]) == (
        "Save much time", "For all", True, plan["started_on"],
    )  # fmt: skip
    assert sends("put", address, body, status=412, headers={"If-Match": plan["etag"]})
    made = sends("post", "/accounts/alder/proposals", {"statement": "Fly"}, status=201)
    here = f"/proposals/{made['id']}"
    revised = sends("put", here, {"statement": "Fly high"}, headers={"If-Match": made["etag"]})
    assert sends("put", here, {"statement": "Swim"}, status=412, headers={"If-Match": made["etag"]})
    stale: Any = (("withdraw", {}), ("decline", {"answer": "No."}), ("ask", {"answer": "Why?"}),
                  ("accept", {"plan": plan["id"]}))  # fmt: skip
    for verb, more in stale:
        said = sends("post", f"{here}/{verb}", {"etag": made["etag"], **more}, status=412)
        assert said["sentence"] == "Somebody changed it in the meantime; read it again and send what you read."
    assert sends("post", f"{here}/withdraw", {"etag": revised["etag"]})["state"] == "withdrawn"


def test_a_value_a_word_and_a_confirmation_are_taken_back(sends: Program) -> None:
    plan = sends("post", "/accounts/alder/plans", {"name": "Save time", "shared": True}, status=201)
    body = {"name": "Hours", "baseline": "10", "target": "50", "shared": True}
    added = sends("post", f"/plans/{plan['id']}/objectives", body, status=201)
    here = f"/objectives/{added['id']}"
    sends("post", f"{here}/values", {"value": "50"}, status=201)
    sends("post", f"{here}/verify", {"said": "Cora"})
    assert sends("post", f"{here}/unverify", {"reason": "Not Cora"})["verified_on"] is None
    sends("delete", f"{here}/values/2026-03-10", status=204)
    assert "no typed value" in sends("delete", f"{here}/values/2026-03-10", status=422)["sentence"]
    sends("post", f"{here}/comments", {"body": "Among us"})
    sends("post", f"{here}/comments", {"body": "For them", "shared": True})
    said = sends("get", f"{here}/comments")["items"]
    assert [(one["body"], one["shared"]) for one in said] == [("For them", True), ("Among us", False)]
