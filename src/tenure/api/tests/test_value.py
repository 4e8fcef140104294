"""Customer value, check-ins and account plans, as programs write and read them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from tenure.api.tests.conftest import NOW, Program
from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.planning.checkins.keeping import keep
from tenure.planning.models import AccountPlan, ValueRealised
from tenure.work.models import Touchpoint

Made = Callable[..., Program]


@pytest.fixture
def sends(company: None, alice: User, program: Made) -> Any:
    Account.objects.filter(pk__in=("alder", "birch")).update(owner=alice)
    Account.objects.filter(pk="alder").update(motion="sales_led")
    Contact.objects.create(id="cora", account_id="alder", name="Cora")
    with time_machine.travel(NOW, tick=True):
        yield program(alice)


@pytest.fixture
def objective(sends: Program) -> str:
    plan = sends("post", "/accounts/alder/plans", {"name": "Save time", "started_on": "2025-10-01"}, status=201)
    body = {"name": "Hours", "baseline": "10", "baseline_on": "2025-10-01", "target": "50"}
    made = sends("post", f"/plans/{plan['id']}/objectives", body, status=201)
    return f"/objectives/{made['id']}"


def test_a_quarter_is_written_confirmed_and_taken_away(sends: Program, objective: str) -> None:
    address, body = f"{objective}/worth/2025-Q4", {"worth": {"minor": 900000, "currency": "USD"}, "how": "60 hours"}
    assert sends("put", address, body, status=428)
    made = sends("put", address, body, headers={"If-Match": '""'})
    assert (made["worth"], made["reckoned"]) == ({"minor": 900000, "currency": "USD"}, False)
    assert sends("put", address, body, status=412, headers={"If-Match": '""'})
    assert sends("post", f"{address}/verify", {"said": "Cora"})["verified_by"] == "Cora"
    assert [one["period"] for one in sends("get", f"{objective}/worth")] == ["2025-Q4"]
    [kept] = sends("get", "/customer-value?mine=true&period=2025-Q4")["items"]
    assert (kept["account"], kept["worth"]["minor"], kept["cost"]["minor"]) == ("alder", 900000, 3 * 15000)
    [quarter] = sends("get", "/accounts/alder/value?as_of=2026-03-01")["quarters"]
    assert (quarter["ratio"], quarter["verified"], quarter["so_far"]) == (20.0, False, False)  # confirmed on the 10th
    assert sends("get", "/accounts/alder/value")["quarters"][0]["verified"]
    [within] = sends("get", "/accounts/alder/value?as_of=2025-11-15")["quarters"]
    assert (within["sides"][0]["worth"], within["ratio"], within["so_far"]) == (None, None, True)
    book = sends("get", "/customer-value/totals?mine=true")
    assert (book["objectives"], book["period"]) == (1, "2025-Q4")
    assert book["money"][0]["verified"] == {"minor": 900000, "currency": "USD"}
    assert sends("get", "/customer-value?account=birch")["items"] == []
    sends("delete", address, status=428)
    now = sends("get", f"{objective}/worth")[0]["etag"]
    sends("delete", address, status=204, headers={"If-Match": now})
    assert not ValueRealised.objects.exists()


def test_what_cannot_be_a_quarter_is_said(sends: Program, objective: str) -> None:
    body = {"worth": {"minor": 1, "currency": "USD"}, "how": "x"}
    wrong = sends("put", f"{objective}/worth/2025-Q5", body, status=422, headers={"If-Match": '""'})
    assert wrong["where"] == "path.period"
    late = sends("put", f"{objective}/worth/2027-Q1", body, status=422, headers={"If-Match": '""'})
    assert "has not begun" in late["sentence"]
    body["worth"] = {"minor": 1, "currency": "QQQ"}
    assert "currency" in sends("put", f"{objective}/worth/2025-Q4", body, status=422,
                               headers={"If-Match": '""'})["sentence"]  # fmt: skip


def test_a_rate_is_given_kept_and_taken_away(sends: Program, objective: str) -> None:
    body = {"name": "Hours", "baseline": "10", "target": "50"}
    held = sends("get", objective)["etag"]
    rate = {"minor": 5000, "currency": "USD", "per": "month"}
    given = sends("put", objective, {**body, "rate": rate}, headers={"If-Match": held})
    kept = sends("put", objective, {**body, "why": "Less work"}, headers={"If-Match": given["etag"]})
    gone = sends("put", objective, {**body, "rate": None}, headers={"If-Match": kept["etag"]})
    assert (given["rate"], kept["rate"], gone["rate"]) == (rate, rate, None)


def test_who_is_to_be_checked_in_with(sends: Program, lea: User, program: Made) -> None:
    Touchpoint.objects.create(id="met", account_id="alder", kind="meeting", csm_id="a@example.com",
                              occurred_at=datetime(2026, 2, 1, 9, tzinfo=UTC), body="")  # fmt: skip
    Touchpoint.objects.create(id="later", account_id="alder", kind="call", csm_id="a@example.com",
                              occurred_at=datetime(2026, 3, 5, 9, tzinfo=UTC), body="")  # fmt: skip
    keep(["alder", "birch"])
    then = sends("get", "/accounts/alder/check-in?as_of=2026-03-04")  # the call of the 5th is not known yet
    # What is published knows no motion of it yet: 60 days.
    assert then["due"] == [{"way": "people", "every_days": 60, "last_on": "2026-02-01", "due_on": "2026-04-02",
                            "late_days": 0}]  # fmt: skip
    assert sends("get", "/accounts/alder/check-in")["due"][0]["due_on"] == "2026-04-04"
    assert [one["account"] for one in sends("get", "/check-ins?mine=true")["items"]] == ["birch"]
    both = sends("get", "/check-ins?state=all&per_page=1")
    assert (both["items"][0]["met_on"], both["next"] is not None) == (None, True)
    assert [one["account"] for one in sends("get", "/check-ins?state=all&motion=sales_led")["items"]] == ["alder"]
    past_ = sends("get", "/check-ins?state=all&mine=true&as_of=2026-03-04")
    assert [(one["account"], one["due_on"]) for one in past_["items"]] == [
        ("birch", "2024-04-01"), ("alder", "2026-04-02"),
    ]  # fmt: skip
    assert past_["as_of"] == "2026-03-04"
    leads = program(lea)
    assert "at least one way" in leads("post", "/check-in-cadences", {"motion": "sales_led"}, status=422)["sentence"]
    made = leads("post", "/check-in-cadences", {"motion": "sales_led", "tier": "A", "people_days": 7}, status=201)
    assert made in sends("get", "/check-in-cadences")
    assert [one["id"] for one in sends("get", "/check-in-cadences")].count(None) == 4
    leads("delete", f"/check-in-cadences/{made['id']}", status=204)
    assert "Somebody removed it" in leads("delete", f"/check-in-cadences/{made['id']}", status=422)["sentence"]


def test_soon_is_the_same_today_and_on_a_past_day(sends: Program) -> None:
    Touchpoint.objects.create(id="met", account_id="birch", kind="meeting", csm_id="a@example.com",
                              occurred_at=datetime(2026, 1, 20, 9, tzinfo=UTC), body="")  # fmt: skip
    keep(["alder", "birch"])  # Birch is to be met after 60 days, on 21 March

    def told(state: str, day: str = "") -> list[tuple[str, int]]:
        found = sends("get", f"/check-ins?mine=true&state={state}{day and f'&as_of={day}'}")
        return [(one["account"], one["late_days"]) for one in found["items"]]

    since = date(2024, 1, 10)  # Alder was never met; its motion, and with it 30 days, is known from today on
    assert told("soon") == told("soon", "2026-03-07") == [("birch", 0)]
    assert told("soon", "2026-03-06") == []
    assert told("overdue") == [("alder", (date(2026, 3, 10) - since).days - 30)]
    assert told("overdue", "2026-03-06") == [("alder", (date(2026, 3, 6) - since).days - 60)]


def test_an_account_plan_keeps_its_versions(sends: Program, bob: User, program: Made) -> None:
    address = "/accounts/alder/account-plan"
    sends("get", address, status=404)
    body = {"sections": {"aim": "Twice the users"}, "note": "The first"}
    assert sends("put", address, body, status=428)
    first = sends("put", address, body, headers={"If-Match": '"0"'})
    assert (first["version"], first["sections"]["aim"]) == (1, "Twice the users")
    assert "Nobody is known as champion." in first["known"]["gaps"]
    assert sends("put", address, body, status=412, headers={"If-Match": '"0"'})
    second = sends("put", address, {"sections": {"aim": "Thrice"}}, headers={"If-Match": first["etag"]})
    assert sends("get", address) == second
    assert sends("get", f"{address}?version=1")["sections"]["aim"] == "Twice the users"
    assert [one["version"] for one in sends("get", f"{address}/versions?per_page=1")["items"]] == [2]
    assert "at least one section" in sends("put", address, {"sections": {}}, status=422,
                                           headers={"If-Match": "2"})["sentence"]  # fmt: skip
    ground = sends("get", f"{address}/ground")
    assert (ground["as_of"], ground["whitespace"]) == (str(date(2026, 3, 10)), [])
    assert {one["kind"] for one in ground["gaps"]} >= {"no_champion", "never_spoken"}
    program(bob)("put", address, body, status=404, headers={"If-Match": '"2"'})
    assert AccountPlan.objects.count() == 2
