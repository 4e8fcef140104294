"""Lists of plans and of check-ins, and their counts, against looking at every row in Python."""

import random
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pytest

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account
from tenure.planning.conftest import TODAY
from tenure.planning.models import CheckIn, CustomerValue, PlanState, SuccessPlan
from tenure.planning.value.book import totals
from tenure.web.plans import listing, value

pytestmark = pytest.mark.django_db
_STATES = {
    "open": lambda one: one.is_open, "overdue": lambda one: one.is_open and one.overdue > 0,
    "at_risk": lambda one: one.is_open and one.at_risk > 0, "closed": lambda one: not one.is_open,
    "unmeasured": lambda one: one.is_open and one.unmeasured > 0,
}  # fmt: skip
_ORDERS = {
    "trouble": lambda one: (-one.overdue, -one.at_risk, one.plan_id),
    "moved": lambda one: (-one.moved_on.toordinal(), one.plan_id),
    "due": lambda one: (one.next_due_on is None, one.next_due_on or date.min, one.plan_id),
}  # fmt: skip


@pytest.fixture
def book(alice: User, lea: User) -> list[Account]:
    owners = (alice, lea, None)
    accounts = [Account(id=f"a{n:02}", name=f"Moor {n}" if n % 5 == 0 else f"Hill {n}", owner=owners[n % 3],
                        motion=("sales_led", "hybrid", "")[n % 3]) for n in range(30)]  # fmt: skip
    return Account.objects.bulk_create(accounts)


@pytest.fixture
def plans(book: list[Account], alice: User, lea: User) -> list[PlanState]:
    dice, rows = random.Random(7), []
    for n in range(120):
        account = dice.choice(book)
        owner = dice.choice((None, alice, lea))
        plan = SuccessPlan.objects.create(id=f"p{n:03}", name="Grow", account=account, owner=owner)
        rows.append(PlanState.objects.create(
            plan=plan, account_id=account.pk, is_open=dice.random() < 0.6, objectives=dice.randrange(9),
            attained=dice.randrange(3), verified=dice.randrange(2), at_risk=dice.randrange(3),
            overdue=dice.randrange(3), unmeasured=dice.randrange(2),
            next_due_on=dice.choice((None, TODAY + dice.randrange(40) * DAY)),
            moved_on=TODAY - dice.randrange(40) * DAY,
        ))  # fmt: skip
    return rows


def _whose(one: PlanState) -> Any:
    return one.plan.owner if one.plan.owner_id else one.plan.account.owner


def _slowly(plans: Iterable[PlanState], user: User, asked: listing.Asked) -> list[PlanState]:
    word = asked.search.lower()
    return [one for one in plans if (asked.whose == "all" or _whose(one) == user)
            and (word in one.plan.name.lower() or word in one.plan.account.name.lower())]  # fmt: skip


@pytest.mark.parametrize("search", ["", "moor"])
@pytest.mark.parametrize("whose", ["mine", "all"])
def test_plans_are_chosen_counted_and_ordered(plans: Sequence[PlanState], alice: User, whose: str, search: str) -> None:
    for state, fits in _STATES.items():
        for sort, order in _ORDERS.items():
            asked = listing.Asked(state, whose, sort, search, "1")
            of_view = _slowly(plans, alice, asked)
            counted = listing.counts(alice, asked)
            assert counted == {name: sum(map(one, of_view)) for name, one in _STATES.items()}
            found = [one.pk for one in listing.page_of(alice, asked, counted[state])]
            assert found == [one.pk for one in sorted(filter(fits, of_view), key=order)][: listing.PER_PAGE]


def test_a_customer_finds_no_plans(plans: Sequence[PlanState], alice: User) -> None:
    alice.role = "customer"
    asked = listing.Asked("open", "all", "trouble", "", "1")
    assert set(listing.counts(alice, asked).values()) == {0}
    assert not listing.page_of(alice, asked, 0).object_list


@pytest.mark.parametrize("whose", ["mine", "all"])
@pytest.mark.parametrize("motion", ["", "hybrid"])
def test_check_ins_are_counted_by_when_they_are_due(book: list[Account], alice: User, whose: str, motion: str) -> None:
    dice = random.Random(3)
    rows = CheckIn.objects.bulk_create(
        CheckIn(account=one, motion=one.motion, due_on=dice.choice((None, TODAY + dice.randrange(-20, 30) * DAY)))
        for one in book
    )
    mine = [one.due_on for one in rows if one.due_on and (whose == "all" or one.account.owner == alice)
            and motion in ("", one.account.motion)]  # fmt: skip
    asked = value.Asked("due", whose, motion, "1")
    counted = value._counts(alice, value._customers(alice, asked), TODAY, whose == "mine")
    assert counted == {
        "due": sum(on < TODAY for on in mine), "all": len(mine),
        "soon": sum(TODAY <= on <= TODAY + 14 * DAY for on in mine),
    }  # fmt: skip


@pytest.mark.parametrize("mine", [True, False])
def test_totals_add_up_what_is_in_force_and_the_last_quarter(
    plans: Sequence[PlanState], book: list[Account], alice: User, mine: bool
) -> None:
    quarter = totals(alice, TODAY, mine=False).quarter.name
    for n, one in enumerate(book):
        CustomerValue.objects.create(
            id=f"v{n}", account=one, period=quarter if n % 4 else "2019-Q1", currency="EUR", realised_value_minor=n,
            total_cost_minor=2 * n, customer_verified_on=TODAY if n % 2 else None,
        )  # fmt: skip
    open_ = [one for one in plans if one.is_open and (not mine or one.plan.account.owner == alice)]
    kept = [n for n, one in enumerate(book) if n % 4 and (not mine or one.owner == alice)]
    found = totals(alice, TODAY, mine=mine)
    assert (found.plans, found.objectives) == (len(open_), sum(one.objectives for one in open_))
    assert (found.attained, found.verified) == (sum(one.attained for one in open_), sum(one.verified for one in open_))
    assert found.money == [("EUR", sum(kept), 2 * sum(kept), sum(n for n in kept if n % 2))]
