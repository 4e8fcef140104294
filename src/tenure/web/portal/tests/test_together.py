"""Onboarding, goals, objectives and reviews on the customer's page, through the verbs of each."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.library.onboarding import read
from tenure.library.reading import HeldOnboarding
from tenure.onboarding.models import Plan, Step
from tenure.onboarding.starting import start
from tenure.planning.inventory import verbs as inventory
from tenure.planning.models import Goal, GoalComment, ProposedGoal, Review, SuccessPlan
from tenure.planning.plans import comments, objectives, values, verbs
from tenure.web.portal.tests.conftest import soon
from tenure.work import tasks
from tenure.work.models import Notice
from tenure.work.portal import resources
from tenure.work.portal.models import PortalDraft
from tenure.work.portal.resources import Content

pytestmark = pytest.mark.django_db
TEMPLATE: dict[str, Any] = {
    "id": "small", "name": "Quietly called", "phases": [
        {"name": "Begin", "steps": [{"key": "welcome", "title": "Hushed call", "owner": "csm", "days": 1}]},
        {"name": "Connect", "steps": [
            {"key": "file", "title": "Send a payroll file", "owner": "champion", "days": 3, "after": ["welcome"]},
            {"key": "check", "title": "Hushed check", "owner": "csm", "days": 2, "after": ["file"]}]},
        {"name": "Go live", "steps": [
            {"key": "live", "title": "Hushed rollout", "owner": "csm", "days": 5, "after": ["check"]}]},
    ],
}  # fmt: skip


def text(client: Client, path: str = "/page/") -> str:
    reply = client.get(path)
    assert reply.status_code == 200
    return reply.content.decode()


@pytest.fixture
def champion(contact: Contact) -> Contact:
    contact.role = "champion"
    contact.save()
    return contact


@pytest.fixture
def plan(alice: User, champion: Contact) -> Plan:
    begins = timezone.now().date() - timedelta(days=7)
    return start(alice, champion.account, HeldOnboarding(read(TEMPLATE, []), 1), begins)


@pytest.fixture
def goal(alice: User, account: Account) -> Goal:
    made = verbs.begin(alice, account, "Save time", started_on=soon(-60), shared=True)
    return objectives.add(alice, made.pk, {
        "name": "Rotas out 14 days ahead", "unit": "days", "baseline": Decimal(2), "target": Decimal(14),
        "baseline_on": soon(-60), "due_on": soon(60), "shared": True,
    })  # fmt: skip


class TestOnboarding:
    def finish(self, alice: User, plan: Plan, key: str) -> None:
        tasks.finish(alice, Step.objects.get(plan=plan, key=key).task_id)

    def test_phases_stand_with_what_is_missing_of_theirs(self, dana_client: Client, alice: User, plan: Plan) -> None:
        self.finish(alice, plan, "welcome")
        page = text(dana_client)
        steps = page.split('class="tn-psteps"')[1].split("</ol>")[0]
        assert steps.count("<li") == 3
        assert steps.index("Begin") < steps.index("Connect") < steps.index("Go live")
        assert steps.count('aria-current="step"') == 1
        assert "waits for: Send a payroll file" in steps
        assert "We are at <b>Connect</b>" in page

    def test_steps_that_are_not_shared_are_not_named(self, dana_client: Client, plan: Plan) -> None:
        page = text(dana_client)
        assert "Hushed" not in page
        assert "Quietly called" not in page

    def test_finishing_their_task_moves_it_on(self, dana_client: Client, alice: User, plan: Plan) -> None:
        self.finish(alice, plan, "welcome")
        task = Step.objects.get(plan=plan, key="file").task
        assert dana_client.post(f"/page/tasks/{task.pk}/done/").status_code == 302
        page = text(dana_client)
        assert "waits for" not in page
        assert "1 of 2 done" in page

    def test_a_step_about_goals_leads_to_where_they_are_proposed(
        self, dana_client: Client, alice: User, plan: Plan
    ) -> None:
        self.finish(alice, plan, "welcome")
        step = Step.objects.get(plan=plan, key="file")
        ask, task = 'btn-primary" href="/page/goals/"', f"/page/tasks/{step.task_id}/"
        assert ask not in text(dana_client) + text(dana_client, task)
        Step.objects.filter(pk=step.pk).update(kind="goals")
        assert ask in text(dana_client)
        assert ask in text(dana_client, task)

    def test_of_another_account_there_is_nothing(self, open_as: Any, plan: Plan, eve: Contact) -> None:
        assert "tn-psteps" not in text(open_as(eve))


class TestObjectives:
    def test_they_read_how_far_it_is(self, dana_client: Client, alice: User, goal: Goal) -> None:
        values.write(alice, goal.pk, Decimal("6"))
        assert "6 of 14 days" in text(dana_client)
        page = text(dana_client, f"/page/objectives/{goal.pk}/")
        assert "Yes, we reached it" not in page
        assert "2 days" in page

    def test_a_comment_is_seen_by_both(self, dana_client: Client, alice: User, goal: Goal) -> None:
        comments.comment(alice, goal.pk, "Hushed among us")
        reply = dana_client.post(f"/page/objectives/{goal.pk}/comment/", {"words": "The night shift is late"})
        assert reply.status_code == 302
        page = text(dana_client, f"/page/objectives/{goal.pk}/")
        assert "The night shift is late" in page
        assert "Hushed" not in page
        assert GoalComment.objects.get(contact="C1").shared
        assert Notice.objects.get(user=alice).title == "Dana Ruiz wrote about “Rotas out 14 days ahead”"

    def test_an_empty_comment_is_a_sentence(self, dana_client: Client, goal: Goal) -> None:
        reply = dana_client.post(f"/page/objectives/{goal.pk}/comment/", {"words": " "})
        assert reply.status_code == 422
        assert "Write something first." in reply.content.decode()

    def test_only_what_is_reached_is_confirmed(self, dana_client: Client, alice: User, goal: Goal) -> None:
        early = dana_client.post(f"/page/objectives/{goal.pk}/confirm/")
        assert early.status_code == 422
        values.write(alice, goal.pk, Decimal("14"))
        assert "Yes, we reached it" in text(dana_client, f"/page/objectives/{goal.pk}/")
        for _ in range(2):
            dana_client.post(f"/page/objectives/{goal.pk}/confirm/")
        goal.refresh_from_db()
        assert (goal.verified_said, goal.verified_contact_id) == ("Dana Ruiz", "C1")
        assert "Confirmed" in text(dana_client)
        assert Notice.objects.filter(title__contains="confirmed").count() == 1


def filled(number: int, **more: str) -> dict[str, str]:
    given = {"statement": f"Goal {number}", "why": "Less overtime", "unit": "days", "baseline": "6", "target": "14",
             "due_on": str(soon(90)), "importance": "1", "contact_owner": "C1"} | more  # fmt: skip
    return {f"goal-{number}-{name}": value for name, value in given.items()}


class TestInventory:
    def test_several_goals_at_once(self, dana_client: Client, alice: User, contact: Contact) -> None:
        sent = {
            "rows": "3",
            **filled(0),
            **filled(1, baseline="1,234.5", target="2 000", unit=""),
            "goal-2-importance": "2",
        }
        assert dana_client.post("/page/goals/send/", sent)["Location"] == "/page/goals/?sent=2"
        one, other = ProposedGoal.objects.order_by("pk")
        assert (one.statement, one.unit) == ("Goal 0", "days")
        assert [one.baseline, one.target] == [6, 14]
        assert (one.contact, one.contact_owner, one.importance, one.due_on) == (contact, contact, 1, soon(90))
        assert [other.baseline, other.target] == [Decimal("1234.5"), 2000]
        assert "2 goals have arrived" in text(dana_client, "/page/goals/?sent=2")
        assert Notice.objects.get(user=alice).text.startswith("2 goals: Goal 0")

    def test_a_mistake_in_one_keeps_all_and_writes_none(self, dana_client: Client) -> None:
        sent = {"rows": "2", **filled(0), **filled(1, statement="", target="soon", due_on="2026-02-31")}
        reply = dana_client.post("/page/goals/send/", sent)
        page = reply.content.decode()
        assert reply.status_code == 422
        assert not ProposedGoal.objects.exists()
        for sentence in ("Say in one sentence", "“soon” is no number", "no day of the calendar"):
            assert sentence in page
        assert 'value="Goal 0"' in page

    @pytest.mark.parametrize(
        "more",
        [{"contact_owner": "C9"}, {"measure": "health"}, {"importance": "9"}, {"baseline": "1e9"}, {"target": "6"},
         {"statement": "x" * 301}],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, dana_client: Client, eve: Contact, more: dict[str, str]) -> None:
        assert dana_client.post("/page/goals/send/", {"rows": "1", **filled(0, **more)}).status_code == 422
        assert not ProposedGoal.objects.exists()

    def test_another_goal_without_a_script(self, dana_client: Client) -> None:
        page = dana_client.post("/page/goals/send/", {"rows": "1", **filled(0), "add": "1"}).content.decode()
        assert page.count('class="portal-goal"') == 2
        assert 'value="Goal 0"' in page
        assert not ProposedGoal.objects.exists()
        full = dana_client.post("/page/goals/send/", {"rows": "10", "add": "1"}).content.decode()
        assert full.count('class="portal-goal"') == 10

    def test_what_is_typed_is_kept_and_gone_when_it_is_sent(
        self, dana_client: Client, open_as: Any, contact: Contact, eve: Contact
    ) -> None:
        reply = dana_client.post("/page/goals/draft/", {"rows": "1", "goal-0-statement": "Half a sen"})
        assert "What you typed is kept." in reply.content.decode()
        assert 'value="Half a sen"' in text(open_as(contact), "/page/goals/")
        assert "Half a sen" not in text(open_as(eve), "/page/goals/")
        dana_client.post("/page/goals/send/", {"rows": "1", **filled(0)})
        assert not PortalDraft.objects.exists()

    def test_asked_back_they_answer_and_withdraw(self, dana_client: Client, alice: User, contact: Contact) -> None:
        made = inventory.propose(None, contact.account, {"statement": "Faster books"}, contact=contact)
        inventory.ask_back(alice, made.pk, "Which books?", seen=inventory.version(made))
        assert "Which books?" in text(dana_client, "/page/goals/")
        page = dana_client.get(f"/page/goals/{made.pk}/")
        sent = {"rows": "1", "seen": page.context["seen"], **filled(0, statement="Monthly books in 3 days")}
        assert dana_client.post(f"/page/goals/{made.pk}/revise/", sent).status_code == 302
        made.refresh_from_db()
        assert (made.state, made.statement) == ("proposed", "Monthly books in 3 days")
        late = dana_client.post(f"/page/goals/{made.pk}/revise/", sent)
        assert late.status_code == 422
        assert "changed in the meantime" in late.content.decode()
        dana_client.post(f"/page/goals/{made.pk}/withdraw/", {"seen": inventory.version(made)})
        made.refresh_from_db()
        assert made.state == "withdrawn"


class TestReviews:
    @pytest.fixture
    def review(self, alice: User, account: Account) -> Review:
        made = Review.objects.create(id="R1", account=account, title="First quarter", shared_at=timezone.now(),
                                     status="held", held_on=soon(-2), owner=alice)  # fmt: skip
        facts = {"as_of": "2026-11-20", "since": "2026-08-20", "lead": "More people use it.",
                 "figures": [{"label": "Active users", "value": {"amount": 23}, "note": "9 more"}],
                 "table": {"columns": ["Feature", "Users"], "rows": [["Boards", "12"]]}}  # fmt: skip
        made.blocks.create(place=1, kind="usage", title="Usage", facts=facts, body="It **grew**.")
        made.blocks.create(place=2, kind="usage", title="In our words", body="Still read")
        return made

    def test_it_is_read_with_its_facts(self, dana_client: Client, review: Review) -> None:
        page = text(dana_client, "/page/reviews/R1/")
        for part in ("First quarter", "More people use it.", "Active users", "23", "Boards", "<strong>grew</strong>",
                     "Still read"):  # fmt: skip
            assert part in page
        assert "First quarter" in text(dana_client)

    def test_it_is_a_paper_too(self, dana_client: Client, review: Review) -> None:
        reply = dana_client.get("/page/reviews/R1/review.pdf")
        assert reply.content.startswith(b"%PDF")
        assert "first-quarter" in reply["Content-Disposition"]
        assert reply["Cache-Control"] == "no-store"

    def test_what_they_thought_of_it(self, dana_client: Client, alice: User, review: Review) -> None:
        for rating in ("4", "2"):
            reply = dana_client.post("/page/reviews/R1/feedback/", {"rating": rating, "words": "Shorter"})
            assert reply.status_code == 302
        row = review.feedback.get()
        assert (row.rating, row.words, row.contact_id) == (2, "Shorter", "C1")
        assert "you said 2 of 5" in text(dana_client, "/page/reviews/R1/")
        bad = dana_client.post("/page/reviews/R1/feedback/", {"rating": "9", "words": "kept"})
        assert bad.status_code == 422
        assert "kept" in bad.content.decode()


def test_the_whole_page_asks_few_queries(
    dana_client: Client, alice: User, lea: User, plan: Plan, goal: Goal, account: Account, contact: Contact
) -> None:
    for number in range(12):
        tasks.add_task(alice, f"Task {number}", soon(number), account=account, contact=contact)
        resources.add(lea, Content(f"Guide {number}", "guide", body="x", condition="segment = Enterprise"))
        Review.objects.create(id=f"R{number}", account=account, title="Review", shared_at=timezone.now())
        SuccessPlan.objects.create(id=f"P{number}", account=account, shared=True).goals.create(
            id=f"G{number}", name="One", shared=True, measure="breadth"
        )
    ours = Client()
    ours.force_login(alice)
    text(dana_client)
    for client, path, most in ((dana_client, "/page/", 14), (ours, f"/customer-view/{contact.pk}/", 15)):
        with CaptureQueriesContext(connection) as asked:
            text(client, path)
        assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
