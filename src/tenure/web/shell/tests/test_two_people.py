"""Two people write on one thing at once: both values stand on the page, and saving again is a choice."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenure.company.clock import today
from tenure.company.models import User, settings_row
from tenure.customers.models import Account, Contact
from tenure.planning.plans import verbs as plans
from tenure.web.meanwhile import both
from tenure.work.meetings.models import Meeting
from tenure.work.messages import drafting
from tenure.work.portal import resources
from tenure.work.tasks import add_task

pytestmark = pytest.mark.django_db
MEETING = {"title": "Kick-off", "starts": "2036-12-03T10:00", "minutes": "45", "zone": "Europe/Paris"}


@pytest.fixture
def account(alice: User) -> Account:
    settings_row()
    made = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    Contact.objects.create(id="C1", account=made, email="ada@ostrelle.example")  # known by an address alone
    return made


@pytest.fixture
def client(alice: User) -> Client:
    made = Client()
    made.force_login(alice)
    return made


Made = tuple[str, str, dict[str, Any]]  # the page, where it is sent to, and what is in the form


def a_task(user: User, account: Account, _: Client) -> Made:
    address = f"/tasks/{add_task(user, 'Call them', today(), account=account).pk}/"
    return address, address, {"title": "Call them", "due_on": today().isoformat(), "owner": user.pk, "priority": "1"}


def a_meeting(user: User, account: Account, client: Client) -> Made:
    client.post("/meetings/plan/A1/", MEETING | {"to": "C1"})
    address = f"/meetings/{Meeting.objects.get().pk}/edit/"
    return address, address, MEETING | {"to": "C1"}


def a_message(user: User, account: Account, _: Client) -> Made:
    address = f"/messages/{drafting.begin(user, account, 'Hello', 'Hello', ['C1']).pk}/edit/"
    return address, address, {"subject": "Hello", "to": "C1"}


def a_guide(user: User, account: Account, _: Client) -> Made:
    made = resources.add(user, resources.Content("First steps", "guide", body="Sign in."), account)
    address = f"/customer-pages/guides/{made.pk}/"
    return address, address, {"title": "First steps", "kind": "guide", "place": "100"}


def a_plan(user: User, account: Account, _: Client) -> Made:
    made = plans.begin(user, account, "Roll-out")
    page = f"/plans/plan/{made.pk}/"
    return page, f"{page}do/edit/", {"name": "Roll-out", "owner": user.pk, "started_on": today().isoformat()}


@pytest.mark.parametrize(("make", "field"), [
    (a_task, "note"), (a_meeting, "agenda"), (a_meeting, "place"), (a_message, "body"), (a_guide, "body"),
    (a_plan, "summary"),
])  # fmt: skip
def test_both_values_are_shown_and_none_is_lost(
    alice: User, account: Account, client: Client, make: Callable[[User, Account, Client], Made], field: str
) -> None:
    page, address, form = make(alice, account, client)
    seen = seen_on(client.get(page))
    assert client.post(address, form | {field: "What she wrote", "seen": seen}).status_code == 302
    late = client.post(address, form | {field: "What he wrote", "seen": seen})
    assert late.status_code == 422
    told = late.content.decode().partition("tn-both")[2].partition("</table>")[0]
    assert "<td>What she wrote</td><td>What he wrote</td>" in told
    assert told.count("<tr><td>") == 1, "nothing else is another"
    again = client.post(address, form | {field: "What he wrote", "seen": seen_on(late)})
    assert again.status_code == 302


def test_a_plan_that_was_changed_keeps_the_day_and_the_owner_that_were_typed(
    alice: User, bob: User, account: Account, client: Client
) -> None:
    page, address, form = a_plan(alice, account, client)
    seen = seen_on(client.get(page))
    client.post(address, form | {"name": "Hers", "seen": seen})
    late = client.post(address, form | {"owner": bob.pk, "started_on": "2026-01-02", "seen": seen}).content.decode()
    assert 'name="started_on" required value="2026-01-02"' in late
    assert f'<option value="{bob.pk}" selected>' in late


def seen_on(reply: Any) -> str:
    [first, *_] = re.findall(r'name="seen" value="([^"]*)"', reply.content.decode())
    return str(first)


def test_only_what_differs_is_told() -> None:
    labels = {"title": "Title", "note": "Note", "owner": "Owner"}
    theirs, mine = {"title": "A", "note": "x\ny", "owner": None}, {"title": "A", "note": "x\r\ny ", "owner": "Ada"}
    assert both(labels, theirs, mine) == [("Owner", "nothing", "Ada")]
