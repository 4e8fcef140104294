"""Tasks that come again: their days against a calendar that is walked day by day, and that each is made once."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as some

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.work import recurring, tasks
from tenure.work.models import Task, TaskSeries
from tenure.work.recurring import Repeat
from tenure.work.repeating import MOST, Rule

ONE = timedelta(days=1)
MONDAY = date(2026, 11, 2)
WEEKLY = Repeat(Rule(1, "weeks"))


def walked(rule: Rule, start: date) -> Iterator[date]:
    """Every day from the start on, looked at by itself."""
    day = start
    while True:
        if _is_one(rule, start, day):
            yield day
        day += ONE


def _is_one(rule: Rule, start: date, day: date) -> bool:
    if rule.unit == "days":
        return (day - start).days % rule.every == 0
    if rule.unit == "weeks":
        monday = start - timedelta(days=start.weekday())
        weeks = (day - monday).days // 7
        return weeks % rule.every == 0 and day.weekday() in (rule.weekdays or (start.weekday(),))
    months = 12 * (day.year - start.year) + day.month - start.month
    return months % rule.every == 0 and day.day == min(start.day, monthrange(day.year, day.month)[1])


@settings(max_examples=150, deadline=None)
@given(
    some.dates(date(2023, 12, 1), date(2028, 3, 1)),
    some.one_of(
        some.builds(Rule, some.integers(1, 40), some.just("days")),
        some.builds(Rule, some.integers(1, 6), some.just("weeks"), some.sets(some.integers(0, 6)).map(tuple)),
        some.builds(Rule, some.integers(1, 7), some.just("months")),
    ),
)
def test_its_days_are_those_of_a_calendar(start: date, rule: Rule) -> None:
    days = walked(rule, start)
    first = next(days)
    expected = [next(days) for _ in range(5)]
    found, day = [], first
    for _ in range(5):
        day = rule.after(day, start)
        found.append(day)
    assert found == expected
    assert rule.last(expected[2], start) == expected[2]
    assert rule.last(expected[3] - ONE, start) == expected[2]


def test_the_end_of_a_short_month_stands_in_for_the_31st() -> None:
    rule, start = Rule(1, "months"), date(2027, 1, 31)
    assert rule.after(start, start) == date(2027, 2, 28)
    assert rule.after(date(2027, 2, 28), start) == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(0, "days"), "1 to 366 days"),
        (Rule(MOST["months"] + 1, "months"), "1 to 60 months"),
        (Rule(1, "years"), "days, weeks or months"),
        (Rule(1, "months", (0,)), "Weekdays go with weeks"),
        (Rule(1, "weeks", (7,)), "no such day"),
    ],
)
def test_what_is_no_rule_is_said(rule: Rule, said: str) -> None:
    assert said in rule.problem()


def test_a_rule_in_words() -> None:
    words = [
        str(Rule(1, "days")),
        str(Rule(2, "weeks", (3, 0))),
        str(Rule(1, "weeks", (0, 2, 4))),
        str(Rule(3, "months")),
    ]
    assert words == ["Every day", "Every 2 weeks on Mon and Thu", "Every week on Mon, Wed and Fri", "Every 3 months"]


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


@pytest.fixture
def first(alice: User, account: Account) -> Iterator[Task]:
    with time_machine.travel("2026-11-02 09:00+00:00", tick=False):
        yield tasks.add_task(alice, "Look at usage", MONDAY, account=account, note="As agreed", priority=1,
                             checklist=["Logins", " ", "Exports"], repeat=WEEKLY, origin=("review", "R1"))  # fmt: skip


def due(**more: object) -> list[date]:
    return list(Task.objects.filter(**more).order_by("due_on").values_list("due_on", flat=True))


@pytest.mark.django_db
class TestFollowing:
    def test_finished_it_is_followed_by_one_like_it(self, first: Task, alice: User) -> None:
        from tenure.work import checklists

        checklists.tick(alice, first.items.all()[0].pk, True)
        for _ in range(2):
            tasks.finish(alice, first.pk)
        following = Task.objects.get(state="open")
        for name in (
            "title",
            "note",
            "account_id",
            "owner_id",
            "priority",
            "origin_kind",
            "origin_id",
            "created_by_id",
        ):
            assert getattr(following, name) == getattr(first, name)
        assert following.due_on == following.occurs_on == date(2026, 11, 9)
        assert [(item.text, item.done_at) for item in following.items.order_by("place")] == [
            ("Logins", None), ("Exports", None)
        ]  # fmt: skip
        assert Change.objects.get(verb="task.repeated").subject_id == str(following.pk)

    def test_what_was_changed_in_one_stays_changed_in_the_next(self, first: Task, alice: User, bob: User) -> None:
        tasks.hand_over(alice, first.pk, bob)
        tasks.reschedule(alice, first.pk, date(2026, 11, 4))
        tasks.finish(alice, first.pk)
        assert Task.objects.get(state="open").owner == bob
        assert due(state="open") == [date(2026, 11, 9)]

    def test_finished_late_the_days_gone_by_are_not_owed(self, first: Task, alice: User) -> None:
        with time_machine.travel("2026-11-25 09:00+00:00"):
            tasks.finish(alice, first.pk)
        assert due(state="open") == [date(2026, 11, 30)]

    def test_counted_from_when_it_is_done(self, first: Task, alice: User) -> None:
        tasks.repeat(alice, first.pk, Repeat(Rule(10, "days"), "finish"))
        with time_machine.travel("2026-11-05 09:00+00:00"):
            assert recurring.make_due(date(2027, 1, 1)) == 0
            tasks.finish(alice, first.pk)
        assert due(state="open") == [date(2026, 11, 15)]

    def test_reopened_the_next_one_goes_unless_somebody_began_it(self, first: Task, alice: User) -> None:
        tasks.finish(alice, first.pk)
        tasks.reopen(alice, first.pk)
        assert due() == [MONDAY]
        tasks.finish(alice, first.pk)
        tasks.reschedule(alice, Task.objects.get(state="open").pk, date(2026, 11, 10))
        tasks.reopen(alice, first.pk)
        tasks.finish(alice, first.pk)
        assert due() == [MONDAY, date(2026, 11, 10)]

    def test_it_ends_on_its_day_or_when_somebody_says_so(self, first: Task, alice: User) -> None:
        tasks.repeat(alice, first.pk, Repeat(Rule(1, "weeks"), until=date(2026, 11, 8)))
        tasks.finish(alice, first.pk)
        assert due(state="open") == []
        other = tasks.add_task(alice, "Another", MONDAY, repeat=WEEKLY)
        tasks.repeat(alice, other.pk, None)
        tasks.finish(alice, other.pk)
        assert due(state="open") == []
        assert recurring.make_due(date(2027, 1, 1)) == 0
        assert Change.objects.filter(verb="task.series_ended").count() == 1

    def test_what_does_not_fit_is_said_and_nothing_is_kept(self, alice: User, first: Task) -> None:
        with pytest.raises(NotAccepted, match="end before its first"):
            tasks.add_task(alice, "T", MONDAY, repeat=Repeat(Rule(1, "days"), until=MONDAY - ONE))
        with pytest.raises(NotAccepted, match="1 to 104 weeks"):
            tasks.repeat(alice, first.pk, Repeat(Rule(500, "weeks")))
        assert Task.objects.count() == TaskSeries.objects.count() == 1


@pytest.mark.django_db
class TestBySchedule:
    def test_on_its_day_it_is_there_though_the_one_before_is_open(self, first: Task) -> None:
        assert [recurring.make_due(date(2026, 11, 8)), recurring.make_due(date(2026, 11, 9))] == [0, 1]
        assert [recurring.make_due(date(2026, 11, 9)), recurring.make_due(date(2026, 11, 10))] == [0, 0]
        assert due(state="open") == [MONDAY, date(2026, 11, 9)]

    def test_of_days_without_a_worker_the_last_counts(self, first: Task) -> None:
        assert recurring.make_due(date(2026, 11, 26)) == 1
        assert due(state="open") == [MONDAY, date(2026, 11, 23)]
        assert recurring.make_due(date(2026, 11, 30)) == 1

    def test_finishing_before_its_day_leaves_nothing_for_the_schedule(self, first: Task, alice: User) -> None:
        tasks.finish(alice, first.pk)
        assert recurring.make_due(date(2026, 11, 9)) == 0
        assert due(state="open") == [date(2026, 11, 9)]

    def test_an_older_one_finished_later_makes_none(self, first: Task, alice: User) -> None:
        recurring.make_due(date(2026, 11, 9))
        tasks.finish(alice, first.pk)
        assert due(state="open") == [date(2026, 11, 9)]


@pytest.mark.django_db
def test_the_customer_finishes_what_waits_for_them_and_nothing_else(account: Account, alice: User) -> None:
    from django.http import Http404

    mats, other = (Contact.objects.create(id=key, account=account, name=key) for key in ("Mats", "Other"))
    task = tasks.add_task(alice, "Send the list", MONDAY, account=account, contact=mats)
    assert task.shared
    with pytest.raises(Http404):
        tasks.finish_as_contact(other, task.pk)
    for _ in range(2):
        done = tasks.finish_as_contact(mats, task.pk)
    assert (done.state, done.finished_contact, done.finished_by) == ("done", mats, None)
    change = Change.objects.get(verb="task.done")
    assert (change.actor, change.origin, change.after["by"]) == (None, "portal", "Mats")
    assert alice.notices.get().title == "Mats has done: Send the list"
    with pytest.raises(NotAccepted, match="Mats has done this task"):
        tasks.finish(alice, task.pk)
    with pytest.raises(NotAccepted, match="no contact of Another"):
        tasks.add_task(alice, "T", MONDAY, account=Account.objects.create(id="A2", name="Another"), contact=mats)
