"""Reviews that are scheduled by themselves: who is due, once, however often it is looked for."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, AccountState, Contact
from tenure.journal.models import Change
from tenure.planning.models import Review, ReviewCadence
from tenure.planning.reviews import cadences
from tenure.planning.reviews.cadences import AHEAD, schedule_due, set_cadence

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


def customer(key: str, owner: User, since: int = 400, mrr: int = 100, **fields: object) -> Account:
    account = Account.objects.create(id=key, name=key, owner=owner, **({"tier": "gold"} | fields))
    AccountState.objects.create(
        account=account, as_of=TODAY, status="customer", mrr_minor=mrr, customer_since=TODAY - since * DAY
    )
    return account


def past(account: Account, days_ago: int, status: str = "held") -> Review:
    day = TODAY - days_ago * DAY
    return Review.objects.create(
        id=f"{account.pk}-{days_ago}", account=account, due_on=day, held_on=day if status == "held" else None,
        status=status,
    )  # fmt: skip


def expected(today: date) -> dict[str, date]:
    """A second computation, account by account, in plain words."""
    found = {}
    for account in Account.objects.select_related("state"):
        cadence = ReviewCadence.objects.filter(pk=account.tier).first()
        if not cadence or not account.state.mrr_minor or account.is_test:
            continue
        reviews = list(account.reviews.all())
        if any(one.status == "scheduled" for one in reviews):
            continue
        ends = [day for one in reviews if (day := one.held_on if one.status == "held" else one.due_on)]
        base = max(ends) if ends else account.state.customer_since
        if base and base + cadence.days * DAY <= today + AHEAD * DAY:
            found[account.pk] = base + cadence.days * DAY
    return found


@pytest.fixture
def book(alice: User) -> User:
    ReviewCadence.objects.create(id="gold", days=90)
    past(customer("held long ago", alice), 80)
    past(customer("held lately", alice), 20)
    past(customer("no-show", alice), 70, "no_show")
    cancelled = customer("cancelled", alice)
    past(cancelled, 200)
    past(cancelled, 5, "cancelled")
    customer("never reviewed", alice)
    customer("new", alice, since=10)
    customer("left", alice, mrr=0)
    customer("another tier", alice, tier="bronze")
    customer("of nobody", alice, is_test=True)
    past(customer("open already", alice), -40, "scheduled")
    return alice


def made() -> dict[str, date | None]:
    return dict(Review.objects.filter(origin="cadence").values_list("account_id", "due_on"))


def test_who_is_due_gets_one_review(book: User) -> None:
    due = expected(TODAY)
    assert set(due) == {"held long ago", "no-show", "never reviewed"}
    assert schedule_due(TODAY) == 3
    assert made() == due
    assert Change.objects.filter(verb="review.scheduled", origin="cadence").count() == 3


def test_looking_again_makes_nothing_more(book: User) -> None:
    for day in range(3):
        schedule_due(TODAY + day * DAY)
    assert len(made()) == 3


def test_over_a_year_each_is_reviewed_as_often_as_the_cadence_says(alice: User) -> None:
    """Every review is held on its day: about four of ninety days in a year, and never two at once."""
    ReviewCadence.objects.create(id="gold", days=90)
    account = customer("A", alice, since=60)
    for n in range(365):
        today = TODAY + n * DAY
        due = expected(today)
        assert schedule_due(today) == len(due)
        Review.objects.filter(account=account, status="scheduled", due_on=today).update(status="held", held_on=today)
        assert Review.objects.filter(account=account, status="scheduled").count() <= 1
    assert Review.objects.filter(account=account, status="held").count() == 4


def test_it_is_the_owners_with_its_usual_guests_and_the_deck_of_the_tier(book: User) -> None:
    account = Account.objects.get(pk="held long ago")
    Contact.objects.create(id="dana", account=account, name="Dana", role="champion")
    Contact.objects.create(id="gone", account=account, name="Gone", role="champion", left_on=TODAY)
    ReviewCadence.objects.update(deck="product_led_review")
    schedule_due(TODAY)
    review = Review.objects.get(account=account, origin="cadence")
    assert (review.owner, review.deck, review.title) == (book, "product_led_review", "Short review by message")
    assert [guest.name for guest in review.guests.all()] == ["Dana"]


def test_queries_do_not_grow_with_the_book(alice: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    ReviewCadence.objects.create(id="gold", days=90)
    for n in range(40):
        customer(f"{n}", alice)
    with django_assert_max_num_queries(12):
        assert schedule_due(TODAY) == 40


class TestSetting:
    def test_a_lead_sets_changes_and_takes_away(self, lea: User, alice: User) -> None:
        with pytest.raises(Http404):
            set_cadence(alice, "gold", 90)
        set_cadence(lea, " gold ", 90)
        set_cadence(lea, "gold", 60, "product_led_review")
        assert ReviewCadence.objects.values_list("pk", "days", "deck").get() == ("gold", 60, "product_led_review")
        set_cadence(lea, "gold", None)
        assert not ReviewCadence.objects.exists()
        verbs = Change.objects.filter(verb__startswith="cadence.").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["cadence.set", "cadence.set", "cadence.removed"]

    @pytest.mark.parametrize(
        ("tier", "days", "deck", "sentence"),
        [("", 90, "", "Give a tier"), ("gold", 3, "", "between 7 and"), ("gold", 90, "none", "no deck 'none'")],
    )
    def test_what_is_wrong_is_a_sentence(self, lea: User, tier: str, days: int, deck: str, sentence: str) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            cadences.set_cadence(lea, tier, days, deck)
