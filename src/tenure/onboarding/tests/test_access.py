"""Who of the invited uses the product: against the events themselves, counted one by one."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tenure.company.models import settings_row
from tenure.customers.models import Contact, ProductUser
from tenure.engine.account import users_using
from tenure.engine.tests.conftest import NOW, _events, account, busy_company, pays
from tenure.onboarding import access as reading
from tenure.onboarding.access import access
from tenure.onboarding.models import Onboarding, Plan

__all__ = ["account", "busy_company", "pays"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(account_id: str, feature: str, after: date, until: date) -> dict[str, tuple[date, date, int, bool]]:
    rows = [row for row in _events().to_pylist() if row["account_id"] == account_id]
    found: dict[str, list[tuple[date, str]]] = {}
    for row in rows:
        day = row["ts"].date()
        if after < day <= until:
            found.setdefault(row["user_id"], []).append((day, row["feature"]))
    return {
        user: (min(seen)[0], max(seen)[0], len({day for day, _ in seen}), feature in {"", *(one for _, one in seen)})
        for user, seen in found.items()
    }


@pytest.mark.parametrize("feature", ["lists", "reports", "", "nothing"])
@pytest.mark.parametrize(
    ("after", "until"), [(date(2026, 1, 1), date(2026, 3, 9)), (date(2026, 2, 1), date(2026, 2, 3))]
)
def test_it_is_what_the_events_say(busy_company: Any, feature: str, after: date, until: date) -> None:
    found = users_using("a", feature, after, until)
    shown = {user: (one.first_seen, one.last_seen, one.days, one.used) for user, one in found.items()}
    assert shown == told("a", feature, after, until) != {}


def test_those_who_have_not_signed_in_stand_first_and_who_can_be_written_to_is_known(busy_company: Any) -> None:
    ProductUser.objects.create(id="new", account_id="a", name="New", email="new@a.test", created_at=NOW - 9 * DAY)
    ProductUser.objects.create(id="later", account_id="a", created_at=datetime.fromisoformat("2026-04-01T00:00+00:00"))
    ProductUser.objects.create(id="ours", account_id="a", is_internal=True)
    Contact.objects.create(id="C", account_id="a", name="New", email="NEW@a.test")
    onboarding = Onboarding.objects.create(id="o", account_id="a", started_on=date(2026, 2, 1))
    plan = Plan(onboarding=onboarding, name="Plan", first_value_feature="lists")
    found = access(plan, date(2026, 3, 9))
    assert found.people[0].user.pk == "new"
    assert {one.user.pk for one in found.people} == {"new", "a0", "a1", "a2"}
    assert (found.signed_in, found.people[0].state, str(found.people[0].contact)) == (
        3,
        ("bad", "Never signed in"),
        "New",
    )
    assert [one.pk for one in found.to_remind if one.email] == ["new"]


@pytest.mark.parametrize("most", [1, 2, 4, 5, 9])
def test_everybody_is_counted_however_many_are_listed(
    busy_company: Any, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for name in ("Aa", "Ab"):
        ProductUser.objects.create(id=name, account_id="a", name=name, created_at=NOW - 9 * DAY)
    monkeypatch.setattr(reading, "MOST", most)
    plan = Plan(onboarding=Onboarding.objects.create(id="o", account_id="a", started_on=date(2026, 2, 1)),
                first_value_feature="lists")  # fmt: skip
    seen = told("a", "lists", date(2025, 12, 3), date(2026, 3, 9))
    found = access(plan, date(2026, 3, 9))
    assert (found.invited, found.signed_in) == (len(seen) + 2, len(seen)) == (5, 3)
    assert found.using == sum(used for *_, used in seen.values())
    assert len(found.people) == min(most, 5)


@pytest.mark.parametrize("active", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_day_is_the_company_s_whatever_zone_is_active(busy_company: Any, active: str) -> None:
    row = settings_row()
    row.time_zone = "America/New_York"
    row.save()
    late = datetime.fromisoformat("2026-03-06T03:30+00:00")  # half past ten in the evening of the 5th in New York
    ProductUser.objects.create(id="late", account_id="a", created_at=late)
    plan = Plan(onboarding=Onboarding.objects.create(id="o", account_id="a", started_on=date(2026, 2, 1)))
    with timezone.override(ZoneInfo(active)):
        known = {day: {one.user.pk for one in access(plan, date(2026, 3, day)).people} for day in (4, 5)}
    assert ("late" in known[4], "late" in known[5]) == (False, True)
