"""Check-ins of the book on a past day: against walking through what was known then, and blind to what came later."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tenure.company.models import User
from tenure.customers.models import Account, Contact, Subscription
from tenure.engine.refresh import refresh
from tenure.journal.write import record
from tenure.planning.checkins import past, verbs
from tenure.planning.checkins.cadence import Cadence
from tenure.planning.checkins.keeping import keep_all_that_changed
from tenure.planning.checkins.reading import check_in
from tenure.work import verbs as writing
from tenure.work.models import PortalVisit, Touchpoint

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = date(2026, 2, 10)


@pytest.fixture
def now(home: Any, db: None) -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def book(now: Any, alice: User) -> Callable[[], list[tuple[str, date, str]]]:
    """Alder and Birch stay, Cedar left in January, Dogwood came in March."""
    spans = (
        ("alder", "2025-01-01", None, "sales_led"), ("birch", "2026-02-01", None, "product_led"),
        ("cedar", "2025-01-01", "2026-01-20", "sales_led"), ("dogwood", "2026-03-01", None, "sales_led"),
    )  # fmt: skip
    for key, start, end, motion in spans:
        Account.objects.create(id=key, name=key.capitalize(), motion=motion, tier="gold", owner=alice)
        Subscription.objects.create(
            id=key, subscription_id=key, account_id=key, price_minor=1000, mrr_minor=1000, currency="USD",
            start_date=date.fromisoformat(start), end_date_excl=date.fromisoformat(end) if end else None,
        )  # fmt: skip
    met("alder", datetime(2026, 1, 15, 9, tzinfo=UTC))

    def asked() -> list[tuple[str, date, str]]:
        refresh()
        past._book.cache_clear()
        return [(one.account_id, one.due[0].on, one.due[0].way) for one in past.book(DAY)]

    return asked


def met(account: str, at: datetime) -> None:
    Touchpoint.objects.create(id=f"{account}-{at:%j%H}", account_id=account, kind="call", csm_id="a@b.example",
                              occurred_at=at, body="")  # fmt: skip


# Met on 15 January and again within 30 days; came on 1 February and to be reached within 60.
EXPECTED = [("alder", date(2026, 2, 14), "people"), ("birch", date(2026, 4, 2), "digital")]


def test_who_was_a_customer_then_and_by_when_they_were_due(book: Callable[[], Any]) -> None:
    assert book() == EXPECTED


def test_what_happened_later_has_no_effect(book: Callable[[], Any], lea: User, now: Any) -> None:
    met("alder", datetime(2026, 2, 11, 0, 30, tzinfo=UTC))
    met("cedar", datetime(2026, 3, 1, 9, tzinfo=UTC))
    verbs.set_cadence(lea, "sales_led", 7, None)  # of today
    verbs.set_cadence(lea, "product_led", None, 9, tier="gold")
    Account.objects.filter(pk="alder").update(motion="product_led")
    record("account.edited", Account.objects.get(pk="alder"), actor=lea, account_id="alder",
           before={"motion": "sales_led"}, after={"motion": "product_led"})  # fmt: skip
    assert book() == EXPECTED


def test_what_happened_by_then_has(book: Callable[[], Any]) -> None:
    met("alder", datetime(2026, 2, 10, 23, 30, tzinfo=UTC))
    assert book()[0] == ("alder", date(2026, 3, 12), "people")


def test_cadences_are_those_of_the_day(book: Callable[[], Any], lea: User, now: Any) -> None:
    with time_machine.travel(NOON - timedelta(days=60), tick=False):
        first = verbs.set_cadence(lea, "sales_led", 90, None, tier="gold")
        verbs.set_cadence(lea, "product_led", None, 10)
    verbs.set_cadence(lea, "sales_led", 5, None, tier="gold")
    verbs.remove_cadence(lea, first.pk)
    [gold, product] = sorted(past.cadences_at(DAY), key=lambda one: one.motion, reverse=True)
    assert (gold.tier, gold.people_days, product.digital_days) == ("gold", 90, 10)
    assert [one.motion for one in past.cadences_at(NOON.date())] == ["product_led"]
    assert past.cadences_at(date(2025, 1, 1)) == []
    assert {key: due for key, due, _ in book()}["alder"] == date(2026, 4, 15)


def test_one_account_is_told_the_same_as_in_the_book(book: Callable[[], Any]) -> None:
    for key, due, way in book():
        found = check_in(Account.objects.get(pk=key), DAY)
        assert (found.due[0].on, found.due[0].way) == (due, way)
    assert check_in(Account.objects.get(pk="cedar"), DAY).due == ()
    assert check_in(Account.objects.get(pk="cedar"), date(2026, 1, 19)).cadence == Cadence(people=30)


def look(now: Any, minutes: int = 5) -> tuple[int, dict[str, date]]:
    """How often the book was found out so far, and by when each is due, a look later."""
    now.shift(timedelta(minutes=minutes))
    keep_all_that_changed()
    found = {one.account_id: one.due[0].on for one in past.book(DAY)}
    return past._book.cache_info().misses, found


def test_what_came_in_of_today_is_no_reason_to_find_a_past_day_out_again(book: Callable[[], Any], now: Any) -> None:
    book()
    first, _ = look(now)
    contact = Contact.objects.create(id="c", account_id="alder", name="Cora")
    PortalVisit.objects.create(contact=contact, account_id="alder", at=NOON + timedelta(minutes=7), page="home")
    Account.objects.get(pk="birch").save()
    met("birch", NOON)
    assert [look(now)[0], look(now)[0]] == [first, first]


def test_what_came_in_of_past_days_is(book: Callable[[], Any], alice: User, now: Any) -> None:
    book()
    first, due = look(now)
    assert due["alder"] == date(2026, 2, 14)
    now.shift(timedelta(minutes=3))
    alder, at = Account.objects.get(pk="alder"), datetime(2026, 2, 1, 9, tzinfo=UTC)
    call = writing.write_touchpoint(alice, alder, "Late", "call", occurred_at=at)
    second, due = look(now)
    assert (second, due["alder"]) == (first + 1, date(2026, 3, 3))
    writing.delete_touchpoint(alice, call, seen=writing.version(call))
    third, due = look(now)
    assert due["alder"] == date(2026, 2, 14)
    assert look(now, 24 * 60)[0] > third  # a day later what was opened and visited until midnight is of a past day
