"""The calendar at a private address: who may read it, and what stands in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tenure.company.clock import today
from tenure.company.models import Role, User
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.work import tasks
from tenure.work.feeds import verbs
from tenure.work.feeds.models import CalendarFeed
from tenure.work.meetings.models import Meeting

pytestmark = pytest.mark.django_db


def meeting(account: Account, title: str, **fields: Any) -> Meeting:
    at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    values = {
        "uid": title,
        "starts_at": at,
        "ends_at": at + timedelta(hours=1),
        "zone": "UTC",
        "edited_at": at,
    } | fields
    return Meeting.objects.create(account=account, title=title, **values)


def read(client: Client, secret: str) -> list[Any]:
    answer = client.get(reverse("calendar", args=[secret]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    return list(Calendar.from_ical(answer.content.decode()).walk("VEVENT"))


def test_ones_own_tasks_and_meetings_and_nothing_else(client: Client, alice: User, bob: User) -> None:
    account = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    mats = Contact.objects.create(id="C1", account=account, name="Mats Eklund")
    tasks.add_task(alice, "Send; the, plan", today(), account=account, note="Two\nlines", contact=mats)
    tasks.add_task(bob, "Another's", today(), account=account)
    tasks.finish(alice, tasks.add_task(alice, "Done", today()).pk)
    meeting(account, "Organised", organiser=alice, place="Room 1")
    invited = meeting(account, "Invited", organiser=bob)
    invited.attendees.create(user=alice, name="Alice")
    invited.attendees.create(user=bob, name="Bob")
    meeting(account, "Bob's", organiser=bob)
    meeting(account, "Cancelled", organiser=alice, state="cancelled")
    task, *meetings = read(client, verbs.make(alice))
    assert str(task["summary"]) == "Send; the, plan · Ostrelle"
    assert str(task["description"]) == "Waits for Mats Eklund (customer). Two\nlines"
    assert (task.decoded("dtstart"), task.decoded("dtend")) == (today(), today() + timedelta(days=1))
    assert [str(one["summary"]) for one in meetings] == ["Organised · Ostrelle", "Invited · Ostrelle"]
    assert meetings[0].decoded("dtstart") == invited.starts_at
    assert str(meetings[0]["location"]) == "Room 1"


def test_the_secret_is_nowhere_and_a_new_one_ends_the_old(client: Client, alice: User) -> None:
    first = verbs.make(alice)
    feed = CalendarFeed.objects.get()
    assert first not in f"{feed.__dict__}{[change.__dict__ for change in Change.objects.all()]}"
    assert read(client, first) == []
    feed.refresh_from_db()
    assert feed.last_read_at is not None
    second = verbs.make(alice)
    assert client.get(reverse("calendar", args=[first])).status_code == 404
    assert read(client, second) == []
    for _ in range(2):
        verbs.revoke(alice)
    assert client.get(reverse("calendar", args=[second])).status_code == 404
    assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == [
        "calendar.made", "calendar.made", "calendar.revoked"
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.CUSTOMER}])
def test_who_may_read_no_more_has_no_calendar(client: Client, alice: User, change: dict[str, Any]) -> None:
    secret = verbs.make(alice)
    User.objects.filter(pk=alice.pk).update(**change)
    assert client.get(reverse("calendar", args=[secret])).status_code == 404
