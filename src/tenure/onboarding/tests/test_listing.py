"""The portfolio and its figures: each counted a second time by hand, over onboardings of every kind."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tenure.company.models import User
from tenure.customers.models import Account, Milestone
from tenure.onboarding import figures, listing
from tenure.onboarding.listing import Wanted
from tenure.onboarding.models import Onboarding, Plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


@pytest.fixture
def many(alice: User, bob: User) -> list[Onboarding]:
    dice = random.Random(11)
    made = []
    for number in range(160):
        account = Account.objects.create(id=f"A{number}", name=f"Account {number}", segment=dice.choice(["SMB", "Ent"]))
        start = TODAY - dice.randint(0, 400) * DAY
        end = min(start + dice.randint(20, 150) * DAY, TODAY) if dice.random() < 0.6 else None
        cancelled = end is not None and dice.random() < 0.2
        onboarding = Onboarding.objects.create(
            id=f"O{number}", account=account, started_on=start, completed_on=None if cancelled else end,
            cancelled_on=end if cancelled else None,
        )  # fmt: skip
        if dice.random() < 0.7:
            _plan(onboarding, dice, [alice, bob, None])
        if dice.random() < 0.5:
            at = datetime(start.year, start.month, start.day, 9, tzinfo=UTC) + dice.randint(-40, 90) * DAY
            Milestone.objects.create(id=f"M{number}", account=account, milestone="first_value", reached_at=at)
        made.append(onboarding)
    return made


def _plan(onboarding: Onboarding, dice: random.Random, leads: list[Any]) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    Plan.objects.create(
        onboarding=onboarding, name="Plan", template="guided", template_version=1, lead=dice.choice(leads),
        planned_on=TODAY, forecast_on=TODAY + dice.randint(-5, 60) * DAY, late_days=dice.randint(-3, 20),
        standing=dice.choice(["on_track", "behind", "stuck"]), phase=dice.choice(["Begin", "Set-up"]),
        created_at=now, changed_at=now,
    )  # fmt: skip


def state(one: Onboarding) -> str:
    if one.completed_on:
        return "completed"
    if one.cancelled_on:
        return "cancelled"
    return one.plan.standing if hasattr(one, "plan") else "unplanned"


def test_each_state_holds_exactly_those_that_are_in_it(many: list[Onboarding], alice: User) -> None:
    for name in ("stuck", "behind", "on_track", "unplanned", "completed", "cancelled"):
        found = set(listing.portfolio(alice, Wanted(name)).values_list("pk", flat=True))
        assert found == {one.pk for one in many if state(one) == name} != set()
    counts = listing.counts(alice, Wanted())
    running = [state(one) for one in many if one.is_running]
    assert counts == {"running": len(running), **{name: running.count(name) for name in counts if name != "running"}}


def test_filters_and_orders(many: list[Onboarding], alice: User) -> None:
    wanted = Wanted("running", lead=str(alice.pk), segment="Ent", phase="Begin", order="late")
    found = list(listing.portfolio(alice, wanted))
    expected = [
        one for one in many
        if one.is_running and hasattr(one, "plan") and one.plan.lead == alice and one.plan.phase == "Begin"
        and one.account.segment == "Ent"
    ]  # fmt: skip
    assert found == sorted(expected, key=lambda one: (-one.plan.late_days, one.started_on, one.pk))
    nobody = listing.portfolio(alice, Wanted("running", lead="nobody"))
    assert {one.plan.lead for one in nobody} == {None}
    assert [one.account.name for one in listing.portfolio(alice, Wanted("running", words="account 7"))] == [
        one.account.name for one in listing.portfolio(alice, Wanted("running")) if "7" in one.account.name
    ]


def test_customers_see_none(many: list[Onboarding], dana: User) -> None:
    assert not listing.portfolio(dana, Wanted()).exists()


def test_first_value_is_the_first_time(many: list[Onboarding], alice: User) -> None:
    Milestone.objects.create(
        id="later", account_id="A1", milestone="first_value", reached_at=datetime(2027, 1, 1, tzinfo=UTC)
    )
    rows = list(listing.portfolio(alice, Wanted("completed")))
    found = listing.first_values([one.account_id for one in rows])
    for one in rows:
        times = [row.reached_at for row in Milestone.objects.filter(account=one.account)]
        assert found.get(one.account_id) == min(times, default=None)


def test_a_filter_offers_what_those_that_run_have(many: list[Onboarding], alice: User) -> None:
    running = [one for one in many if one.is_running]
    plans = [one.plan for one in running if hasattr(one, "plan")]
    found = listing.offered(alice)
    assert {key for key, _, _ in found["leads"]} == {one.lead.pk for one in plans if one.lead}
    assert found["segments"] == sorted({one.account.segment for one in running})
    assert found["phases"] == sorted({one.phase for one in plans})


def test_cohorts_are_counted_one_by_one(many: list[Onboarding], alice: User) -> None:
    found = figures.cohorts(alice, Wanted(), TODAY, 60)
    assert [one.month for one in found] == sorted({one.month for one in found}, reverse=True)
    assert len(found) == 12
    for cohort in found:
        mine = [one for one in many if one.started_on.replace(day=1) == cohort.month]
        took = [(one.completed_on - one.started_on).days for one in mine if one.completed_on]
        assert (cohort.started, cohort.completed) == (len(mine), len(took))
        assert cohort.in_time == sum(days <= 60 for days in took)
        last = max(one.started_on for one in mine).replace(day=1)
        assert cohort.running == sum(one.is_running for one in mine), last
        whole_month_has_had_it = (last + 62 * DAY).replace(day=1) + 60 * DAY < TODAY
        assert cohort.matured or not whole_month_has_had_it
    assert found[0].share is None


def test_every_running_one_has_one_age(many: list[Onboarding], alice: User) -> None:
    found = figures.ageing(alice, Wanted(), TODAY)
    for row in found:
        mine = [
            state(one) for one in many
            if one.is_running and row.since <= (TODAY - one.started_on).days < (row.until or 10_000)
        ]  # fmt: skip
        assert {name: getattr(row, name) for name in ("stuck", "behind", "on_track", "unplanned")} == {
            name: mine.count(name) for name in ("stuck", "behind", "on_track", "unplanned")
        }
    assert sum(row.all for row in found) == sum(one.is_running for one in many)


@pytest.mark.parametrize("place", ["UTC", "Pacific/Auckland", "Pacific/Honolulu"])
def test_the_funnel_counts_first_value_since_the_start(many: list[Onboarding], alice: User, place: str) -> None:
    for row in Milestone.objects.all()[:40]:  # moments about the midnight before the start, in each place
        start = row.account.onboardings.get().started_on
        row.reached_at = (
            datetime(start.year, start.month, start.day, tzinfo=UTC) + (int(row.pk[1:]) % 30 - 15) * DAY / 24
        )
        row.save()
    zone = ZoneInfo(place)
    found = figures.funnel(alice, Wanted(), TODAY, zone)
    year = [one for one in many if date(2025, 11, 26) <= one.started_on <= TODAY]
    reached = {row.account_id: row.reached_at.astimezone(zone).date() for row in Milestone.objects.all()}
    got = [one for one in year if (day := reached.get(one.account_id)) and one.started_on <= day <= TODAY]
    assert (found.started, found.first_value) == (len(year), len(got))
    assert found.completed == sum(one.completed_on is not None for one in year)
    assert found.steps[1][2] == len(got) / len(year)
