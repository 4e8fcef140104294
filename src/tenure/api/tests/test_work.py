"""Touchpoints, notices and what is new of tasks, for programs."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tenure.api.tests.conftest import Program
from tenure.company.models import User, settings_row
from tenure.customers.models import Account, Contact
from tenure.work.models import Notice, Reminder, Task, Touchpoint
from tenure.work.notices.verbs import notify

pytestmark = pytest.mark.django_db
Made = Callable[..., Program]


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


@pytest.fixture
def mats(account: Account) -> Contact:
    return Contact.objects.create(id="C1", account=account, name="Mats Eklund")


def test_a_touchpoint_with_all_that_came_of_it(program: Made, alice: User, mats: Contact) -> None:
    sends = program(alice, may_write=True)
    made = sends("post", "/accounts/A1/touchpoints", {
        "kind": "call", "body": "Went well.", "subject": "Call", "decisions": ["Go on"], "contacts": ["C1"],
        "actions": [{"title": "Name a champion", "due_on": "2027-03-01", "contact": "C1"}],
    }, status=201)  # fmt: skip
    assert (made["participants"], made["decisions"], len(made["tasks"])) == (["Mats Eklund"], ["Go on"], 1)
    assert Task.objects.get().contact == mats
    [listed] = sends("get", "/accounts/A1/touchpoints?kind=call")["items"]
    assert listed["id"] == made["id"]
    wrong = {"body": "T", "actions": [{"title": "X", "due_on": "2027-03-01", "contact": "C9"}]}
    refused = sends.raw("post", "/accounts/A1/touchpoints", wrong)
    assert refused.status_code == 422
    assert "body.actions.0.contact" in refused.content.decode()
    assert Touchpoint.objects.count() == 1


def test_touchpoints_since_a_day_of_the_company(program: Made, vera: User, account: Account) -> None:
    company = settings_row()
    company.time_zone = "America/New_York"
    company.save()
    at = datetime(2026, 3, 6, 3, 30, tzinfo=UTC)  # half past ten in the evening of the 5th in New York
    Touchpoint.objects.create(id="late", account=account, kind="call", body="x", occurred_at=at)
    reads = program(vera)
    found = [len(reads("get", f"/accounts/A1/touchpoints?since=2026-03-0{day}")["items"]) for day in (5, 6)]
    assert found == [1, 0]


def test_a_task_that_comes_again_with_a_checklist(program: Made, alice: User, mats: Contact) -> None:
    sends = program(alice, may_write=True)
    made = sends("post", "/tasks", {
        "title": "Look at usage", "due_on": "2027-03-01", "account": "A1", "contact": "C1", "checklist": ["a", "b"],
        "repeats": {"every": 2, "unit": "weeks", "weekdays": [3, 0]},
    }, status=201)  # fmt: skip
    assert (made["contact"], made["shared"], made["repeats"]) == ("C1", True, "Every 2 weeks on Mon and Thu")
    ticked = sends("post", f"/tasks/{made['id']}/items/{made['checklist'][1]['id']}/tick", {"done": True})
    assert [(one["text"], one["done"]) for one in ticked["checklist"]] == [("a", False), ("b", True)]
    assert sends("post", f"/tasks/{made['id']}/repeat", {"repeats": None})["repeats"] == ""
    assert Task.objects.get().due_on == date(2027, 3, 1)


def test_notices_and_reminders_are_ones_own(program: Made, alice: User, bob: User) -> None:
    for user in (alice, bob):
        notify(user, Notice.Kind.MENTION, "k", f"For {user}")
    sends = program(alice, may_write=True)
    [one] = sends("get", "/notices?unread=true")["items"]
    assert one["title"] == "For Alice"
    assert sends("post", f"/notices/{one['id']}/read", {})["read_at"]
    assert sends("get", "/notices?unread=true")["items"] == []
    sends("post", "/reminders", {"at": "2027-03-01T09:00:00Z", "text": "Ask"}, status=201)
    assert Reminder.objects.get().user == alice
    assert [one["text"] for one in sends("get", "/reminders")["items"]] == ["Ask"]
