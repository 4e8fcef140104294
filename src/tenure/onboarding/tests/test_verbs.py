"""Steps: added, edited, removed, moved, stuck, done; and what the plan makes of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.onboarding import doing, moving, verbs
from tenure.onboarding.locking import version
from tenure.onboarding.models import Plan, Shape, Standstill, Step
from tenure.onboarding.reading import Opened, opened
from tenure.onboarding.reckoning import reckon_stale, stale
from tenure.onboarding.tests.conftest import BEGINS
from tenure.onboarding.verbs import Agreed
from tenure.work import tasks
from tenure.work.models import Task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
At = Callable[[date], None]


def day(number: int) -> date:
    return BEGINS + number * DAY


def seen(plan: Plan) -> str:
    return version(Plan.objects.get(pk=plan.pk))


def now(plan: Plan) -> Opened:
    return opened(Plan.objects.select_related("onboarding__account").get(pk=plan.pk))


def done(plan: Plan, user: User, *keys: str) -> None:
    for key in keys:
        doing.finish_step(user, plan.pk, key)


class TestDone:
    def test_finished_anywhere_the_plan_knows(self, plan: Plan, alice: User, at: At) -> None:
        at(day(1))
        tasks.finish(alice, Step.objects.get(key="welcome").task_id)
        assert now(plan).by_key["welcome"].state == "done"
        assert list(stale(day(1))) == [plan]
        assert reckon_stale() == 1
        plan.refresh_from_db()
        assert (plan.steps_done, plan.steps_all, plan.done_share, plan.late_days) == (1, 5, 1 / 15, 1)
        assert not stale(day(1)).exists()

    def test_from_the_plan_it_is_the_task_that_is_done(self, plan: Plan, alice: User) -> None:
        done(plan, alice, "welcome")
        task = Task.objects.get(onboarding_step__key="welcome")
        assert (task.state, task.finished_by) == ("done", alice)
        doing.reopen_step(alice, plan.pk, "welcome")
        assert now(plan).by_key["welcome"].state == "on_track"

    def test_due_dates_of_those_who_wait_follow_and_of_those_who_can_begin_do_not(
        self, plan: Plan, alice: User, at: At
    ) -> None:
        at(day(2))
        done(plan, alice, "welcome")
        due = {one.key: one.task.due_on for one in Step.objects.select_related("task")}
        assert (due["kick_off"], due["data"]) == (day(4), day(10))
        at(day(7))  # the kick-off could have begun on Thursday; it is due when it was
        reckon_stale()
        due = {one.key: one.task.due_on for one in Step.objects.select_related("task")}
        assert (due["kick_off"], due["data"]) == (day(4), day(11))

    def test_a_day_that_a_person_gave_stays_and_is_believed(self, plan: Plan, alice: User, at: At) -> None:
        step = Step.objects.get(key="data")
        tasks.reschedule(alice, step.task_id, day(21), "Their holidays")
        found = now(plan)
        assert (found.by_key["data"].bar.finish, found.forecast.finish) == (day(21), day(28))
        at(day(2))
        reckon_stale()
        assert Task.objects.get(pk=step.task_id).due_on == day(21)

    def test_a_task_that_is_cancelled_is_dropped(self, plan: Plan, alice: User) -> None:
        tasks.cancel(alice, Step.objects.get(key="sign_on").task_id)
        found = now(plan)
        assert (found.by_key["sign_on"].state, found.forecast.all_days) == ("dropped", 12)

    def test_who_leads_it_does_not_do_what_the_owner_of_the_account_is_to_do(
        self, plan: Plan, alice: User, bob: User
    ) -> None:
        Plan.objects.update(lead=bob)
        with pytest.raises(NotAccepted, match="Alice does “Use it”; they or a lead can change it"):
            doing.finish_step(bob, plan.pk, "use")


class TestStuck:
    def test_it_needs_a_reason_and_moves_the_end(self, plan: Plan, alice: User, at: At) -> None:
        with pytest.raises(NotAccepted, match="Say what it waits for"):
            doing.say_stuck(alice, plan.pk, "welcome", "  ")
        doing.say_stuck(alice, plan.pk, "welcome", "No address", "us")
        at(day(2))
        found = now(plan)
        assert (found.forecast.state, found.forecast.finish) == ("stuck", day(18))
        assert found.cost("welcome") == 3
        standstill = found.by_key["welcome"].standstill
        assert standstill is not None
        assert (standstill.reason, standstill.since, standstill.waits_for) == ("No address", BEGINS, "us")

    def test_said_again_it_is_the_same_standstill_with_another_reason(self, plan: Plan, alice: User, at: At) -> None:
        doing.say_stuck(alice, plan.pk, "welcome", "No address")
        at(day(1))
        doing.say_stuck(alice, plan.pk, "welcome", "Wrong address")
        held = Standstill.objects.get()
        assert (held.since, held.reason) == (BEGINS, "Wrong address")

    def test_freed_it_goes_on_from_that_day(self, plan: Plan, alice: User, at: At) -> None:
        doing.say_stuck(alice, plan.pk, "welcome", "No address")
        at(day(2))
        doing.free(alice, plan.pk, "welcome")
        doing.free(alice, plan.pk, "welcome")  # twice is once
        assert (now(plan).by_key["welcome"].state, now(plan).by_key["welcome"].bar.finish) == ("behind", day(2))
        assert Standstill.objects.get().until == day(2)

    def test_freed_on_the_day_it_was_said_it_never_was(self, plan: Plan, alice: User) -> None:
        doing.say_stuck(alice, plan.pk, "welcome", "No address")
        doing.free(alice, plan.pk, "welcome")
        assert not Standstill.objects.exists()

    def test_who_it_waits_for_is_one_of_three(self, plan: Plan, alice: User) -> None:
        with pytest.raises(NotAccepted, match="the customer, us, or somebody else"):
            doing.say_stuck(alice, plan.pk, "welcome", "No address", "fate")

    def test_what_is_done_cannot_be_stuck(self, plan: Plan, alice: User) -> None:
        done(plan, alice, "welcome")
        with pytest.raises(NotAccepted, match="Welcome is done; reopen it first"):
            doing.say_stuck(alice, plan.pk, "welcome", "No address")


class TestChangingThePlan:
    def test_an_added_step_is_planned_for_when_it_is_expected(self, plan: Plan, alice: User) -> None:
        agreed = Agreed("Call their IT", "Set-up", 2, after=["kick_off"], milestone="IT agreed")
        step = verbs.add_step(alice, plan.pk, agreed, seen=seen(plan))
        step.refresh_from_db()
        assert (step.planned_start, step.planned_finish, step.task.due_on) == (day(3), day(4), day(4))
        assert [one.key for one in now(plan).steps] == ["welcome", "kick_off", "sign_on", "data", "use", "added_1"]
        assert Change.objects.get(verb="onboarding.step_added").after["step"] == "Call their IT"

    def test_edited_its_task_and_its_place_change_and_the_plan_stays(
        self, plan: Plan, account: Account, alice: User, bob: User
    ) -> None:
        sponsor = Contact.objects.create(id="C2", account=account, name="Bo Lind")
        agreed = Agreed("Load all data", "Begin", 6, bob, sponsor, ["welcome"], "All of it", "Loaded", shared=False)
        verbs.edit_step(alice, plan.pk, "data", agreed, seen=seen(plan))
        step = Step.objects.select_related("task__owner", "task__contact").get(key="data")
        assert (step.phase, step.days, step.after, step.milestone) == ("Begin", 6, ["welcome"], "Loaded")
        assert (step.task.title, step.task.owner, step.task.contact, step.task.shared) == (
            "Load all data", bob, sponsor, True,
        )  # fmt: skip
        assert step.planned_finish == day(8)
        said = Change.objects.get(verb="onboarding.step_edited")
        assert (said.before["days"], said.after["days"]) == (4, 6)

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"phase": "Nowhere"}, "Nowhere is no phase of this plan; choose one of Begin, Set-up"),
            ({"days": 0}, "between 1 and 250"),
            ({"after": ["gone"]}, "gone is no step of this plan any more"),
            ({"after": ["use"]}, "waits for Load data.*: a circle. Take one of these out"),
            ({"milestone": "x" * 61}, "61 characters; 60 fit"),
            ({"title": " "}, "Say in a few words"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_changes(
        self, plan: Plan, alice: User, values: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(NotAccepted, match=said):
            verbs.edit_step(
                alice, plan.pk, "data", Agreed(**{"title": "Load data", "phase": "Set-up", "days": 4, **values}),
                seen=seen(plan),
            )  # fmt: skip
        assert Step.objects.get(key="data").days == 4

    def test_a_contact_of_somebody_else_does_nothing_here(self, plan: Plan, alice: User) -> None:
        other = Contact.objects.create(id="C9", account=Account.objects.create(id="A9"), name="Eve")
        with pytest.raises(NotAccepted, match="Eve is no contact of this account"):
            verbs.add_step(alice, plan.pk, Agreed("X", "Set-up", 1, contact=other), seen=seen(plan))

    def test_removed_the_others_close_the_gap_and_restored_it_is_as_before(self, plan: Plan, alice: User) -> None:
        verbs.remove_step(alice, plan.pk, "data", seen=seen(plan))
        assert Step.objects.get(key="use").after == ["sign_on", "kick_off"]
        assert Task.objects.get(onboarding_step__key="data").state == "cancelled"
        assert "data" not in now(plan).by_key
        waited = Change.objects.get(verb="onboarding.step_removed").before["waited"]
        verbs.restore_step(alice, plan.pk, "data", waited)
        assert now(plan).forecast.finish == day(15)
        assert Task.objects.get(onboarding_step__key="data").is_open

    def test_of_two_who_change_it_the_second_is_told(self, plan: Plan, alice: User, lea: User) -> None:
        before = seen(plan)
        verbs.add_step(lea, plan.pk, Agreed("One more", "Begin", 1), seen=before)
        with pytest.raises(NotAccepted, match="in the meantime"):
            verbs.remove_step(alice, plan.pk, "data", seen=before)
        with pytest.raises(NotAccepted, match="in the meantime"):
            moving.move(alice, plan.pk, "data", day(7), 4, seen=before)

    def test_strangers_find_nothing(self, plan: Plan, bob: User, vera: User, dana: User) -> None:
        for stranger in (bob, vera, dana):
            for act in (
                lambda user: verbs.remove_step(user, plan.pk, "data", seen=seen(plan)),
                lambda user: doing.say_stuck(user, plan.pk, "data", "x"),
                lambda user: doing.finish_step(user, plan.pk, "data"),
                lambda user: moving.move(user, plan.pk, "data", day(7), 4, seen=seen(plan)),
            ):
                with pytest.raises(Http404):
                    act(stranger)


class TestMoving:
    def test_what_would_shift_is_said_before(self, plan: Plan, alice: User) -> None:
        found = moving.preview(now(plan).plan, "data", day(7), 4)
        assert [(title, one.new_finish) for title, one in found.shifts] == [("Load data", day(10)), ("Use it", day(17))]
        assert (found.finish, found.new_finish, found.late) == (day(15), day(17), 2)
        assert Step.objects.get(key="data").not_before is None

    def test_due_dates_go_along_the_plan_stays_and_it_can_be_undone(self, plan: Plan, alice: User) -> None:
        moving.move(alice, plan.pk, "data", day(7), 5, seen=seen(plan))
        step = Step.objects.select_related("task").get(key="data")
        assert (step.not_before, step.days, step.task.due_on, step.planned_finish) == (day(7), 5, day(11), day(8))
        assert Task.objects.get(onboarding_step__key="use").due_on == day(18)
        said = Change.objects.get(verb="onboarding.step_moved")
        moving.put_back(alice, plan.pk, "data", said.before, said.after)
        step.refresh_from_db()
        assert (step.not_before, step.days, step.task.due_on) == (None, 4, day(8))
        assert Task.objects.get(onboarding_step__key="use").due_on == day(15)

    def test_moved_again_in_the_meantime_it_is_not_put_back(self, plan: Plan, alice: User) -> None:
        moving.move(alice, plan.pk, "data", day(7), 5, seen=seen(plan))
        said = Change.objects.get(verb="onboarding.step_moved")
        moving.move(alice, plan.pk, "data", day(9), 5, seen=seen(plan))
        with pytest.raises(NotAccepted, match="moved again"):
            moving.put_back(alice, plan.pk, "data", said.before, said.after)

    def test_not_before_what_it_waits_for(self, plan: Plan, alice: User) -> None:
        with pytest.raises(NotAccepted, match="can begin on 1 Oct 2026 at the earliest: it waits for Kick-off"):
            moving.move(alice, plan.pk, "data", day(2), 4, seen=seen(plan))

    def test_what_is_done_is_not_moved(self, plan: Plan, alice: User) -> None:
        done(plan, alice, "welcome")
        with pytest.raises(NotAccepted, match="Welcome is done; what is over cannot be moved"):
            moving.move(alice, plan.pk, "welcome", day(2), 1, seen=seen(plan))

    def test_one_that_was_put_off_can_come_back(self, plan: Plan, alice: User) -> None:
        moving.move(alice, plan.pk, "data", day(9), 4, seen=seen(plan))
        moving.move(alice, plan.pk, "data", day(3), 4, seen=seen(plan))
        assert (Step.objects.get(key="data").not_before, now(plan).forecast.finish) == (None, day(15))

    def test_agreed_anew_it_is_on_track_again_and_the_journal_says_why(self, plan: Plan, alice: User, at: At) -> None:
        moving.move(alice, plan.pk, "data", day(14), 4, seen=seen(plan))
        assert Plan.objects.get().standing == "behind"
        with pytest.raises(NotAccepted, match="Say why"):
            moving.agree_anew(alice, plan.pk, "", seen=seen(plan))
        moving.agree_anew(alice, plan.pk, "Their move to the new office", seen=seen(plan))
        after = Plan.objects.get()
        assert (after.standing, after.late_days, after.planned_on) == ("on_track", 0, day(24))
        said = Change.objects.get(verb="onboarding.agreed_anew")
        assert (said.before, said.reason) == ({"planned_on": str(day(15))}, "Their move to the new office")


class TestAsOf:
    def test_a_past_day_does_not_know_what_came_later(self, plan: Plan, alice: User, at: At) -> None:
        at(day(1))
        before = opened(now(plan).plan, day(1)).forecast
        at(day(9))
        done(plan, alice, "welcome", "kick_off")
        doing.say_stuck(alice, plan.pk, "data", "No file")
        verbs.add_step(alice, plan.pk, Agreed("More", "Set-up", 9, after=["use"]), seen=seen(plan))
        moving.move(alice, plan.pk, "data", day(14), 9, seen=seen(plan))
        verbs.remove_step(alice, plan.pk, "sign_on", seen=seen(plan))
        assert opened(now(plan).plan, day(1)).forecast == before
        today = now(plan)
        assert set(today.by_key) == {"welcome", "kick_off", "data", "use", "added_1"}
        assert today.forecast.finish > before.finish
        assert Shape.objects.filter(plan=plan).count() == 2  # one a day

    def test_stuck_then_and_freed_since(self, plan: Plan, alice: User, at: At) -> None:
        doing.say_stuck(alice, plan.pk, "welcome", "No address")
        at(day(3))
        doing.free(alice, plan.pk, "welcome")
        at(day(4))
        assert opened(now(plan).plan, day(2)).by_key["welcome"].state == "stuck"
        assert opened(now(plan).plan, day(3)).by_key["welcome"].state == "behind"
