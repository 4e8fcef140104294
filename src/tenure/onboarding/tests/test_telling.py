"""Customers hear that a shared step is due on another day, when it is worth telling, and once."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.library.reading import published_onboardings
from tenure.onboarding.models import Step
from tenure.onboarding.starting import start
from tenure.onboarding.telling import tell_shifts
from tenure.work.models import Task
from tenure.work.portal import links
from tenure.work.portal.models import PortalNews

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(alice: User, settings: Any) -> Any:
    settings.TENURE_URL = "https://tenure.example"
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    dana = Contact.objects.create(id="C1", account=account, name="Dana", email="dana@ostrelle.example")
    Contact.objects.create(id="C2", account=account, name="Ben", email="ben@ostrelle.example")
    with time_machine.travel("2026-03-10T09:00:00Z", tick=False):
        template = next(one for one in published_onboardings() if one.template.id == "guided")
        start(alice, account, template, date(2026, 3, 10))
        Task.objects.update(shared=False)
        made = Step.objects.select_related("task").order_by("-position").first()
        assert made is not None
        Task.objects.filter(pk=made.task_id).update(shared=True, contact=dana, due_on=date(2026, 4, 10))
        assert tell_shifts() == 0  # what is shared is known as it is
        yield made


def move(step: Step, days: int) -> int:
    task = Task.objects.get(pk=step.task_id)
    Task.objects.filter(pk=step.task_id).update(due_on=task.due_on + timedelta(days=days))
    return tell_shifts()


def told() -> list[tuple[str, str]]:
    return list(PortalNews.objects.order_by("pk").values_list("contact", "title"))


@pytest.mark.parametrize(("days", "tells"), [(0, 0), (2, 0), (3, 1), (-2, 0), (-3, 1), (30, 1)])
def test_it_is_told_from_three_days_on(step: Step, days: int, tells: int) -> None:
    assert move(step, days) == tells
    assert tell_shifts() == 0  # once


def test_a_day_each_morning_adds_up_to_one_that_is_told(step: Step) -> None:
    assert [move(step, 1) for _ in range(7)] == [0, 0, 1, 0, 0, 1, 0]
    title = Task.objects.get(pk=step.task_id).title
    assert told() == [("C1", f"“{title}” is now due on 16 April 2026")]  # of what nobody read, the last


def test_there_and_back_is_nothing(step: Step) -> None:
    Task.objects.filter(pk=step.task_id).update(due_on=date(2026, 5, 10))
    Task.objects.filter(pk=step.task_id).update(due_on=date(2026, 4, 10))
    assert (tell_shifts(), told()) == (0, [])


def test_of_ours_everybody_with_a_link_is_told(step: Step, alice: User) -> None:
    Task.objects.filter(pk=step.task_id).update(contact=None)
    links.copy(alice, Contact.objects.get(pk="C2"))
    assert move(step, 5) == 1
    assert [contact for contact, _ in told()] == ["C2"]


@pytest.mark.parametrize("change", [{"shared": False}, {"state": "done"}, {"state": "cancelled"}])
def test_what_is_not_shared_or_not_open_is_told_to_nobody(step: Step, change: dict[str, Any]) -> None:
    Task.objects.filter(pk=step.task_id).update(**change)
    assert (move(step, 9), told()) == (0, [])


def test_of_an_onboarding_that_ended_nothing_is_told(step: Step) -> None:
    type(step.plan.onboarding).objects.update(completed_on=date(2026, 3, 10))
    assert move(step, 9) == 0
