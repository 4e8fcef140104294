"""Who of the invited uses the product, and the rule that starts onboardings by itself, for programs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from tenure.api.tests.conftest import NOW, Program
from tenure.company.models import User
from tenure.customers.models import Contact, ProductUser
from tenure.engine.tests.conftest import _events, account, busy_company, pays
from tenure.journal.models import Change
from tenure.onboarding.models import Onboarding, Plan

__all__ = ["account", "busy_company", "pays"]
Made = Callable[..., Program]
DAY = date(2026, 3, 9)


@pytest.fixture
def reads(busy_company: Any, vera: User, program: Made) -> Program:
    """For a viewer; an onboarding in which one of four invited was never there."""
    ProductUser.objects.create(id="new", account_id="a", name="New", email="new@a.test", created_at=NOW)
    ProductUser.objects.filter(pk="new").update(created_at=NOW - timedelta(days=9))
    ProductUser.objects.create(id="ours", account_id="a", is_internal=True)
    Contact.objects.create(id="C", account_id="a", name="New", email="NEW@a.test")
    onboarding = Onboarding.objects.create(id="led", account_id="a", started_on=date(2026, 2, 1))
    Onboarding.objects.create(id="imported", account_id="a", started_on=date(2025, 2, 1), completed_on=DAY)
    Plan.objects.create(onboarding=onboarding, template="guided", template_version=1, name="Plan", planned_on=DAY,
                        first_value_feature="lists", created_at=NOW, changed_at=NOW)  # fmt: skip
    return program(vera, may_write=False)


def used(day: date) -> dict[str, set[date]]:
    """By user the days with an event, from the events themselves."""
    found: dict[str, set[date]] = {}
    for row in _events().to_pylist():
        at = row["ts"].date()
        if row["account_id"] == "a" and date(2025, 12, 3) < at <= day:
            found.setdefault(row["user_id"], set()).add(at)
    return found


def test_it_is_told_who_was_there_and_uses_what_they_came_for(reads: Program) -> None:
    found = reads("get", "/onboardings/led/access?as_of=2026-03-09")
    seen = used(DAY)
    people = {one["user"]: one for one in found["items"]}
    assert (found["as_of"], found["feature"], found["invited"], found["signed_in"]) == ("2026-03-09", "lists", 4, 3)
    assert found["using"] == sum(one["state"] == "uses_it" for one in people.values())
    assert people.keys() == {"new", *seen}
    never = found["items"][0]
    assert (never["user"], never["state"], never["contact"], never["first_seen"], never["days"]) == (
        "new", "never_signed_in", "C", None, 0,
    )  # fmt: skip
    for user, days in seen.items():
        told = people[user]
        shown = (told["first_seen"], told["last_seen"], told["days"])
        assert shown == (min(days).isoformat(), max(days).isoformat(), len(days))


def test_it_is_of_the_day_and_comes_in_pages(reads: Program) -> None:
    then = reads("get", "/onboardings/led/access?as_of=2026-02-20")
    assert [one["user"] for one in then["items"]] == sorted(used(date(2026, 2, 20)))  # "new" was not yet invited
    first = reads("get", "/onboardings/led/access?per_page=3")
    rest = reads("get", first["next"].removeprefix("/api/v1"))
    assert (len(first["items"]), len(rest["items"]), rest["next"], rest["invited"]) == (3, 1, None, 4)
    said = reads("get", "/onboardings/led/access?as_of=2030-01-01", status=422)
    assert "is not known yet" in said["sentence"]


def test_without_a_plan_or_computed_usage_nothing_is_told(reads: Program, settings: Any, tmp_path: Any) -> None:
    reads("get", "/onboardings/imported/access", status=404)
    reads("get", "/onboardings/none/access", status=404)
    settings.HOME = tmp_path / "nothing"
    reads("get", "/onboardings/led/access", status=503)


def test_the_rule_is_switched_by_leads_and_read_by_all(db: None, lea: User, alice: User, program: Made) -> None:
    with time_machine.travel(NOW, tick=False):
        leads, csm = program(lea), program(alice)
        assert csm("get", "/onboarding-rule") == {"on": False, "since": None, "changed_by": None, "changed_at": None}
        csm("put", "/onboarding-rule", {"on": True}, status=404)
        on = leads("put", "/onboarding-rule", {"on": True})
        assert (on["on"], on["since"], on["changed_by"]["id"]) == (True, "2026-03-10", lea.pk)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert leads("put", "/onboarding-rule", {"on": True}) == on == csm("get", "/onboarding-rule")  # nothing anew
        assert leads("put", "/onboarding-rule", {"on": False})["since"] is None
        leads("put", "/onboarding-rule", {}, status=422)
    journal = Change.objects.filter(verb__startswith="onboarding.rule").order_by("pk")
    assert list(journal.values_list("verb", "origin")) == [
        ("onboarding.rule_on", "api"),
        ("onboarding.rule_off", "api"),
    ]
