"""Plans and objectives: written, measured by hand, shared, confirmed; who may, and what two people at once see."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.library.reading import published_measures, published_success_templates
from tenure.planning.conftest import TODAY
from tenure.planning.models import Goal, GoalState, GoalValue, PlanState, SuccessPlan
from tenure.planning.plans import comments, confirming, objectives, starting, values, verbs
from tenure.planning.plans.standing import keep_all_that_changed
from tenure.work.models import Task

pytestmark = pytest.mark.django_db


def state(goal: Goal) -> GoalState:
    return GoalState.objects.get(pk=goal.pk)


class TestWriting:
    def test_an_objective_is_added_with_its_owner_and_stands_in_the_plan(
        self, plan: SuccessPlan, hours: Goal, alice: User
    ) -> None:
        assert (hours.owner, hours.position, hours.status) == (alice, 0, "open")
        assert (state(hours).standing, state(hours).value) == ("unmeasured", None)
        kept = PlanState.objects.get(pk=plan.pk)
        assert (kept.objectives, kept.unmeasured, kept.next_due_on, kept.is_open) == (1, 1, date(2026, 12, 31), True)
        change = Change.objects.get(verb="objective.added")
        assert (change.actor, change.account_id, change.after["name"]) == (alice, "acme", "Save hours")

    def test_two_who_write_at_once_both_see_what_stands(self, hours: Goal, alice: User, lea: User, now: Any) -> None:
        seen = verbs.version(hours)
        now.shift(1)
        objectives.edit(lea, hours.pk, {"target": Decimal(40)}, seen=seen)
        with pytest.raises(ChangedMeanwhile) as other:
            objectives.edit(alice, hours.pk, {"target": Decimal(60)}, seen=seen)
        assert other.value.now.target == 40
        assert Goal.objects.get(pk=hours.pk).target == 40

    def test_a_rate_stands_in_the_journal_with_its_currency(self, hours: Goal, alice: User) -> None:
        rate: dict[str, Any] = {"rate_minor": 5_000, "rate_currency": "EUR", "rate_per": "month"}
        rated = objectives.edit(alice, hours.pk, rate, seen=verbs.version(hours))
        objectives.edit(alice, hours.pk, rate | {"rate_minor": 6_000}, seen=verbs.version(rated))
        row = Change.objects.filter(verb="objective.edited").latest("pk")
        assert (row.before, row.after["rate_minor"], row.after["rate_currency"]) == (
            {"rate_minor": 5_000},
            6_000,
            "EUR",
        )

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"name": " "}, "one sentence"),
            ({"name": "x" * 301}, "301 characters; 300 fit"),
            ({"target": Decimal(10)}, "the same"),
            ({"target": Decimal("Infinity")}, "not a number"),
            ({"due_on": date(2025, 1, 1)}, "due before its baseline"),
            ({"baseline_on": date(2027, 1, 1)}, "yet to come"),
            ({"due_on": date(2126, 1, 1)}, "ten years"),
            ({"importance": 7}, "how important"),
            ({"measure": "nothing"}, "There is no measure"),
            ({"rate_minor": 0}, "more than nothing"),
            ({"rate_minor": 5, "rate_currency": "XXX", "rate_per": "month"}, "currency"),
            ({"status": "closed"}, "no status"),
        ],
    )
    def test_what_cannot_be_is_said(self, hours: Goal, alice: User, given: dict[str, Any], sentence: str) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            objectives.edit(alice, hours.pk, given, seen=verbs.version(hours))

    def test_every_mistake_is_said_at_once(self, plan: SuccessPlan, alice: User) -> None:
        with pytest.raises(NotAccepted) as refused:
            objectives.add(alice, plan.pk, {"name": "", "importance": 9, "measure": "nothing"})
        assert len(str(refused.value).splitlines()) == 3

    def test_people_of_another_company_are_no_owner_here(self, hours: Goal, alice: User, zoe: Contact) -> None:
        with pytest.raises(NotAccepted, match="Zoe is no contact of Acme"):
            objectives.edit(alice, hours.pk, {"contact": zoe}, seen=verbs.version(hours))

    def test_others_do_not_write_her_plans_a_lead_does(
        self, plan: SuccessPlan, hours: Goal, bob: User, vera: User, dana: User, lea: User
    ) -> None:
        for stranger in (bob, vera, dana):
            with pytest.raises(Http404):
                objectives.edit(stranger, hours.pk, {"name": "Mine"}, seen=verbs.version(hours))
            with pytest.raises(Http404):
                verbs.close(stranger, plan.pk, "Over.")
        verbs.close(lea, plan.pk, "They left.")
        assert PlanState.objects.get(pk=plan.pk).is_open is False

    def test_who_does_an_objective_writes_it_on_an_account_of_another(
        self, hours: Goal, alice: User, bob: User
    ) -> None:
        objectives.edit(alice, hours.pk, {"owner": bob}, seen=verbs.version(hours))
        assert values.write(bob, hours.pk, Decimal(20)).by == bob

    def test_closing_and_cancelling_say_when_and_why(self, hours: Goal, alice: User) -> None:
        with pytest.raises(NotAccepted, match="Say why it is cancelled"):
            objectives.close(alice, hours.pk, cancelled=True)
        objectives.close(alice, hours.pk, "Their priorities moved.", cancelled=True)
        assert state(hours).standing == "cancelled"
        with pytest.raises(NotAccepted, match="reopen it first"):
            objectives.close(alice, hours.pk)
        objectives.reopen(alice, hours.pk)
        objectives.close(alice, hours.pk)
        assert (state(hours).standing, Goal.objects.get(pk=hours.pk).closed_on) == ("missed", TODAY)


class TestValues:
    def test_a_typed_value_moves_progress_and_standing(self, hours: Goal, alice: User) -> None:
        made = values.write(alice, hours.pk, Decimal(30), date(2026, 3, 1), note="Two teams counted.")
        assert made.pk == f"{hours.pk}|2026-03-01", "the key that an import would give it"
        assert (state(hours).progress, state(hours).standing) == (500_000, "on_track")
        assert state(hours).value == 30
        values.write(alice, hours.pk, Decimal(55), TODAY)
        assert (state(hours).standing, state(hours).attained_on) == ("attained", TODAY)

    def test_the_customer_writes_values_of_what_is_shared(self, hours: Goal, cora: Contact, zoe: Contact) -> None:
        made = values.write(None, hours.pk, Decimal(20), contact=cora)
        assert (made.contact, made.by) == (cora, None)
        change = Change.objects.get(verb="objective.measured")
        assert (change.actor, change.origin, change.after["contact_id"], change.after["by"]) == (
            None, "portal", "cora", "Cora Diaz",
        )  # fmt: skip
        with pytest.raises(Http404):
            values.write(None, hours.pk, Decimal(20), contact=zoe)

    def test_a_value_of_the_same_day_is_not_overwritten_unseen(self, hours: Goal, alice: User, cora: Contact) -> None:
        values.write(None, hours.pk, Decimal(20), contact=cora)
        with pytest.raises(ChangedMeanwhile) as other:
            values.write(alice, hours.pk, Decimal(25))
        assert other.value.now.value == 20
        values.write(alice, hours.pk, Decimal(25), seen="20")
        assert GoalValue.objects.get(goal=hours).value == 25
        values.write(alice, hours.pk, Decimal(25))  # the same once more is nothing new

    @pytest.mark.parametrize(
        ("day", "sentence"), [(TODAY + DAY, "yet to come"), (date(2025, 12, 31), "before the baseline")]
    )
    def test_days_that_cannot_be_are_said(self, hours: Goal, alice: User, day: date, sentence: str) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            values.write(alice, hours.pk, Decimal(20), day)

    def test_what_the_facts_measure_nobody_types(self, hours: Goal, alice: User) -> None:
        objectives.edit(alice, hours.pk, {"measure": "active_users"}, seen=verbs.version(hours))
        with pytest.raises(NotAccepted, match="from the facts"):
            values.write(alice, hours.pk, Decimal(20))

    def test_a_value_typed_by_mistake_goes(self, hours: Goal, alice: User) -> None:
        values.write(alice, hours.pk, Decimal(30))
        values.remove(alice, hours.pk, TODAY)
        assert state(hours).standing == "unmeasured"
        assert Change.objects.get(verb="objective.value_removed").before == {"value": "30", "on": "2026-03-10"}


class TestTheCustomer:
    def test_what_is_attained_they_confirm_once(
        self, plan: SuccessPlan, hours: Goal, alice: User, cora: Contact
    ) -> None:
        with pytest.raises(NotAccepted, match="not attained yet"):
            confirming.verify(None, hours.pk, contact=cora)
        values.write(alice, hours.pk, Decimal(50))
        goal = confirming.verify(None, hours.pk, contact=cora)
        assert (goal.customer_verified_on, goal.verified_contact, goal.verified_said) == (TODAY, cora, "Cora Diaz")
        confirming.verify(None, hours.pk, contact=cora)
        assert Change.objects.filter(verb="objective.verified").count() == 1
        assert PlanState.objects.get(pk=plan.pk).verified == 1

    def test_we_record_who_of_them_said_so(self, hours: Goal, alice: User) -> None:
        values.write(alice, hours.pk, Decimal(50))
        with pytest.raises(NotAccepted, match="Say who at the customer"):
            confirming.verify(alice, hours.pk)
        assert confirming.verify(alice, hours.pk, said="Their CFO").verified_said == "Their CFO"
        assert confirming.unverify(alice, hours.pk).customer_verified_on is None

    def test_they_comment_and_our_own_words_stay_ours(self, hours: Goal, alice: User, cora: Contact) -> None:
        comments.comment(alice, hours.pk, "The number looks too good.")
        comments.comment(alice, hours.pk, "Well done.", shared=True)
        comments.comment(None, hours.pk, "Thank you", contact=cora)
        assert [one.body for one in comments.seen_by_customer(hours)] == ["Well done.", "Thank you"]

    @pytest.mark.parametrize("hidden", ["plan", "objective", "left"])
    def test_what_is_not_shared_is_not_there(
        self, plan: SuccessPlan, hours: Goal, alice: User, cora: Contact, hidden: str
    ) -> None:
        if hidden == "plan":
            verbs.share(alice, plan.pk, False)
        elif hidden == "objective":
            objectives.share(alice, hours.pk, False)
        else:
            Contact.objects.filter(pk="cora").update(left_on=TODAY)
            cora.refresh_from_db()
        for act in (
            lambda: comments.comment(None, hours.pk, "Hello", contact=cora),
            lambda: values.write(None, hours.pk, Decimal(20), contact=cora),
            lambda: confirming.verify(None, hours.pk, contact=cora),
        ):
            with pytest.raises(Http404):
                act()


class TestStarting:
    def test_a_plan_from_a_template_has_objectives_dates_and_tasks(
        self, acme: Account, alice: User, cora: Contact
    ) -> None:
        held = published_success_templates(published_measures())["efficiency"]
        how = starting.Start("", TODAY, alice, cora, leave_out=(3,), shared=True)
        plan = starting.start(alice, acme, held, how)
        found = list(plan.goals.order_by("position"))
        assert len(found) == 3
        assert (plan.template, plan.template_version, plan.name) == ("efficiency", 1, "Save time in daily work")
        first, seats = found[0], found[1]
        assert (first.rate_minor, first.rate_currency, first.rate_per) == (4000, "EUR", "month")
        assert (seats.measure, seats.target, seats.due_on) == ("licence_utilisation", Decimal("0.7"), TODAY + 140 * DAY)
        tasks = Task.objects.filter(origin_kind="objective", origin_id=first.pk).order_by("due_on")
        assert [task.due_on for task in tasks] == [TODAY + n * 7 * DAY for n in (1, 2, 14)]
        assert [task.contact for task in tasks] == [None, cora, None]

    def test_nothing_chosen_is_no_plan(self, acme: Account, alice: User) -> None:
        held = published_success_templates(published_measures())["self_serve_adoption"]
        with pytest.raises(NotAccepted, match="at least one objective"):
            starting.start(alice, acme, held, starting.Start(leave_out=range(9)))
        assert not SuccessPlan.objects.exists()


class TestStandingsKept:
    def test_what_came_in_by_file_stands_too_and_a_new_day_moves_it(self, acme: Account, now: Any) -> None:
        plan = SuccessPlan.objects.create(id="p", account=acme, started_on=date(2026, 1, 1))
        goal = Goal.objects.create(id="g", plan=plan, due_on=TODAY, baseline=0, target=10, actual=Decimal(3))
        assert keep_all_that_changed() == ["p"]
        assert (state(goal).standing, state(goal).progress) == ("behind", 300_000)
        for _ in range(2):  # what was written in the last minute is looked at twice
            now.shift(120)
            again = keep_all_that_changed()
        assert again == []
        now.shift(DAY)
        assert keep_all_that_changed() == ["p"]
        assert state(goal).standing == "overdue"
        GoalValue.objects.create(id="g|2026-03-11", goal=goal, value_on=TODAY + DAY, value=12)
        assert keep_all_that_changed() == ["p"]
        assert state(goal).standing == "attained"
