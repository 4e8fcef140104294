"""What objectives were worth: reckoned, written, confirmed, and what becomes of it beside the cost."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from django.http import Http404

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact, FxRate, Subscription
from tenure.planning.conftest import TODAY
from tenure.planning.models import CustomerValue, Goal, SuccessPlan, ValueRealised
from tenure.planning.plans import objectives, values, verbs
from tenure.planning.tasks import follow_plans
from tenure.planning.value import worth
from tenure.planning.value.by_quarter import by_quarter
from tenure.planning.value.quarters import Quarter

pytestmark = pytest.mark.django_db
Q4, Q1 = "2025-Q4", "2026-Q1"


@pytest.fixture
def paying(acme: Account) -> Account:
    Subscription.objects.create(
        id="s", subscription_id="s", account=acme, price_minor=30_000, mrr_minor=30_000, currency="EUR",
        start_date=date(2025, 1, 1),
    )  # fmt: skip
    return acme


@pytest.fixture
def saved(paying: Account, alice: User, plan: SuccessPlan) -> Goal:
    """40 EUR an hour a month; from 10 hours to 50, in force since October; 25 hours measured in November."""
    goal = objectives.add(alice, plan.pk, {
        "name": "Save hours", "unit": "hours", "baseline": Decimal(10), "target": Decimal(50), "shared": True,
        "baseline_on": date(2025, 10, 1), "due_on": date(2026, 12, 31), "rate_minor": 4_000, "rate_currency": "EUR",
        "rate_per": "month",
    })  # fmt: skip
    values.write(alice, goal.pk, Decimal(25), date(2025, 11, 1))
    return goal


def row(goal: Goal, period: str) -> ValueRealised:
    return ValueRealised.objects.get(goal=goal, period=period)


def test_a_rate_reckons_each_quarter_and_says_how(saved: Goal) -> None:
    assert row(saved, Q4).amount_minor == 2 * 15 * 4_000
    assert row(saved, Q4).how == (
        "9.95 hours better than the baseline on average over 92 days, at 40.00 EUR each a month"
    )
    running = row(saved, Q1)
    assert (running.until, running.reckoned) == (TODAY, True)
    assert running.amount_minor == round(15 * 4_000 * (2 + 10 / 31))


def test_a_quarter_that_is_over_stands_beside_what_was_paid(saved: Goal) -> None:
    kept = CustomerValue.objects.get()
    assert (kept.account_id, kept.period, kept.currency, kept.source) == ("acme", Q4, "EUR", "Tenure")
    assert (kept.realised_value_minor, kept.total_cost_minor) == (120_000, 90_000)
    assert kept.customer_verified_on is None


def test_what_another_system_says_stays(saved: Goal, alice: User) -> None:
    CustomerValue.objects.all().delete()
    CustomerValue.objects.create(id=f"acme|{Q4}", account_id="acme", period=Q4, currency="EUR",
                                 realised_value_minor=7, total_cost_minor=5, source="crm")  # fmt: skip
    values.write(alice, saved.pk, Decimal(30), date(2025, 12, 1))
    assert CustomerValue.objects.get().realised_value_minor == 7


def test_confirmed_it_is_not_reckoned_anew(saved: Goal, alice: User, cora: Contact) -> None:
    with pytest.raises(NotAccepted, match="is not over"):
        worth.verify(None, saved.pk, Q1, contact=cora)
    worth.verify(None, saved.pk, Q4, contact=cora)
    assert CustomerValue.objects.get().customer_verified_on == TODAY
    values.write(alice, saved.pk, Decimal(45), date(2025, 11, 15))
    assert row(saved, Q4).amount_minor == 120_000
    assert row(saved, Q4).verified_said == "Cora Diaz"


def test_by_hand_with_how_it_was_worked_out(saved: Goal, alice: User) -> None:
    with pytest.raises(ChangedMeanwhile):
        worth.write(alice, saved.pk, Q4, 200_000, "EUR", "Their controller's sheet.", seen="")
    seen = worth.version(row(saved, Q4))
    with pytest.raises(NotAccepted, match="how it was worked out"):
        worth.write(alice, saved.pk, Q4, 200_000, "EUR", " ", seen=seen)
    worth.write(alice, saved.pk, Q4, 200_000, "EUR", "Their controller's sheet.", seen=seen)
    values.write(alice, saved.pk, Decimal(30), date(2025, 12, 1))
    assert (row(saved, Q4).amount_minor, row(saved, Q4).reckoned) == (200_000, False)
    assert CustomerValue.objects.get().realised_value_minor == 200_000


def test_what_somebody_wrote_since_is_not_taken_away(saved: Goal, alice: User, lea: User, now: Any) -> None:
    seen = worth.version(row(saved, Q4))
    now.shift(1)
    worth.write(lea, saved.pk, Q4, 200_000, "EUR", "Their controller's sheet.", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        worth.remove(alice, saved.pk, Q4, seen=seen)
    assert row(saved, Q4).amount_minor == 200_000
    worth.remove(alice, saved.pk, Q4, seen=worth.version(row(saved, Q4)))
    with pytest.raises(NotAccepted, match="any more"):
        worth.remove(alice, saved.pk, Q4, seen=seen)


@pytest.mark.parametrize(
    ("period", "amount", "currency", "sentence"),
    [("2026", 1, "EUR", "no quarter"), ("2027-Q1", 1, "EUR", "not begun"), (Q4, -1, "EUR", "below zero"),
     (Q4, 1, "ABC", "currency")],
)  # fmt: skip
def test_what_cannot_be_is_said(
    saved: Goal, alice: User, period: str, amount: int, currency: str, sentence: str
) -> None:
    with pytest.raises(NotAccepted, match=sentence):
        worth.write(alice, saved.pk, period, amount, currency, "So.", seen="")


def test_without_its_rate_what_it_reckoned_is_gone(saved: Goal, alice: User) -> None:
    none = {"rate_minor": None, "rate_currency": "", "rate_per": ""}
    objectives.edit(alice, saved.pk, none, seen=verbs.version(Goal.objects.get(pk=saved.pk)))
    assert not ValueRealised.objects.exists()
    assert not CustomerValue.objects.exists()


def test_two_currencies_are_added_only_at_known_rates(saved: Goal, alice: User, home: Any) -> None:
    worth.write(alice, saved.pk, Q4, 1_000, "USD", "Licences saved.", seen=worth.version(row(saved, Q4)))
    assert CustomerValue.objects.get().realised_value_minor == 120_000, "no rate is known: nothing is added"
    assert not FxRate.objects.exists()


def test_each_day_reckons_the_running_quarter_on(saved: Goal, now: Any) -> None:
    follow_plans.func()
    before = row(saved, Q1).amount_minor
    now.shift(86_400)
    follow_plans.func()
    assert row(saved, Q1).amount_minor == pytest.approx(before + 15 * 4_000 / 31, abs=1)


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2026, 1, 31), date(2026, 2, 20), TODAY, date(2025, 11, 20)])
def test_a_past_day_knows_what_the_rate_made_until_then(saved: Goal, alice: User, day: date) -> None:
    """Against adding up single days; with a value of February, which no day before it may know."""
    values.write(alice, saved.pk, Decimal(40), date(2026, 2, 10))
    begin, worth_then, cost = Quarter.of(day).start, Fraction(0), Fraction(0)
    for one in (begin + n * DAY for n in range((day - begin).days + 1)):
        gain = 30 if one >= date(2026, 2, 10) else 15 if one >= date(2025, 11, 1) else 0
        worth_then += Fraction(gain * 4_000, monthrange(one.year, one.month)[1])
        cost += Fraction(30_000, monthrange(one.year, one.month)[1])
    found = by_quarter(saved.plan.account, day)[0]
    assert (found.name, found.so_far) == (Quarter.of(day).name, True)
    assert found.money == [("EUR", round(worth_then), round(cost))]


def test_before_the_first_value_no_worth_was_known(saved: Goal) -> None:
    assert by_quarter(saved.plan.account, date(2025, 10, 31)) == []


def test_what_was_written_for_the_whole_quarter_says_nothing_of_a_part(saved: Goal, alice: User) -> None:
    worth.write(alice, saved.pk, Q4, 900_000, "EUR", "Their sheet.", seen=worth.version(row(saved, Q4)))
    within, after = (by_quarter(saved.plan.account, day)[-1] for day in (date(2025, 10, 10), date(2025, 12, 31)))
    assert (within.name, within.money, within.share) == (Q4, [("EUR", None, round(30_000 * 10 / 31))], None)
    assert (after.money, after.share) == ([("EUR", 900_000, 90_000)], 10.0)


def test_what_a_file_says_of_a_quarter_says_nothing_of_a_part(paying: Account) -> None:
    for period in (Q4, Q1):
        CustomerValue.objects.create(id=period, account=paying, period=period, currency="EUR", source="crm",
                                     realised_value_minor=700, total_cost_minor=500)  # fmt: skip
    assert [one.money for one in by_quarter(paying, TODAY)] == [[("EUR", 700, 500)]] * 2
    running, over = by_quarter(paying, TODAY - DAY)
    assert (running.money[0][1], running.share, running.so_far) == (None, None, True)
    assert (over.money, over.so_far) == ([("EUR", 700, 500)], False)


def test_others_write_none(saved: Goal, bob: User, zoe: Contact) -> None:
    for act in (
        partial(worth.write, bob, saved.pk, Q4, 1, "EUR", "So.", seen=""),
        partial(worth.verify, bob, saved.pk, Q4, said="Cora"),
        partial(worth.verify, None, saved.pk, Q4, contact=zoe),
    ):
        with pytest.raises(Http404):
            act()
