"""A book of Alice's with one thing of each kind that waits."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, AccountState
from tenure.health.models import Risk
from tenure.work import tasks
from tenure.work.models import Task

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def state(key: str, owner: User | None, **fields: Any) -> AccountState:
    account = Account.objects.create(id=key, name=f"Account {key}", owner=owner)
    usual = {"as_of": today(), "status": "customer", "arr_minor": 10_000, "health": 8_000, "health_change": 0}
    return AccountState.objects.create(account=account, **(usual | fields))


def make_risk(key: str, owner: User | None, **fields: Any) -> Risk:
    usual = {"kind": "silent", "title": "Nobody uses it", "cause": "No event for 14 days.", "value_minor": 50_000,
             "due_on": today() + timedelta(days=5), "opened_on": today(), "last_sign_on": today()}  # fmt: skip
    return Risk.objects.create(account_id=key, owner=owner, **(usual | fields))


@pytest.fixture
def risk(alice: User) -> Risk:
    state("A/1", alice, arr_minor=50_000)
    return make_risk("A/1", alice)


@pytest.fixture
def task(risk: Risk, alice: User) -> Task:
    return tasks.add_task(alice, "Send the plan", today(), account=risk.account)


@pytest.fixture
def change(alice: User) -> AccountState:
    return state("A2", alice, health=4_800, health_change=-1_100, arr_minor=41_200_000)


@pytest.fixture
def renewal(alice: User) -> AccountState:
    return state("A3", alice, renewal_on=today() + timedelta(days=12), arr_minor=9_640_000)


@pytest.fixture
def as_alice(client: Client, alice: User, home: Any) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def full(risk: Risk, task: Task, change: AccountState, renewal: AccountState) -> None:
    """All of it."""


def page(client: Client, query: str = "") -> Any:
    answer = client.get(reverse("day:page") + query)
    assert answer.status_code == 200
    return answer


def waiting(client: Client, query: str = "") -> dict[str, list[str]]:
    """What the page lists, by kind."""
    return {section.kind: [item.key for item in section.items] for section in page(client, query).context["sections"]}


def act(client: Client, kind: str, key: object, verb: str, status: int = 200, **given: Any) -> str:
    answer = client.post(reverse("day:act", args=[kind, str(key), verb]), given, **HTMX)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def undo_last(client: Client, html: str) -> str:
    """Press the undo of the line that an action left."""
    found = re.search(r'hx-post="(/my-day/undo/\d+/)', html)
    assert found, html
    answer = client.post(found[1], **HTMX)
    assert answer.status_code == 200
    return str(answer.content.decode())
