"""Onboardings for programs: started, moved, stuck, finished, ended; and as of a past day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tenure.api import onboardings
from tenure.api.tests.conftest import NOW, Program
from tenure.company.models import User
from tenure.customers.models import Account
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.onboarding import moving
from tenure.onboarding.models import Onboarding

Made = Callable[..., Program]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture
def sends(clock: Any, db: None, alice: User, program: Made) -> Program:
    """For a CSM who owns Alder."""
    Account.objects.create(id="alder", name="Alder", owner=alice)
    return program(alice)


@pytest.fixture
def made(sends: Program) -> Any:
    return sends("post", "/accounts/alder/onboardings", {"template": "guided", "begins": "2026-03-09"}, status=201)


def step(plan: Any, key: str) -> Any:
    return next(one for one in plan["steps"] if one["key"] == key)


def test_started_from_a_template_it_is_in_the_list(sends: Program, made: Any, alice: User) -> None:
    assert (made["state"], made["lead"]["id"], made["steps_all"], made["as_of"]) == (
        "behind", alice.pk, 13, "2026-03-10",
    )  # fmt: skip
    listed = sends("get", "/onboardings")["items"]
    assert [(one["id"], one["name"]) for one in listed] == [(made["id"], "Guided start")]
    assert sends("get", "/onboardings?state=stuck")["items"] == []
    again = {"template": "guided", "begins": "2026-03-09"}
    assert "is running since" in sends("post", "/accounts/alder/onboardings", again, status=422)["sentence"]


def test_steps_are_finished_stuck_freed_and_moved(sends: Program, made: Any) -> None:
    address = f"/onboardings/{made['id']}"
    assert step(sends("post", f"{address}/steps/handover/finish"), "handover")["state"] == "done"
    stuck = sends("post", f"{address}/steps/welcome/stuck", {"reason": "No address", "waits_for": "us"})
    assert (step(stuck, "welcome")["stuck_because"], stuck["steps_stuck"]) == ("No address", 1)
    assert step(sends("post", f"{address}/steps/welcome/free"), "welcome")["state"] != "stuck"
    place = {"start": "2026-04-01", "days": 6}
    sends("put", f"{address}/steps/data/place", place, status=428)
    sends("put", f"{address}/steps/data/place", place, status=412, headers={"If-Match": '"then"'})
    moved = sends("put", f"{address}/steps/data/place", place, headers={"If-Match": f'"{made["etag"]}"'})
    assert (step(moved, "data")["start"], step(moved, "data")["days"]) == ("2026-04-01", 6)
    assert moved["etag"] != made["etag"]
    assert set(Change.objects.filter(verb__startswith="onboarding.").values_list("origin", flat=True)) == {"api"}


def test_what_changes_between_reading_and_moving_is_not_moved(
    sends: Program, made: Any, clock: Any, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else agrees anew after the etag was compared."""

    def compared(given: str | None, etag: str) -> None:
        clock.shift(1)
        moving.agree_anew(alice, made["id"], "New office", seen=etag)

    monkeypatch.setattr(onboardings, "hold", compared)
    here = f"/onboardings/{made['id']}/steps/data/place"
    said = sends("put", here, {"start": "2026-04-01", "days": 6}, headers={"If-Match": made["etag"]}, status=412)
    assert (said["where"], said["sentence"].partition(";")[0]) == (
        "header.If-Match", "Somebody changed it in the meantime",
    )  # fmt: skip
    assert step(sends("get", f"/onboardings/{made['id']}"), "data")["days"] != 6


def test_a_past_day_is_as_it_was(sends: Program, made: Any, clock: Any) -> None:
    clock.move_to(datetime(2026, 3, 13, 12, tzinfo=UTC))
    sends("post", f"/onboardings/{made['id']}/steps/handover/finish")
    then = sends("get", f"/onboardings/{made['id']}?as_of=2026-03-11")
    assert (then["as_of"], step(then, "handover")["state"]) == ("2026-03-11", "behind")
    said = sends("get", f"/onboardings/{made['id']}?as_of=2026-03-14", status=422)
    assert (said["where"], "is not known yet" in said["sentence"]) == ("query.as_of", True)


def test_ended_and_opened_again(sends: Program, made: Any, bob: User, dana: User) -> None:
    address = f"/onboardings/{made['id']}"

    def held() -> dict[str, str]:
        return {"If-Match": f'"{sends("get", address)["etag"]}"'}

    assert "steps are not done" in sends("post", f"{address}/complete", {}, status=422, headers=held())["sentence"]
    assert sends("post", f"{address}/complete", {"anyway": True}, headers=held())["completed_on"] == "2026-03-10"
    assert Job.objects.unfinished().filter(key="success-reviews:now").count() == 1
    assert sends("post", f"{address}/reopen")["completed_on"] is None
    assert sends("post", f"{address}/agree", {"reason": "New office"}, headers=held())["late_days"] == 0
    assert sends("post", f"{address}/cancel", {"reason": "Sold"}, headers=held())["state"] == "cancelled"
    sends("post", f"{address}/reopen")
    assert sends("post", f"{address}/hand-over", {"lead": bob.pk}, headers=held())["lead"]["id"] == bob.pk
    for nobody in (99, dana.pk):
        said = sends("post", f"{address}/hand-over", {"lead": nobody}, status=422, headers=held())
        assert (said["where"], said["sentence"]) == ("body.lead", f"There is no active person {nobody}.")


def test_an_imported_one_has_no_plan(sends: Program) -> None:
    Onboarding.objects.create(id="old", account_id="alder", started_on=NOW.date() - timedelta(days=9))
    found = sends("get", "/onboardings/old")
    assert (found["state"], found["name"], found["steps"]) == ("unplanned", None, [])
    sends("post", "/onboardings/old/cancel", {"reason": "Sold"}, status=404, headers={"If-Match": '"x"'})


def test_steps_are_added_written_anew_taken_out_and_brought_back(sends: Program, made: Any) -> None:
    steps = f"/onboardings/{made['id']}/steps"
    body = {"title": "Agree on rights", "phase": made["steps"][0]["phase"], "days": 2, "after": ["handover"]}
    sends("post", steps, body, status=428)
    wrong = sends("post", steps, {**body, "contact": "nobody"}, status=422, headers={"If-Match": made["etag"]})
    assert wrong["where"] == "body.contact"
    wrong = sends("post", steps, {**body, "milestone": "m" * 61}, status=422, headers={"If-Match": made["etag"]})
    assert wrong["where"] == "body.milestone"
    plan = sends("post", steps, body, status=201, headers={"If-Match": made["etag"]})
    key = next(one["key"] for one in plan["steps"] if one["title"] == "Agree on rights")
    assert step(plan, key)["late_days"] == 0
    sends("put", f"{steps}/{key}", {**body, "days": 5}, status=412, headers={"If-Match": made["etag"]})
    plan = sends("put", f"{steps}/{key}", {**body, "days": 5}, headers={"If-Match": plan["etag"]})
    assert step(plan, key)["days"] == 5
    sends("delete", f"{steps}/{key}", status=204, headers={"If-Match": plan["etag"]})
    assert key not in [one["key"] for one in sends("get", f"/onboardings/{made['id']}")["steps"]]
    assert step(sends("post", f"{steps}/{key}/restore", {}), key)["state"] != "done"
