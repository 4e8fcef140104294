"""Lists of reviews and the calendar against looking at every review in Python."""

import html
import random
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.customers.models import Account
from tenure.planning.conftest import NOON, TODAY
from tenure.planning.models import Review
from tenure.web.reviews import calendar, listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviews(alice: User, lea: User) -> list[Review]:
    dice = random.Random(5)
    accounts = Account.objects.bulk_create(
        Account(id=f"a{n}", name=f"A {n}", owner=(alice, lea, None)[n % 3], tier=("Gold", "Iron")[n % 2])
        for n in range(20)
    )  # fmt: skip
    return Review.objects.bulk_create(_review(n, dice, accounts, (None, alice, lea)) for n in range(300))


def _review(number: int, dice: random.Random, accounts: list[Account], owners: Any) -> Review:
    status = dice.choice(Review.Status.values)
    due_on = TODAY + dice.randrange(-25, 25) * DAY
    return Review(
        id=f"r{number:03}", account=dice.choice(accounts), owner=dice.choice(owners), status=status, due_on=due_on,
        held_on=due_on + DAY if status == "held" else None, loaded_at=NOON, kind=dice.choice(Review.Kind.values),
    )  # fmt: skip


def _wanted(reviews: list[Review], user: User, asked: listing.Asked) -> list[Review]:
    return [
        one for one in reviews
        if (not asked.mine or (one.owner or one.account.owner) == user)
        and asked.tier in ("", one.account.tier) and asked.kind in ("", one.kind)
    ]  # fmt: skip


_STATES = {
    "coming": (lambda one: one.status == "scheduled" and one.due_on >= TODAY, lambda one: (one.due_on, one.pk), False),
    "overdue": (lambda one: one.status == "scheduled" and one.due_on < TODAY, lambda one: (one.due_on, one.pk), False),
    "held": (lambda one: one.status == "held", lambda one: (one.held_on, one.pk), True),
    "missed": (lambda one: one.status in ("no_show", "cancelled"), lambda one: (one.due_on, one.pk), True),
}  # fmt: skip
_ASKED = [
    ("all", "", ""), ("mine", "", ""), ("all", "Gold", ""), ("all", "", "success"), ("mine", "Iron", "business")
]  # fmt: skip


@pytest.mark.parametrize(("whose", "tier", "kind"), _ASKED)
def test_reviews_are_chosen_ordered_and_counted(
    reviews: list[Review], alice: User, whose: str, tier: str, kind: str
) -> None:
    for state, (fits, order, downwards) in _STATES.items():
        asked = listing.Asked(state, whose, tier, kind, 1)
        of_view = _wanted(reviews, alice, asked)
        slow = [one.pk for one in sorted(filter(fits, of_view), key=order, reverse=downwards)]
        first, second = (listing.page_of(alice, listing.Asked(state, whose, tier, kind, n), TODAY) for n in (1, 2))
        assert [one.pk for one in first.rows] == slow[: listing.PER_PAGE]
        assert [one.pk for one in second.rows] == slow[listing.PER_PAGE : 2 * listing.PER_PAGE]
        if not tier:
            found = listing.counts(alice, asked, TODAY)
            assert found == {name: sum(map(_STATES[name][0], of_view)) for name in ("coming", "overdue")}


@pytest.mark.parametrize(("whose", "tier", "kind"), _ASKED)
def test_a_month_has_every_review_on_its_day(
    reviews: list[Review], alice: User, whose: str, tier: str, kind: str
) -> None:
    asked = listing.Asked("coming", whose, tier, kind, 1)
    of_view = _wanted(reviews, alice, asked)
    for week in calendar._weeks(alice, asked, TODAY.replace(day=1)):
        for day in week:
            slow = [
                one.pk for state, column in (("scheduled", "due_on"), ("held", "held_on"), ("no_show", "due_on"))
                for one in sorted(of_view, key=lambda review: review.pk)
                if one.status == state and getattr(one, column) == day.day
            ]  # fmt: skip
            assert (day.total, [one.pk for one in day.reviews]) == (len(slow), slow[:4])
            listed = listing.page_of(alice, replace(asked, on=day.day), TODAY)
            assert [one.pk for one in listed.rows] == sorted(slow)


def test_what_a_full_day_does_not_name_is_one_click_away(client: Client, lea: User, reviews: list[Review]) -> None:
    Review.objects.update(status="scheduled", due_on=TODAY)
    client.force_login(lea)
    month = client.get(reverse("reviews:calendar"), {"whose": "all", "month": f"{TODAY:%Y-%m}"}).content.decode()
    assert "and 296 more" in month
    link = html.unescape(month[: month.index("and 296 more")].rpartition('href="')[2].partition('"')[0])
    listed = client.get(link)
    assert listed.context["page"].rows[0].pk == "r000"
    assert "Show every day" in listed.content.decode()
