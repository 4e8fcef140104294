"""Starting: which template fits, what would be made, what is made, and the rule."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from tenure.company.models import User, settings_row
from tenure.core.conditions import EVERYTHING
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, AccountState, AccountTag, Contact
from tenure.journal.models import Change
from tenure.library.models import Document
from tenure.library.onboarding.asking import condition_of
from tenure.library.reading import HeldOnboarding
from tenure.onboarding import rule
from tenure.onboarding.choosing import choices, fitting, made_for, meets
from tenure.onboarding.models import Onboarding, Plan, Step
from tenure.onboarding.proposing import propose
from tenure.onboarding.starting import start, start_by_rule, template_or_404
from tenure.onboarding.tests.conftest import BEGINS
from tenure.work.models import Task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fits(account: Account) -> str:
    found = fitting(account)
    return found.template.id if found else ""


class TestChoosing:
    def test_the_first_that_fits_is_taken(self, account: Account) -> None:
        assert fits(account) == "enterprise"
        AccountTag.objects.create(account=account, tag="migration")
        assert fits(account) == "migration"
        smaller = Account.objects.create(id="A2", name="Small", segment="SMB", motion="product_led")
        assert fits(smaller) == "self_serve"
        assert fits(Account.objects.create(id="A3", name="Other")) == "guided"

    def test_all_are_offered_those_that_fit_first(self, account: Account) -> None:
        found = [(one.held.template.id, one.fits, one.is_first) for one in choices(account)]
        assert found == [
            ("enterprise", True, True), ("guided", True, False), ("migration", False, False),
            ("self_serve", False, False),
        ]  # fmt: skip

    def test_conditions_are_answered_at_once_and_the_unknown_meets_none(
        self, account: Account, django_assert_num_queries: Any
    ) -> None:
        asked = [condition_of(text) for text in ("seats >= 50", "seats > 60", 'region = "EMEA"', 'tag = "x"', "")]
        settings_row()
        with django_assert_num_queries(2):  # the account, and the currency of money in conditions
            assert meets(account, asked) == [True, False, False, False, True]
        nobody = Account.objects.create(id="A9", name="New")
        assert meets(nobody, [condition_of("seats >= 1"), EVERYTHING]) == [False, True]

    def test_who_waits_for_a_step_that_is_left_out_waits_for_what_it_waited_for(
        self, account: Account, held: HeldOnboarding
    ) -> None:
        AccountState.objects.filter(account=account).update(seats=10)
        made, left_out = made_for(account, held.template)
        assert [step.key for step in left_out] == ["sign_on"]
        assert {step.key: step.after for step in made}["use"] == ("kick_off", "data")


class TestProposing:
    def test_it_says_who_does_what_when_before_anything_is_made(
        self, account: Account, held: HeldOnboarding, alice: User, bob: User
    ) -> None:
        found = propose(account, held, BEGINS, bob)
        told = {one.step.key: (one.owner, str(one.contact or ""), one.finish) for one in found.steps}
        assert told["welcome"] == (bob, "", BEGINS)
        assert told["data"] == (bob, "Ada Ferreira", BEGINS + 8 * DAY)
        assert told["use"] == (alice, "", BEGINS + 15 * DAY)
        assert (found.finish, found.missing) == (BEGINS + 15 * DAY, [])
        assert not Step.objects.exists()

    def test_a_role_that_nobody_has_is_named_once_and_who_left_has_none(
        self, account: Account, held: HeldOnboarding, alice: User
    ) -> None:
        Contact.objects.update(left_on=BEGINS)
        found = propose(account, held, BEGINS, alice)
        assert found.missing == ["admin"]
        assert all(one.contact is None for one in found.steps)

    def test_of_two_the_one_who_is_there_longest(self, account: Account, held: HeldOnboarding, alice: User) -> None:
        Contact.objects.create(id="C0", account=account, name="New", role="admin", created_on=BEGINS)
        Contact.objects.filter(pk="C1").update(created_on=BEGINS - 9 * DAY)
        assert {str(one.contact) for one in propose(account, held, BEGINS, alice).steps if one.contact} == {
            "Ada Ferreira"
        }


class TestByHand:
    def test_each_step_has_a_task_that_knows_where_it_came_from(self, plan: Plan, alice: User) -> None:
        steps = list(Step.objects.filter(plan=plan).select_related("task").order_by("position"))
        assert [step.key for step in steps] == ["welcome", "kick_off", "sign_on", "data", "use"]
        data = steps[3]
        assert (data.task.title, data.task.owner, str(data.task.contact)) == ("Load data", alice, "Ada Ferreira")
        assert data.task.shared
        assert not steps[0].task.shared
        assert (data.task.origin_kind, data.task.origin_id) == ("onboarding", plan.pk)
        assert data.task.due_on == data.planned_finish == data.due_set == BEGINS + 8 * DAY
        assert (plan.planned_on, plan.forecast_on, plan.standing) == (BEGINS + 15 * DAY, BEGINS + 15 * DAY, "on_track")
        assert (plan.first_value_days, plan.first_value_feature, plan.template_version) == (30, "boards", 3)
        said = Change.objects.get(verb="onboarding.started")
        assert (said.account_id, said.actor, said.after["steps"]) == ("A1", alice, 5)

    def test_only_whose_account_it_is_and_leads(
        self, account: Account, held: HeldOnboarding, bob: User, vera: User, lea: User
    ) -> None:
        for stranger in (bob, vera):
            with pytest.raises(Http404):
                start(stranger, account, held, BEGINS)
        assert start(lea, account, held, BEGINS, lead=bob).lead == bob

    def test_one_at_a_time(self, plan: Plan, account: Account, held: HeldOnboarding, alice: User) -> None:
        with pytest.raises(NotAccepted, match="is running since 2026-09-28; complete or cancel it first"):
            start(alice, account, held, BEGINS)
        assert Plan.objects.count() == 1

    def test_an_imported_one_gets_a_plan_and_keeps_its_first_day(
        self, account: Account, held: HeldOnboarding, alice: User
    ) -> None:
        Onboarding.objects.create(id="imported", account=account, started_on=BEGINS - 7 * DAY)
        plan = start(alice, account, held, BEGINS)
        assert (plan.pk, plan.planned_on) == ("imported", BEGINS + 8 * DAY)

    @pytest.mark.parametrize(
        ("values", "said"),
        [({"begins": date(2036, 1, 1)}, "two years away"), ({"name": "x" * 121}, "121 characters; 120 fit")],
    )
    def test_what_cannot_be_is_said(
        self, account: Account, held: HeldOnboarding, alice: User, values: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(NotAccepted, match=said):
            start(alice, account, held, **{"begins": BEGINS, **values})

    def test_a_viewer_leads_nothing(self, account: Account, held: HeldOnboarding, alice: User, vera: User) -> None:
        with pytest.raises(NotAccepted, match="Vera does not work on accounts"):
            start(alice, account, held, BEGINS, lead=vera)

    def test_a_template_that_is_not_in_force_is_none(self, db: None) -> None:
        Document.objects.filter(key="guided").update(state="retired")
        with pytest.raises(Http404):
            template_or_404("guided")

    def test_the_number_of_statements_does_not_grow_with_the_steps(
        self, account: Account, alice: User, at: Callable[[date], None], django_assert_max_num_queries: Any
    ) -> None:
        at(BEGINS)
        held = template_or_404("enterprise")
        with django_assert_max_num_queries(34):
            start(alice, account, held, BEGINS)
        assert Task.objects.count() > 15


@pytest.fixture
def on(at: Callable[[date], None], lea: User) -> None:
    at(BEGINS)
    rule.switch(lea, True)


class TestTheRule:
    def test_off_it_starts_nothing(self, account: Account) -> None:
        assert rule.start_for_new_customers() == 0

    def test_a_new_customer_gets_the_template_that_fits_and_gets_it_once(
        self, on: None, account: Account, alice: User
    ) -> None:
        assert [rule.start_for_new_customers(), rule.start_for_new_customers()] == [1, 0]
        plan = Plan.objects.get()
        assert (plan.template, plan.lead, plan.made_by, plan.onboarding.started_on) == (
            "enterprise", alice, None, BEGINS
        )  # fmt: skip
        said = Change.objects.get(verb="onboarding.started")
        assert (said.actor, said.origin) == (None, "onboarding rule")

    def test_two_workers_at_once_make_one(self, on: None, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second found no onboarding either, and comes to write a moment later."""
        assert start_by_rule(account, BEGINS) is not None
        monkeypatch.setattr("django.db.models.query.QuerySet.exists", _nothing_before_the_write)
        assert start_by_rule(account, BEGINS) is None
        assert (Onboarding.objects.count(), Plan.objects.count()) == (1, 1)

    def test_who_was_a_customer_before_it_was_on_is_left_alone(self, on: None, account: Account) -> None:
        AccountState.objects.update(customer_since=BEGINS - DAY)
        assert rule.start_for_new_customers() == 0

    @pytest.mark.parametrize("values", [{"status": "trial"}, {"status": "lapsed"}, {"customer_since": None}])
    def test_who_is_no_customer_is_not_onboarded(self, on: None, account: Account, values: dict[str, Any]) -> None:
        AccountState.objects.update(**values)
        assert rule.start_for_new_customers() == 0

    def test_test_accounts_and_those_that_had_one_are_left_alone(self, on: None, account: Account) -> None:
        Account.objects.update(is_test=True)
        assert rule.start_for_new_customers() == 0
        Account.objects.update(is_test=False)
        Onboarding.objects.create(id="old", account=account, started_on=BEGINS, cancelled_on=BEGINS)
        assert rule.start_for_new_customers() == 0

    def test_without_a_fitting_template_there_is_none_until_one_comes(self, on: None, account: Account) -> None:
        Document.objects.filter(kind="onboarding").update(state="retired")
        assert rule.start_for_new_customers() == 0
        Document.objects.filter(key="guided").update(state="published")
        assert rule.start_for_new_customers() == 1

    def test_nobody_to_lead_it_is_no_reason_not_to_start(self, on: None, account: Account) -> None:
        Account.objects.update(owner=None)
        assert rule.start_for_new_customers() == 1
        assert Plan.objects.get().lead is None

    def test_off_and_on_again_begins_anew(self, on: None, lea: User, at: Callable[[date], None]) -> None:
        at(BEGINS + 9 * DAY)
        assert rule.switch(lea, True).since == BEGINS
        rule.switch(lea, False)
        assert rule.switch(lea, True).since == BEGINS + 9 * DAY
        assert [one.verb for one in Change.objects.order_by("pk")] == [
            "onboarding.rule_on", "onboarding.rule_off", "onboarding.rule_on"
        ]  # fmt: skip

    def test_a_csm_does_not_switch_it(self, alice: User) -> None:
        with pytest.raises(Http404):
            rule.switch(alice, True)


def _nothing_before_the_write(self: Any) -> bool:
    """What the second worker sees while the first has not committed; what it sees once it could not write."""
    return "id" in str(self.query.where) and self.filter()[:1].count() > 0
