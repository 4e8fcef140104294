"""Check-ins: the cadence of a customer, what counts, by when the next is due; against looking at each fact alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as some

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, AccountState, Contact
from tenure.planning.checkins import verbs
from tenure.planning.checkins.cadence import DEFAULTS, Cadence, Due, Touched, choose, dues, overdue
from tenure.planning.checkins.facts import touched
from tenure.planning.checkins.keeping import keep_all_that_changed
from tenure.planning.conftest import NOON, TODAY
from tenure.planning.models import CheckIn, CheckInCadence
from tenure.work import verbs as writing
from tenure.work.messages.models import IncomingMail, Mail
from tenure.work.models import Touchpoint
from tenure.work.portal.models import PortalVisit


class Row(NamedTuple):
    motion: str
    tier: str
    segment: str
    people_days: int | None
    digital_days: int | None


_rows = some.lists(
    some.builds(Row, some.sampled_from(["sales_led", "hybrid"]), some.sampled_from(["", "A", "B"]),
                some.sampled_from(["", "S", "T"]), some.none() | some.integers(1, 90),
                some.none() | some.integers(1, 90)),
    max_size=6, unique_by=lambda row: row[:3],
)  # fmt: skip


@given(_rows, some.sampled_from(["sales_led", "hybrid", "product_led", ""]))
def test_the_row_that_names_most_counts(rows: list[Row], motion: str) -> None:
    """Slowly: ask for the exact row, then with any segment, then with any tier, then for the motion."""
    slow = DEFAULTS.get(motion, DEFAULTS[""])
    for tier, segment in (("", ""), ("", "S"), ("A", ""), ("A", "S")):
        for row in rows:
            if (row.motion, row.tier, row.segment) == (motion, tier, segment):
                slow = Cadence(row.people_days, row.digital_days)
    assert choose(rows, motion, "A", "S") == slow


_day = some.none() | some.integers(0, 300).map(lambda n: date(2026, 1, 1) + n * DAY)


@given(some.none() | some.integers(1, 90), some.none() | some.integers(1, 90), _day, _day, _day, some.integers(0, 400))
def test_who_is_overdue_is_who_was_left_alone_too_long(
    people: int | None, digital: int | None, since: date | None, met: date | None, reached: date | None, at: int
) -> None:
    day = date(2026, 1, 1) + at * DAY
    found = dues(Cadence(people, digital), since, Touched(met, reached))
    slow = 0
    for days, last in ((people, met or since), (digital, reached or since)):
        if days is not None and last is not None:
            slow = max(slow, (day - last).days - days)
    assert overdue(found[0] if found else None, day) == slow


@pytest.fixture
def customer(acme: Account) -> Account:
    AccountState.objects.create(account=acme, as_of=TODAY, status="customer", customer_since=date(2025, 1, 1))
    return acme


def touch(kind: str, at: datetime, direction: str = "") -> None:
    Touchpoint.objects.create(id=f"{kind}{direction}{at:%m%d%H}", account_id="acme", kind=kind, occurred_at=at,
                              direction=direction)  # fmt: skip


@pytest.mark.django_db
class TestFacts:
    def test_what_counts_which_way(self, customer: Account, cora: Contact) -> None:
        touch("note", NOON)
        touch("email", NOON, "out")
        assert touched(["acme"], TODAY) == {}
        touch("call", NOON - 9 * DAY)
        touch("email", NOON - 8 * DAY, "in")
        assert touched(["acme"], TODAY)["acme"] == Touched(TODAY - 9 * DAY, TODAY - 8 * DAY)
        Mail.objects.create(account=customer, first_opened_at=NOON - 6 * DAY, state="sent")
        assert touched(None, TODAY)["acme"].digital == TODAY - 6 * DAY
        IncomingMail.objects.create(header_id="h", source="x", at=NOON - 5 * DAY, state="taken", account=customer)
        assert touched(None, TODAY)["acme"].digital == TODAY - 5 * DAY
        PortalVisit.objects.create(contact=cora, account=customer, at=NOON - 4 * DAY, page="home")
        assert touched(None, TODAY)["acme"].digital == TODAY - 4 * DAY

    def test_nothing_later_than_the_day_counts(self, customer: Account) -> None:
        touch("meeting", NOON - 20 * DAY)
        touch("meeting", NOON + 3 * DAY)
        touch("meeting", datetime(2026, 3, 5, tzinfo=UTC))
        assert touched(["acme"], date(2026, 3, 4))["acme"].people == TODAY - 20 * DAY
        assert touched(["acme"], date(2026, 3, 5))["acme"].people == date(2026, 3, 5)


@pytest.mark.django_db
class TestKeeping:
    def test_a_customer_is_due_by_motion_and_a_meeting_moves_it(self, customer: Account, now: Any) -> None:
        Account.objects.filter(pk="acme").update(motion="sales_led")
        assert keep_all_that_changed() == 1
        assert CheckIn.objects.get().due_on == date(2025, 1, 31)
        now.shift(timedelta(minutes=5))
        touch("meeting", NOON)
        assert keep_all_that_changed() == 1
        kept = CheckIn.objects.get()
        assert (kept.people_on, kept.due_on, kept.due_by) == (TODAY, TODAY + 30 * DAY, "people")

    def test_a_meeting_that_was_none_is_taken_back(self, customer: Account, now: Any, lea: User) -> None:
        Account.objects.filter(pk="acme").update(motion="sales_led")
        call = writing.write_touchpoint(lea, customer, "Met by mistake", "call")
        keep_all_that_changed()
        assert CheckIn.objects.get().people_on == TODAY
        now.shift(timedelta(minutes=5))
        writing.delete_touchpoint(lea, call, seen=writing.version(call))
        assert keep_all_that_changed() == 1
        assert (CheckIn.objects.get().people_on, CheckIn.objects.get().due_on) == (None, date(2025, 1, 31))

    def test_hybrid_is_due_by_what_comes_first(self, customer: Account, now: Any) -> None:
        Account.objects.filter(pk="acme").update(motion="hybrid")
        touch("meeting", NOON)
        touch("email", NOON - 10 * DAY)
        keep_all_that_changed()
        kept = CheckIn.objects.get()
        assert (kept.due_on, kept.due_by) == (TODAY + 35 * DAY, "digital")
        assert dues(DEFAULTS["hybrid"], None, Touched(TODAY, TODAY - 10 * DAY)) == [
            Due(TODAY + 35 * DAY, "digital"), Due(TODAY + 90 * DAY, "people"),
        ]  # fmt: skip

    def test_nobody_is_due_who_is_no_customer(self, customer: Account, now: Any) -> None:
        AccountState.objects.update(status="lapsed")
        keep_all_that_changed()
        assert CheckIn.objects.get().due_on is None

    def test_another_cadence_counts_for_all_of_its_kind(self, customer: Account, now: Any, lea: User) -> None:
        Account.objects.filter(pk="acme").update(motion="sales_led", tier="Strategic")
        touch("meeting", NOON)
        keep_all_that_changed()
        verbs.set_cadence(lea, "sales_led", 7, None, tier="Strategic")
        keep_all_that_changed()
        assert CheckIn.objects.get().due_on == TODAY + 7 * DAY
        verbs.remove_cadence(lea, CheckInCadence.objects.get().pk)
        keep_all_that_changed()
        assert CheckIn.objects.get().due_on == TODAY + 30 * DAY


@pytest.mark.django_db
def test_cadences_are_set_by_leads_and_make_sense(alice: User, lea: User) -> None:
    with pytest.raises(Http404):
        verbs.set_cadence(alice, "hybrid", 10, 10)
    for given_, sentence in (
        (("other", 1, 1), "Choose a motion"), (("hybrid", None, None), "at least one way"),
        (("hybrid", 0, None), "between 1 and 1,000"),
    ):  # fmt: skip
        with pytest.raises(NotAccepted, match=sentence):
            verbs.set_cadence(lea, *given_)
