"""Completing, cancelling, reopening, handing over."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import Http404

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account
from tenure.journal.models import Change
from tenure.library.reading import HeldOnboarding
from tenure.onboarding import doing, ending, verbs
from tenure.onboarding.locking import version
from tenure.onboarding.models import Onboarding, Plan, Standstill
from tenure.onboarding.reading import opened
from tenure.onboarding.starting import start
from tenure.onboarding.tests.conftest import BEGINS
from tenure.work.models import Task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
At = Callable[[date], None]


def seen() -> str:
    return version(Plan.objects.get())


def test_completed_with_steps_left_only_when_it_is_meant(plan: Plan, alice: User, at: At) -> None:
    at(BEGINS + 3 * DAY)
    doing.finish_step(alice, plan.pk, "welcome")
    with pytest.raises(NotAccepted, match="4 steps are not done: Kick-off, Connect sign-on, Load data and others"):
        ending.complete(alice, plan.pk, seen=seen())
    ending.complete(alice, plan.pk, seen=seen(), anyway=True)
    assert Onboarding.objects.get().completed_on == BEGINS + 3 * DAY
    assert list(Task.objects.order_by("pk").values_list("state", flat=True)) == ["done", *["cancelled"] * 4]
    after = Plan.objects.get()
    assert (after.steps_done, after.steps_all) == (1, 5)  # what was left open is not forgotten
    with pytest.raises(NotAccepted, match="is over; reopen it first"):
        doing.finish_step(alice, plan.pk, "kick_off")


def test_with_all_steps_done_it_is_completed_without_a_question(plan: Plan, alice: User) -> None:
    for key in ("welcome", "kick_off", "sign_on", "data", "use"):
        doing.finish_step(alice, plan.pk, key)
    ending.complete(alice, plan.pk, seen=seen())
    assert (Plan.objects.get().done_share, Change.objects.get(verb="onboarding.completed").after["left_open"]) == (1, 0)


def test_cancelled_it_says_why_and_ends_standstills(plan: Plan, alice: User, at: At) -> None:
    doing.say_stuck(alice, plan.pk, "welcome", "No address")
    at(BEGINS + DAY)
    with pytest.raises(NotAccepted, match="Say why it ends here"):
        ending.cancel(alice, plan.pk, " ", seen=seen())
    ending.cancel(alice, plan.pk, "They were bought", seen=seen())
    assert (Onboarding.objects.get().cancelled_on, Plan.objects.get().end_reason) == (BEGINS + DAY, "They were bought")
    assert Standstill.objects.get().until == BEGINS + DAY
    assert not Task.objects.filter(state="open").exists()


def test_reopened_exactly_what_it_closed_is_open_again(plan: Plan, alice: User) -> None:
    doing.finish_step(alice, plan.pk, "welcome")
    verbs.remove_step(alice, plan.pk, "sign_on", seen=seen())
    ending.complete(alice, plan.pk, seen=seen(), anyway=True)
    for _ in range(2):
        ending.reopen(alice, plan.pk)
    assert Onboarding.objects.get().is_running
    states = dict(Task.objects.values_list("onboarding_step__key", "state"))
    assert states == {"welcome": "done", "sign_on": "cancelled", "kick_off": "open", "data": "open", "use": "open"}


def test_not_while_another_runs(plan: Plan, account: Account, held: HeldOnboarding, alice: User) -> None:
    ending.cancel(alice, plan.pk, "Too early", seen=seen())
    start(alice, account, held, BEGINS)
    with pytest.raises(NotAccepted, match="Another onboarding of this account"):
        ending.reopen(alice, plan.pk)


def test_after_its_end_nothing_moves_any_more(plan: Plan, alice: User, at: At) -> None:
    at(BEGINS + DAY)
    ending.cancel(alice, plan.pk, "Too early", seen=seen())
    then = opened(Plan.objects.select_related("onboarding").get())
    at(BEGINS + 90 * DAY)
    later = opened(Plan.objects.select_related("onboarding").get())
    assert (later.day, later.forecast) == (then.day, then.forecast)


def test_handed_over_with_the_open_tasks_of_the_lead(plan: Plan, alice: User, bob: User, lea: User) -> None:
    Account.objects.update(owner=bob)  # alice leads it still
    doing.finish_step(lea, plan.pk, "welcome")
    ending.hand_over(alice, plan.pk, lea, seen=seen())
    assert Plan.objects.get().lead == lea
    owners = dict(Task.objects.values_list("onboarding_step__key", "owner__name"))
    assert owners == {"welcome": "Alice", "kick_off": "Lea", "sign_on": "Lea", "data": "Lea", "use": "Lea"}
    with pytest.raises(Http404):
        ending.hand_over(alice, plan.pk, alice, seen=seen())  # hers no more


def test_only_to_who_works(plan: Plan, alice: User, vera: User) -> None:
    with pytest.raises(NotAccepted, match="Vera does not work on accounts"):
        ending.hand_over(alice, plan.pk, vera, seen=seen())
