"""Customers hear that a shared step is due on another day, when it is worth telling, and once."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

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


def says() -> list[tuple[str, str, str]]:
    """To whom: which day it is now due on, and which it was before."""
    rows = PortalNews.objects.order_by("pk").values_list("contact", "title", "text")
    return [(who, title.split(" due on ")[1], text.split(" was ")[1].rstrip(".")) for who, title, text in rows]


def read(how: str = "seen_at", **whose: str) -> None:
    PortalNews.objects.filter(**whose).update(**{how: timezone.now()}, to_mail=False)


@pytest.mark.parametrize(("days", "tells"), [(0, 0), (2, 0), (3, 1), (-2, 0), (-3, 1), (30, 1)])
def test_it_is_told_from_three_days_on(step: Step, days: int, tells: int) -> None:
    assert move(step, days) == tells
    assert tell_shifts() == 0  # once


def test_a_day_each_morning_adds_up_to_one_that_is_told(step: Step) -> None:
    assert [move(step, 1) for _ in range(6)] == [0, 0, 1, 1, 1, 1]  # of what nobody read, the last
    assert says() == [("C1", "16 April 2026", "10 April 2026")]


def test_what_was_read_counts_from_then(step: Step) -> None:
    assert [move(step, 1) for _ in range(4)] == [0, 0, 1, 1]
    read()
    assert [move(step, 1) for _ in range(3)] == [0, 0, 1]
    assert says() == [("C1", "14 April 2026", "10 April 2026"), ("C1", "17 April 2026", "14 April 2026")]


@pytest.mark.parametrize("back", [-30, -28, -32])
def test_what_was_put_right_before_anybody_heard_of_it_is_not_told(step: Step, back: int) -> None:
    assert move(step, 30) == 1
    assert (move(step, back), tell_shifts(), says()) == (0, 0, [])
    assert move(step, 6) == 1
    due = date(2026, 4, 10) + timedelta(days=36 + back)
    assert says() == [("C1", f"{due.day} April 2026", "10 April 2026")]


@pytest.mark.parametrize("how", ["seen_at", "mailed_at"])
def test_what_was_told_is_told_back(step: Step, how: str) -> None:
    assert move(step, 30) == 1
    read(how)
    assert (move(step, -30), tell_shifts()) == (1, 0)
    assert says()[-1] == ("C1", "10 April 2026", "10 May 2026")


def test_who_gets_no_mail_and_did_not_look_knows_the_day_before(step: Step) -> None:
    assert move(step, 30) == 1
    PortalNews.objects.update(to_mail=False)  # their mail was held back
    assert move(step, 5) == 1
    assert says() == [("C1", "15 May 2026", "10 April 2026")]
    assert (move(step, -35), says()) == (0, [])


def test_each_is_told_against_what_they_know(step: Step, alice: User) -> None:
    Task.objects.filter(pk=step.task_id).update(contact=None)
    for key in ("C1", "C2"):
        links.copy(alice, Contact.objects.get(pk=key))
    assert move(step, 4) == 1
    read(contact="C1")
    assert move(step, -3) == 1  # what Ben was not told is right again; Dana is told back
    assert says() == [("C1", "14 April 2026", "10 April 2026"), ("C1", "11 April 2026", "14 April 2026")]


def test_who_was_told_hears_nothing_when_what_another_waits_for_is_put_right(step: Step, alice: User) -> None:
    Task.objects.filter(pk=step.task_id).update(contact=None)
    for key in ("C1", "C2"):
        links.copy(alice, Contact.objects.get(pk=key))
    assert move(step, 4) == 1
    read(contact="C1")
    assert move(step, -2) == 0
    assert move(step, 1) == 1  # Ben knows the 10th
    assert [one for one in says() if one[0] == "C2"] == [("C2", "13 April 2026", "10 April 2026")]


def test_what_waits_for_one_is_not_told_once_it_is_anothers(step: Step) -> None:
    assert move(step, 30) == 1
    Task.objects.filter(pk=step.task_id).update(contact="C2")
    assert (move(step, -30), says()) == (0, [])
    assert move(step, 5) == 1
    assert says() == [("C2", "15 April 2026", "10 April 2026")]


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
