"""Pages of plans: what they show, what they take, what they keep when something is wrong, and how much they ask."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account, AccountState, Contact, Product
from tenure.planning.checkins import keeping
from tenure.planning.conftest import TODAY
from tenure.planning.inventory import verbs as inventory
from tenure.planning.models import AccountPlan, CheckInCadence, Goal, ProposedGoal, Stakeholder, SuccessPlan
from tenure.planning.plans import objectives, standing, values, verbs
from tenure.planning.value import worth
from tenure.web.plans import people
from tenure.work.models import Task

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Save hours", "unit": "hours a month", "baseline": "10", "target": "50", "baseline_on": "2026-01-01",
          "due_on": "2026-12-31", "importance": "2", "shared": "1"}  # fmt: skip


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"plans:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, view: str, /, *args: Any, **given: Any) -> Any:
    return client.post(reverse(f"plans:{view}", args=args), given)


class TestList:
    def test_plans_stand_with_their_trouble_and_are_filtered(self, as_alice: Client, hours: Goal, lea: User) -> None:
        values.write(lea, hours.pk, Decimal(11), date(2026, 3, 1))
        shown = page(as_alice, "page")
        assert "Acme" in shown
        assert "1 slow or behind" in shown
        assert "No such plans" in page(as_alice, "page", query="?state=overdue")
        assert "Acme" in page(as_alice, "page", query="?q=acm&whose=all")
        assert "No such plans" in page(as_alice, "page", query="?q=zzz")

    def test_an_empty_book_says_what_a_plan_is(self, client: Client, lea: User) -> None:
        client.force_login(lea)
        assert "what a customer wants to reach" in page(client, "page")

    def test_the_list_asks_few_queries_however_many_plans(
        self, as_alice: Client, plan: SuccessPlan, alice: User
    ) -> None:
        for number in range(60):
            account = Account.objects.create(id=f"x{number}", name=f"X {number}", owner=alice)
            verbs.begin(alice, account, f"Plan {number}")
        page(as_alice, "page")
        with CaptureQueriesContext(connection) as asked:
            assert "Page 1 of 2" in page(as_alice, "page")
        assert len(asked) <= 9, "\n".join(query["sql"][:150] for query in asked)


class TestPlan:
    def test_a_plan_is_begun_from_a_template(self, as_alice: Client, acme: Account, cora: Contact, alice: User) -> None:
        assert "Save time in daily work" in page(as_alice, "new", "acme")
        given = {"template": "efficiency", "name": "", "started_on": "2026-03-10",
                 "owner": str(alice.pk), "contact": "cora", "objective-0": "on", "objective-1": "on"}  # fmt: skip
        answer = send(as_alice, "new", "acme", **given)
        plan = SuccessPlan.objects.get()
        assert answer.url == reverse("plans:plan", args=[plan.pk])
        assert plan.goals.count() == 2
        assert Task.objects.filter(origin_kind="objective").count() == 6
        shown = page(as_alice, "plan", plan.pk)
        assert "Seven in ten paid seats" in shown
        assert "Agree how hours are counted today" in shown

    def test_another_s_account_is_not_planned_with(self, client: Client, bob: User, acme: Account) -> None:
        client.force_login(bob)
        answer = send(client, "new", "acme", template="none", name="x", started_on="2026-03-10", owner=bob.pk)
        assert answer.status_code == 404
        assert not SuccessPlan.objects.exists()

    def test_a_plan_that_is_refused_keeps_what_was_typed(
        self, as_alice: Client, acme: Account, alice: User, lea: User
    ) -> None:
        given = {"template": "efficiency", "name": "Ours", "started_on": "soon", "owner": str(lea.pk), "shared": "1",
                 "objective-1": "on"}  # fmt: skip
        shown = send(as_alice, "new", "acme", **given).content.decode()
        assert "Give the first day as in 2026-03-31." in shown
        for kept in (f'value="{lea.pk}" selected', 'name="shared" value="1" checked', 'name="objective-1" checked',
                     'value="Ours"', 'value="soon"'):  # fmt: skip
            assert kept in shown
        assert 'name="objective-0" checked' not in shown

    def test_what_is_refused_is_said_and_what_was_typed_stays(self, as_alice: Client, plan: SuccessPlan) -> None:
        answer = send(as_alice, "act", plan.pk, "edit", name="", summary="Kept", owner="0", started_on="soon", seen="x")
        assert answer.status_code == 422
        assert "Kept" in answer.content.decode()
        assert send(as_alice, "act", plan.pk, "explode").status_code == 404

    def test_a_stranger_sees_nothing(self, client: Client, dana: User, plan: SuccessPlan, vera: User) -> None:
        client.force_login(dana)
        assert client.get(reverse("plans:plan", args=[plan.pk])).status_code == 404
        client.force_login(vera)
        assert "Add an objective" not in page(client, "plan", plan.pk)
        assert send(client, "act", plan.pk, "close", reason="x").status_code == 404

    def test_a_plan_of_many_objectives_asks_few_queries(self, as_alice: Client, plan: SuccessPlan, alice: User) -> None:
        for number in range(12):
            objectives.add(alice, plan.pk, {"name": f"Goal {number}", "unit": "x", "due_on": TODAY + 90 * DAY})
        page(as_alice, "plan", plan.pk)
        with CaptureQueriesContext(connection) as asked:
            page(as_alice, "plan", plan.pk)
        assert len(asked) <= 14, "\n".join(query["sql"][:150] for query in asked)


class TestObjective:
    def test_it_is_added_and_edited_on_a_form(self, as_alice: Client, plan: SuccessPlan, alice: User) -> None:
        assert send(as_alice, "add", plan.pk, owner=str(alice.pk), **FIELDS).status_code == 302
        goal = Goal.objects.get()
        assert (goal.unit, goal.shared) == ("hours a month", True)
        assert 'value="50"' in page(as_alice, "edit", goal.pk)

    def test_every_field_that_cannot_be_read_is_said_at_once(self, as_alice: Client, plan: SuccessPlan) -> None:
        answer = send(as_alice, "add", plan.pk, **FIELDS | {"target": "many", "due_on": "soon", "why": "They said so"})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "“many” is no target" in shown
        assert "due date is no day" in shown
        assert "They said so" in shown

    def test_two_at_once_see_both_values(self, as_alice: Client, hours: Goal, lea: User, now: Any) -> None:
        seen = verbs.version(hours)
        now.shift(1)
        objectives.edit(lea, hours.pk, {"target": Decimal(40)}, seen=seen)
        answer = send(as_alice, "edit", hours.pk, seen=seen, **FIELDS | {"target": "60"})
        shown = answer.content.decode()
        assert answer.status_code == 409
        assert "<td>40</td><td>60</td>" in shown
        newest = verbs.version(Goal.objects.get(pk=hours.pk))
        assert newest.replace("+", "&#x2B;") in shown or newest in shown
        assert send(as_alice, "edit", hours.pk, seen=newest, **FIELDS | {"target": "60"}).status_code == 302

    def test_values_comments_and_verification_stand_on_its_page(
        self, as_alice: Client, hours: Goal, cora: Contact
    ) -> None:
        send(as_alice, "act-objective", hours.pk, "value", value="50", value_on="2026-03-10", value_seen="")
        send(as_alice, "act-objective", hours.pk, "comment", body="Well done", shared="1")
        send(as_alice, "act-objective", hours.pk, "verify", by="cora")
        shown = page(as_alice, "objective", hours.pk)
        for words in ("Well done", "Verified", "Cora Diaz", "50 hours a month"):
            assert words in shown
        spec = as_alice.get(reverse("plans:line", args=[hours.pk])).json()
        assert spec["description"] == "Save hours rose from 10 on 01 Jan 2026 to 50 on 10 Mar 2026."

    def test_a_value_that_is_no_number_keeps_what_was_typed(self, as_alice: Client, hours: Goal) -> None:
        given = {"value": "fifty", "value_on": "2026-03-09", "note": "By phone", "value_seen": ""}
        answer = send(as_alice, "act-objective", hours.pk, "value", **given)
        assert answer.status_code == 422
        for typed in ("fifty", "2026-03-09", "By phone"):
            assert f'value="{typed}"' in answer.content.decode()

    def test_a_quarter_is_written_by_hand(self, as_alice: Client, hours: Goal) -> None:
        given = {"period": "2026-Q1", "amount": "1,250.50", "currency": "eur", "how": "Two contractors less."}
        assert send(as_alice, "act-objective", hours.pk, "worth", **given).status_code == 302
        assert "€1,250.50" in page(as_alice, "objective", hours.pk)
        stale = send(as_alice, "act-objective", hours.pk, "worth-remove", period="2026-Q1", worth_seen="")
        assert (stale.status_code, hours.worth.count()) == (422, 1)
        seen = worth.version(hours.worth.get())
        assert f'name="worth_seen" value="{seen}"' in page(as_alice, "objective", hours.pk)
        gone = send(as_alice, "act-objective", hours.pk, "worth-remove", period="2026-Q1", worth_seen=seen)
        assert (gone.status_code, hours.worth.count()) == (302, 0)
        refused = send(as_alice, "act-objective", hours.pk, "worth", **given | {"amount": "x"})
        assert refused.status_code == 422
        assert "Two contractors less." in refused.content.decode()


class TestProposals:
    def test_a_customer_s_goal_is_accepted_as_agreed(self, as_alice: Client, plan: SuccessPlan, cora: Contact) -> None:
        made = inventory.propose(None, plan.account, {"statement": "Close in three days", "unit": "days"}, contact=cora)
        assert "Close in three days" in page(as_alice, "page")
        assert "Close in three days" in page(as_alice, "proposals")
        shown = page(as_alice, "proposal", made.pk)
        assert "Accept as an objective" in shown
        seen = inventory.version(ProposedGoal.objects.get(pk=made.pk))
        given = FIELDS | {"plan": plan.pk, "seen": seen, "name": "Close in four days"}
        assert send(as_alice, "decide", made.pk, "accept", **given).status_code == 302
        assert Goal.objects.get(proposal=made).name == "Close in four days"

    def test_declining_needs_a_reason(self, as_alice: Client, plan: SuccessPlan, cora: Contact) -> None:
        made = inventory.propose(None, plan.account, {"statement": "Fly"}, contact=cora)
        seen = inventory.version(ProposedGoal.objects.get(pk=made.pk))
        assert send(as_alice, "decide", made.pk, "decline", seen=seen, answer=" ").status_code == 422
        assert send(as_alice, "decide", made.pk, "decline", seen=seen, answer="We do not fly.").status_code == 302
        assert "We do not fly." in page(as_alice, "proposal", made.pk)


class TestAccountPlan:
    def test_people_are_moved_on_the_map_and_the_plan_is_kept(
        self, home: Any, as_alice: Client, acme: Account, cora: Contact
    ) -> None:
        assert "Nobody is known as executive sponsor." in page(as_alice, "account", "acme")
        address, given = reverse("plans:place", args=["acme", "cora"]), {"influence": "4", "stance": "1", "seen": ""}
        moved = as_alice.post(address, given, HTTP_HX_REQUEST="true")
        assert 'data-moved="cora"' in moved.content.decode()
        assert "1 person placed, 1 for us" in moved.content.decode()
        assert Stakeholder.objects.get().influence == 4
        stale = as_alice.post(address, given | {"influence": "1"}, HTTP_HX_REQUEST="true")
        assert "Somebody changed this" in stale.content.decode()
        assert send(as_alice, "account", "acme", aim="Two teams", seen="0").status_code == 302
        late = send(as_alice, "account", "acme", aim="Three teams", seen="0")
        assert late.status_code == 409
        assert "Three teams" in late.content.decode()
        assert AccountPlan.objects.count() == 1
        assert "as it was saved on" not in page(as_alice, "account", "acme", query="?version=1")
        assert as_alice.get(reverse("plans:account", args=["acme"]) + "?version=9").status_code == 404

    def test_what_was_typed_of_a_person_stays_beside_what_somebody_else_wrote(
        self, home: Any, as_alice: Client, acme: Account, cora: Contact
    ) -> None:
        address = reverse("plans:place", args=["acme", "cora"])
        given = {"role": "champion", "influence": "4", "stance": "1", "reports_to": "", "seen": ""}
        assert as_alice.post(address, given | {"note": "Hers"}).status_code == 302
        late = as_alice.post(address, given | {"note": "Mine"})
        shown = late.content.decode()
        assert late.status_code == 422
        assert "<td>What matters to them</td><td>Hers</td><td>Mine</td>" in shown
        assert 'rows="2">Mine</textarea>' in shown
        assert '<details class="pl-place" open>' in shown
        assert Stakeholder.objects.get().note == "Hers"


class TestValue:
    @pytest.fixture
    def customer(self, acme: Account, lea: User) -> Account:
        Account.objects.filter(pk="acme").update(motion="sales_led")
        AccountState.objects.create(account=acme, as_of=TODAY, status="customer", customer_since=date(2025, 1, 1))
        keeping.keep_all_that_changed()
        standing.keep_all_that_changed()
        return acme

    def test_who_is_overdue_stands_first(self, as_alice: Client, customer: Account) -> None:
        shown = page(as_alice, "value")
        assert "403 days late" in shown
        assert "No such customers" in page(as_alice, "value", query="?view=soon")
        assert "403 days late" in page(as_alice, "value-account", "acme")
        assert "In time" in page(as_alice, "value-account", "acme", query="?as_of=2025-01-20")

    def test_within_a_quarter_no_worth_of_the_whole_is_shown(
        self, as_alice: Client, customer: Account, hours: Goal, alice: User
    ) -> None:
        worth.write(alice, hours.pk, "2025-Q4", 900_000, "EUR", "Their sheet.", seen="")
        assert "9,000" in page(as_alice, "value-account", "acme")
        within = page(as_alice, "value-account", "acme", query="?as_of=2025-11-15")
        assert "Told of the whole quarter only" in within
        assert "9,000" not in within

    def test_the_book_asks_few_queries(self, as_alice: Client, customer: Account) -> None:
        page(as_alice, "value")
        with CaptureQueriesContext(connection) as asked:
            page(as_alice, "value")
        assert len(asked) <= 14, "\n".join(query["sql"][:150] for query in asked)

    def test_leads_set_cadences(self, client: Client, lea: User, alice: User) -> None:
        client.force_login(lea)
        assert send(client, "cadences", motion="hybrid", people="10", digital="").status_code == 302
        refused = send(client, "cadences", motion="hybrid", people="often", tier="Strategic")
        assert refused.status_code == 422
        assert "Strategic" in refused.content.decode()
        row = CheckInCadence.objects.get()
        assert send(client, "cadences", remove=str(row.pk)).status_code == 302

    def test_an_account_s_panel_says_what_was_agreed(self, as_alice: Client, customer: Account, hours: Goal) -> None:
        shown = page(as_alice, "of-account", "acme")
        assert "Save hours" in shown
        assert "403 days late" in shown

    def test_where_nothing_is_known_to_be_sold_nothing_is_said_to_be_used(
        self, as_alice: Client, customer: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(people, "spaces", lambda *_: [])
        assert "Nothing is known of products" in page(as_alice, "whitespace", "acme")
        Product.objects.create(id="base", name="Base")
        assert "They have every product" in page(as_alice, "whitespace", "acme")

    def test_an_account_s_panel_leads_to_each_goal_that_waits(self, as_alice: Client, customer: Account) -> None:
        waits = ProposedGoal.objects.create(account=customer, statement="Rotas in time", by_name="Cora")
        ProposedGoal.objects.create(account=customer, statement="Never mind", by_name="Cora", state="declined")
        shown = page(as_alice, "of-account", "acme")
        assert f'href="{reverse("plans:proposal", args=[waits.pk])}"' in shown
        assert "Never mind" not in shown
