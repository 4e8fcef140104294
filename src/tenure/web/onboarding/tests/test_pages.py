"""The pages of onboardings: what they show, what they refuse, and in how many questions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.automation.success_reviews import open_due
from tenure.company.models import User, settings_row
from tenure.customers.models import Account, Contact
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.onboarding import doing
from tenure.onboarding.locking import version
from tenure.onboarding.models import Onboarding, Plan, Starting, Step
from tenure.onboarding.tests.conftest import BEGINS
from tenure.planning.models import ProposedGoal
from tenure.work.models import Meeting, Message, Task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
At = Callable[[date], None]


@pytest.fixture
def hers(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def here(plan: Plan, rest: str = "") -> str:
    return f"/onboarding/plan/{plan.pk}/{rest}"


def seen() -> str:
    return version(Plan.objects.get())


def text(reply: Any) -> str:
    return str(reply.content.decode())


class TestPortfolio:
    def test_those_with_and_without_a_plan_stand_side_by_side(self, hers: Client, plan: Plan, bob: User) -> None:
        other = Account.objects.create(id="A2", name="Halden Ports", owner=bob)
        Onboarding.objects.create(id="old/1", account=other, started_on=BEGINS)
        page = text(hers.get("/onboarding/"))
        assert "Ostrelle" in page
        assert "No plan, began 28 Sep 2026" in page
        assert 'href="/onboarding/plan/old~2F1/"' in page
        assert "Halden" not in text(hers.get("/onboarding/?state=on_track"))
        assert "No such onboardings" in text(hers.get("/onboarding/?state=stuck"))

    def test_a_filter_that_is_nonsense_is_left_out(self, hers: Client, plan: Plan) -> None:
        assert "Ostrelle" in text(hers.get("/onboarding/?state=xx&order=yy&page=-3"))
        assert hers.get("/onboarding/?lead=abc&words=%00").status_code == 200

    def test_the_numbers_of_onboarding_and_use_stand_on_it(self, hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        assert 'id="card-' not in text(hers.get("/onboarding/"))
        monkeypatch.setattr("tenure.engine.publication.is_there", lambda: True)
        page = text(hers.get("/onboarding/"))
        expected = (
            "onboarding_completion_rate", "time_to_first_value_pXX", "time_to_value", "reached_first_value_within_N",
            "activation_rate", "product_adoption_rate", "feature_adoption_rate", "adoption_breadth", "adoption_depth",
            "stickiness", "license_utilisation",
        )  # fmt: skip
        assert [name for name in expected if f'id="card-{name}"' not in page] == []

    def test_empty_it_says_how_to_begin(self, hers: Client) -> None:
        assert "No onboarding is running" in text(hers.get("/onboarding/"))

    def test_its_panels(self, hers: Client, plan: Plan) -> None:
        assert "too early" in text(hers.get("/onboarding/cohorts/"))
        ages = text(hers.get("/onboarding/ages/"))
        assert "0 to 29" in ages
        assert "Of 1 begun in twelve months" in ages

    def test_a_lead_switches_the_rule_and_a_csm_reads_what_it_does(
        self, client: Client, lea: User, alice: User
    ) -> None:
        client.force_login(alice)
        assert "A lead can change this" in text(client.get("/onboarding/"))
        assert client.post("/onboarding/rule/", {"on": "1"}).status_code == 404
        client.force_login(lea)
        assert "get an onboarding by themselves" in text(client.post("/onboarding/rule/", {"on": "1"}, follow=True))
        assert Starting.objects.get().on


class TestStarting:
    def test_what_it_makes_is_seen_before(self, hers: Client, account: Account) -> None:
        page = text(hers.get("/onboarding/start/A1/"))
        assert "Fits best" in page
        assert "Nobody at Ostrelle is known as champion" in page
        assert not Plan.objects.exists()
        part = text(hers.get("/onboarding/start/A1/?template=guided&begins=2026-10-05", headers={"HX-Request": "true"}))
        assert part.lstrip().startswith("<section")
        assert "13 tasks" in part

    def test_started_it_leads_to_the_plan(self, hers: Client, account: Account, alice: User) -> None:
        form = {"template": "guided", "begins": "2026-10-05", "lead": alice.pk, "name": "Port rota roll-out"}
        reply = hers.post("/onboarding/start/A1/", form)
        plan = Plan.objects.get()
        assert reply["Location"] == here(plan)
        assert "Port rota roll-out" in text(hers.get(here(plan)))

    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, hers: Client, account: Account) -> None:
        reply = hers.post("/onboarding/start/A1/", {"template": "guided", "begins": "soon", "name": "My name"})
        assert reply.status_code == 422
        assert "Give the day as in 2026-03-31" in text(reply)
        assert 'value="My name"' in text(reply)

    def test_not_for_somebody_elses_account(self, client: Client, account: Account, bob: User) -> None:
        client.force_login(bob)
        assert client.get("/onboarding/start/A1/").status_code == 404

    def test_while_one_runs_it_says_so(self, hers: Client, plan: Plan) -> None:
        assert "is running" in text(hers.get("/onboarding/start/A1/"))


class TestOne:
    def test_its_facts_its_picture_and_its_steps(self, hers: Client, plan: Plan) -> None:
        page = text(hers.get(here(plan)))
        assert "13 Oct 2026" in page
        assert "0 of 5 steps, 0 of 2 milestones" in page
        assert "expected by 28 Oct 2026" in page
        assert 'data-key="data" data-start="2026-10-01" data-days="4"' in page
        assert "Gantt of 5 steps from 28 September 2026; forecast finish 13 October 2026, as planned" in page

    def test_what_needs_somebody_has_cause_and_cost(self, hers: Client, plan: Plan, alice: User, at: At) -> None:
        doing.say_stuck(alice, plan.pk, "welcome", "No address", "us")
        at(BEGINS + 2 * DAY)
        page = text(hers.get(here(plan)))
        assert "Stuck, 3 d" in page
        assert "3 d of the finish" in page
        assert "holds the finish up" in page

    @pytest.mark.parametrize(
        ("who", "shown"), [("us", "Alice"), ("others", "Somebody else"), ("customer", "The customer")]
    )
    def test_a_stuck_step_waits_for_who_was_said(
        self, hers: Client, plan: Plan, alice: User, who: str, shown: str
    ) -> None:
        doing.say_stuck(alice, plan.pk, "welcome", "No address", who)
        (found,) = hers.get(here(plan)).context["needed"]
        assert found.waits_for == shown

    def test_a_step_that_is_done_waits_for_nothing(self, hers: Client, plan: Plan, alice: User) -> None:
        doing.say_stuck(alice, plan.pk, "welcome", "No address")
        doing.finish_step(alice, plan.pk, "welcome")
        assert "No address" not in text(hers.get(here(plan, "?view=steps"))).partition("What happened")[0]

    def test_goals_that_wait_for_an_answer_stand_on_it(self, hers: Client, plan: Plan, account: Account) -> None:
        proposed = ProposedGoal.objects.create(account=account, statement="Rotas in time", by_name="Ada Ferreira")
        ProposedGoal.objects.create(account=account, statement="Never mind", by_name="Ada", state="withdrawn")
        page = text(hers.get(here(plan)))
        assert f'href="/plans/proposals/{proposed.pk}/"' in page
        assert "Never mind" not in page
        assert "None is agreed yet" not in page

    def test_an_imported_one_says_that_it_has_no_plan(self, hers: Client, account: Account) -> None:
        Onboarding.objects.create(id="imported", account=account, started_on=BEGINS)
        page = text(hers.get("/onboarding/plan/imported/"))
        assert "It has no plan" in page
        assert "Make a plan" in page
        assert hers.get("/onboarding/plan/imported/gantt/").status_code == 404

    def test_who_reads_changes_nothing(self, client: Client, plan: Plan, vera: User) -> None:
        client.force_login(vera)
        page = text(client.get(here(plan)))
        assert "data-move" not in page
        assert "Complete the onboarding" not in page
        for path in ("move/", "complete/", "steps/data/done/", "remind/"):
            assert client.post(here(plan, path)).status_code == 404
        assert client.get(here(plan, "steps/data/")).status_code == 404

    def test_a_refusal_leaves_no_time_zone_behind(self, hers: Client, plan: Plan) -> None:
        company = settings_row()
        company.time_zone = "Asia/Tokyo"
        company.save()
        assert hers.post(here(plan, "remind/")).status_code == 422
        assert timezone.get_current_timezone_name() == "UTC"

    def test_a_past_day_is_shown_as_it_was(self, hers: Client, plan: Plan, alice: User, at: At) -> None:
        at(BEGINS + 5 * DAY)
        doing.finish_step(alice, plan.pk, "welcome")
        page = text(hers.get(here(plan) + "?as_of=2026-09-29"))
        assert "as it stood at the end of 29 Sep 2026" in page
        assert "0 of 5 steps" in page
        assert "data-move" not in page
        assert "is not a date" in text(hers.get(here(plan) + "?as_of=x"))

    def test_a_past_day_knows_nothing_of_what_was_proposed_or_ended_later(
        self, hers: Client, plan: Plan, at: At
    ) -> None:
        at(BEGINS + 30 * DAY)
        ProposedGoal.objects.create(account=plan.onboarding.account, statement="Rotas in time", by_name="Ada")
        Onboarding.objects.filter(pk=plan.pk).update(completed_on=BEGINS + 25 * DAY)
        assert "Completed" in text(hers.get(here(plan)))
        past = text(hers.get(here(plan) + "?as_of=2026-09-29"))
        for later in ("Rotas in time", "Completed", "Customer Success Review"):
            assert later not in past, later

    def test_done_and_open_again_from_the_list(self, hers: Client, plan: Plan) -> None:
        reply = hers.post(here(plan, "steps/welcome/done/"), {"view": "steps"})
        assert reply["Location"] == here(plan) + "?view=steps"
        assert not Task.objects.get(onboarding_step__key="welcome").is_open
        hers.post(here(plan, "steps/welcome/reopen/"))
        assert Task.objects.get(onboarding_step__key="welcome").is_open

    def test_unknown_verbs_and_steps_are_not_there(self, hers: Client, plan: Plan) -> None:
        for path in ("steps/welcome/explode/", "steps/nothing/done/", "explode/"):
            assert hers.post(here(plan, path)).status_code == 404

    def test_the_account_shows_it(self, hers: Client, plan: Plan) -> None:
        panel = text(hers.get("/onboarding/of/A1/"))
        assert "0 of 5 steps, Begin" in panel
        assert "as planned" in panel


class TestMoving:
    def test_what_would_move_is_shown_and_nothing_is_saved(self, hers: Client, plan: Plan) -> None:
        part = text(hers.get(here(plan, "gantt/?key=data&start=2026-10-05&days=4")))
        assert "Load data: 05 Oct 2026, 4 working days." in part
        assert "1 other step moves with it" in part
        assert "2 working days after the plan" in part
        assert 'data-pending="data"' in part
        assert Step.objects.get(key="data").not_before is None

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("key=data&start=2026-09-29&days=4", "at the earliest"),
            ("key=data&start=x&days=4", "Give the day as"),
            ("key=data&start=2026-10-05&days=x", "how many working days"),
            ("key=gone&start=2026-10-05&days=2", "not in the plan any more"),
        ],
    )
    def test_what_cannot_be_is_said(self, hers: Client, plan: Plan, query: str, said: str) -> None:
        part = text(hers.get(here(plan, f"gantt/?{query}")))
        assert said in part
        assert "data-gantt-save" not in part

    def test_saved_and_undone(self, hers: Client, plan: Plan) -> None:
        form = {"key": "data", "start": "2026-10-05", "days": "4", "seen": seen()}
        assert hers.post(here(plan, "move/"), form).status_code == 302
        assert Step.objects.get(key="data").not_before == date(2026, 10, 5)
        assert "Moved: Load data; forecast 15 Oct 2026" in text(hers.get(here(plan)))
        change = Change.objects.get(verb="onboarding.step_moved")
        hers.post(here(plan, f"undo/{change.pk}/"))
        assert Step.objects.get(key="data").not_before is None

    def test_a_step_that_two_edit_shows_both(self, hers: Client, plan: Plan) -> None:
        page, before = here(plan, "steps/data/"), seen()
        step = Step.objects.get(key="data")
        form = {"title": "Load all data", "phase": step.phase, "days": str(step.days), "owner": step.task.owner_id}
        assert hers.post(page, form | {"note": "Hers", "seen": before}).status_code == 302
        late = hers.post(page, form | {"note": "Mine", "seen": before})
        assert late.status_code == 422
        assert "<td>Hers</td><td>Mine</td>" in text(late)

    def test_somebody_was_faster(self, hers: Client, plan: Plan) -> None:
        form = {"key": "data", "start": "2026-10-05", "days": "4", "seen": "then"}
        reply = hers.post(here(plan, "move/"), form)
        assert reply.status_code == 422
        assert "Somebody changed this plan in the meantime" in text(reply)


class TestDialogs:
    def test_a_step_is_added(self, hers: Client, plan: Plan, alice: User) -> None:
        assert "Add step" in text(hers.get(here(plan, "steps/"), headers={"HX-Request": "true"}))
        form = {"title": "Call IT", "phase": "Set-up", "days": "2", "owner": alice.pk, "contact": "C1",
                "after": ["kick_off"], "seen": seen(), "milestone": "", "note": ""}  # fmt: skip
        reply = hers.post(here(plan, "steps/"), form, headers={"HX-Request": "true"})
        assert reply["HX-Redirect"] == here(plan) + "?view=steps"
        task = Task.objects.get(title="Call IT")
        assert (str(task.contact), task.shared) == ("Ada Ferreira", True)

    def test_a_refused_one_keeps_what_was_typed(self, hers: Client, plan: Plan) -> None:
        form = {"title": "Call IT", "phase": "Set-up", "days": "many", "seen": seen()}
        reply = hers.post(here(plan, "steps/"), form)
        assert reply.status_code == 422
        assert "whole number" in text(reply)
        assert 'value="Call IT"' in text(reply)

    def test_a_step_is_edited(self, hers: Client, plan: Plan, alice: User) -> None:
        page = text(hers.get(here(plan, "steps/data/")))
        assert 'value="Load data"' in page
        form = {"title": "Load all", "phase": "Set-up", "days": "5", "owner": alice.pk, "after": ["kick_off"],
                "seen": seen()}  # fmt: skip
        assert hers.post(here(plan, "steps/data/"), form).status_code == 302
        assert Step.objects.get(key="data").days == 5

    def test_stuck_and_why(self, hers: Client, plan: Plan) -> None:
        assert hers.post(here(plan, "steps/data/stuck/"), {"reason": ""}).status_code == 422
        assert hers.post(here(plan, "steps/data/stuck/"), {"reason": "No file"}).status_code == 302
        assert "No file" in text(hers.get(here(plan, "steps/data/stuck/")))

    def test_the_message_of_a_step_becomes_a_draft(self, hers: Client, plan: Plan) -> None:
        Contact.objects.filter(pk="C1").update(role="executive_sponsor")
        dialog = text(hers.get(here(plan, "steps/welcome/message/")))
        assert "From the template <b>Welcome</b>" in dialog
        assert "executive sponsor" in dialog
        reply = hers.post(here(plan, "steps/welcome/message/"), {"to": ["C1"]})
        assert reply["Location"] == f"/messages/{Message.objects.get().pk}/"
        assert f'href="{here(plan)}?view=steps"' in text(hers.get(reply["Location"])), "it leads back to the plan"
        assert hers.get(here(plan, "steps/data/message/")).status_code == 404

    def test_the_meeting_of_a_step_is_planned(self, hers: Client, plan: Plan) -> None:
        assert "1. Goals" in text(hers.get(here(plan, "steps/kick_off/meeting/")))
        form = {"title": "Kick-off", "starts": "2026-09-30T10:00", "minutes": "45", "zone": "Europe/Paris",
                "agenda": "1. Goals", "link": "", "to": ["C1"]}  # fmt: skip
        assert hers.post(here(plan, "steps/kick_off/meeting/"), form | {"starts": "soon"}).status_code == 422
        assert hers.post(here(plan, "steps/kick_off/meeting/"), form).status_code == 302
        assert Step.objects.get(key="kick_off").meeting == Meeting.objects.get()
        meeting = hers.get(f"/meetings/{Meeting.objects.get().pk}/")
        assert f'href="{here(plan)}?view=steps"' in text(meeting), "it leads back to the plan"


class TestEnding:
    def test_completed_cancelled_opened_again_handed_over(
        self, hers: Client, plan: Plan, bob: User, alice: User
    ) -> None:
        assert hers.post(here(plan, "complete/"), {"seen": seen()}).status_code == 422
        hers.post(here(plan, "complete/"), {"seen": seen(), "anyway": "1"})
        assert Job.objects.unfinished().filter(key="success-reviews:now").count() == 1  # its review opens at once
        page = text(hers.get(here(plan)))
        assert "Completed" in page
        assert "opens by itself within some minutes" in page
        (review,) = open_due(BEGINS)
        page = text(hers.get(here(plan)))
        assert f'href="/reviews/{review}/"' in page
        assert "opens by itself" not in page
        hers.post(here(plan, "reopen/"))
        hers.post(here(plan, "hand-over/"), {"lead": bob.pk, "seen": seen()})
        assert Plan.objects.get().lead == bob
        hers.post(here(plan, "cancel/"), {"reason": "Sold", "seen": seen()})
        assert "Sold" in text(hers.get(here(plan)))
        assert hers.post(here(plan, "agree/"), {"reason": "x", "seen": seen()}).status_code == 422


BASELINE = {"/onboarding/": 14, "/onboarding/cohorts/": 4, "/onboarding/ages/": 5, "page": 13, "gantt": 7}


@pytest.mark.parametrize(("what", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(hers: Client, plan: Plan, alice: User, what: str, most: int) -> None:
    doing.say_stuck(alice, plan.pk, "welcome", "No address")
    url = what if what.startswith("/") else here(plan, "" if what == "page" else "gantt/")
    hers.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert hers.get(url).status_code == 200
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)


def test_contacts_who_left_are_not_offered(hers: Client, plan: Plan) -> None:
    Contact.objects.create(id="C8", account_id="A1", name="Gone Lately", left_on=BEGINS)
    assert "Gone Lately" not in text(hers.get(here(plan, "steps/")))
