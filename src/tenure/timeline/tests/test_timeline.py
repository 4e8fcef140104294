"""The timeline against a slow merge: everything at once, sorted in Python, without a database's order."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from tenure.advocacy.models import AdvocacyAct, ReferralEvent
from tenure.company.models import User
from tenure.customers.models import Account, Contact, Milestone, Plan, Subscription
from tenure.engine.models import BandCrossing
from tenure.feedback.models import SurveyResponse
from tenure.journal.models import Change
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Review
from tenure.timeline import KINDS, Entry, Place, TimelinePage, Wish, place, timeline_page
from tenure.work.models import Task, Ticket, Touchpoint

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
# Few moments, so that many things happen at the same one; two of them are midnights in New York.
MOMENTS = [
    datetime(2026, 11, 20, 5, 0, tzinfo=UTC),
    datetime(2026, 11, 20, 14, 59, tzinfo=UTC),
    datetime(2026, 11, 1, 4, 0, tzinfo=UTC),
    datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
]
DAYS = [date(2026, 11, 20), date(2026, 11, 1), date(2026, 10, 31), date(2026, 3, 8)]


def page(account: str = "A1", size: int = 12, before: Place | None = None, as_of: date | None = None,
         **wanted: Any) -> TimelinePage:  # fmt: skip
    return timeline_page(account, NEW_YORK, NOW, wish=Wish(**wanted), size=size, before=before, as_of=as_of)


def walk(size: int, **choices: Any) -> list[Entry]:
    """All pages after each other, as somebody sees who presses "Load older" until the end."""
    found: list[Entry] = []
    before: Place | None = None
    while True:
        now = page(before=before, size=size, **choices)
        found += now.entries
        if now.older is None:
            return found
        before = Place.read(str(now.older))


@pytest.fixture
def story(alice: User) -> list[tuple[datetime, bool]]:
    """Rows of every source in no order; returns when each should stand on the timeline, and whether people did it."""
    account = Account.objects.create(id="A1", name="Ostrelle")
    other = Account.objects.create(id="A2", name="Another")
    dice = random.Random(7)
    told: list[tuple[datetime, bool]] = []

    def moment(people: bool = True) -> datetime:
        told.append((dice.choice(MOMENTS), people))
        return told[-1][0]

    def day(people: bool = True) -> date:
        chosen = dice.choice(DAYS)
        told.append((datetime.combine(chosen, time.min, tzinfo=NEW_YORK), people))
        return chosen

    # Ids that languages and code points order differently.
    for key in ("a", "B", "ä", "_", "10", "9", "Z z"):
        Touchpoint.objects.create(id=key, account=account, occurred_at=moment(), body=key)
        Ticket.objects.create(id=key, account=account, opened_at=moment(), solved_at=moment())
        SurveyResponse.objects.create(id=key, account=account, type="nps", responded_on=day(), score=5)
        ReferralEvent.objects.create(id=key, account=account, event="referral_prompt_shown", occurred_at=moment())
        AdvocacyAct.objects.create(id=key, account=account, act="talk", occurred_on=day())
        Review.objects.create(id=key, account=account, status="held", held_on=day())
        Milestone.objects.create(id=key, account=account, milestone="first_value", reached_at=moment(people=False))
    for number, at in enumerate(DAYS[:3]):
        BandCrossing.objects.create(account=account, day=at, before=7_000 + number, after=3_900)
        told.append((datetime.combine(at, time.min, tzinfo=NEW_YORK), False))
    Onboarding.objects.create(id="o", account=account, started_on=day(False), completed_on=day(False))
    for index in range(12):
        people = bool(index % 2)
        Change.objects.create(
            at=moment(people), actor=alice if people else None, verb="account.edited", subject_type="customers.account",
            subject_id="A1", account_id="A1", after={"tier": str(index)},
        )  # fmt: skip
    Subscription.objects.create(
        id="s1", subscription_id="s", account=account, price_minor=1, mrr_minor=100, currency="USD",
        start_date=day(False), end_date_excl=None,
    )  # fmt: skip
    # What must not be seen: another account's, unanswered, unsolved, planned, and what a user reached alone.
    Touchpoint.objects.create(id="x", account=other, occurred_at=NOW)
    BandCrossing.objects.create(account=other, day=DAYS[0], before=7_100, after=3_900)
    Touchpoint.objects.create(id="y", account=account, occurred_at=NOW + timedelta(days=2))
    SurveyResponse.objects.create(id="y", account=account, type="nps", sent_on=DAYS[0])
    Review.objects.create(id="y", account=account, status="scheduled", due_on=DAYS[0])
    Milestone.objects.create(id="y", account=account, user_id="u1", milestone="activation", reached_at=MOMENTS[0])
    return told


def test_it_tells_everything_once_and_newest_first(story: list[tuple[datetime, bool]]) -> None:
    entries = page(size=1000).entries
    assert [entry.place for entry in entries] == sorted((entry.place for entry in entries), reverse=True)
    assert Counter(entry.place.at for entry in entries) == Counter(at for at, _ in story)
    assert len({entry.place for entry in entries}) == len(story)


@pytest.mark.parametrize("size", [3, 7, 50])
def test_pages_of_any_size_are_the_whole(story: list[tuple[datetime, bool]], size: int) -> None:
    assert [entry.place for entry in walk(size)] == [entry.place for entry in page(size=1000).entries]


@pytest.mark.parametrize(("kind", "people"), [("people", True), ("system", False)])
def test_a_filter_leaves_the_others_out(story: list[tuple[datetime, bool]], kind: str, people: bool) -> None:
    entries = walk(4, by=kind)
    assert Counter(entry.place.at for entry in entries) == Counter(at for at, by in story if by == people)
    assert all(entry.people == people for entry in entries)


def test_as_of_shows_what_had_happened_by_the_end_of_that_day(story: list[tuple[datetime, bool]]) -> None:
    as_of = date(2026, 10, 31)
    expected = Counter(at for at, _ in story if at.astimezone(NEW_YORK).date() <= as_of)
    assert Counter(entry.place.at for entry in walk(3, as_of=as_of)) == expected
    assert sum(expected.values()) > 5


def test_days_are_those_of_the_reporting_time_zone(story: list[tuple[datetime, bool]]) -> None:
    # 04:00 UTC on 1 November is midnight in New York, and 23:30 UTC the day before is the evening of the 31st there.
    days = {day for day, _ in page(size=1000).days}
    assert days == {date(2026, 11, 20), date(2026, 11, 1), date(2026, 10, 31), date(2026, 3, 8)}


def test_nothing_is_skipped_when_something_new_arrives_between_two_pages(
    story: list[tuple[datetime, bool]], alice: User
) -> None:
    whole = [entry.place for entry in page(size=1000).entries]
    first = page(size=5)
    Touchpoint.objects.create(id="new", account_id="A1", occurred_at=NOW, author=alice)
    second = page(size=1000, before=first.older)
    assert [e.place for e in first.entries] + [e.place for e in second.entries] == whole


def test_an_account_without_a_past_has_an_empty_page() -> None:
    Account.objects.create(id="A1", name="Ostrelle")
    assert page() == TimelinePage([], None)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-20 1 x", "2026-11-20T00:00:00+00:00 one x", "1 2 3"])
def test_a_place_is_read_strictly(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Place.read(text)


class TestSubscriptions:
    def row(self, key: str, start: date, end: date | None, **values: Any) -> None:
        defaults = {"subscription_id": "S", "account_id": "A1", "price_minor": 1, "currency": "USD", "plan_id": "team",
                    "mrr_minor": 100_00, "seats": 10}  # fmt: skip
        Subscription.objects.create(id=key, start_date=start, end_date_excl=end, **{**defaults, **values})

    def told(self) -> list[tuple[str, str, str]]:
        return [(entry.title, str(entry.text), entry.tone) for entry in reversed(page().entries)]

    @pytest.fixture(autouse=True)
    def plans(self) -> None:
        Account.objects.create(id="A1", name="Ostrelle")
        Plan.objects.create(id="team", name="Team")
        Plan.objects.create(id="pro", name="Pro")

    def test_each_change_says_what_changed_and_what_it_is_worth(self) -> None:
        days = [date(2026, month, 1) for month in range(1, 9)]
        self.row("1", days[0], days[1], status="trialing", mrr_minor=0)
        self.row("2", days[1], days[2])
        self.row("3", days[2], days[3], seats=15, mrr_minor=150_00)
        self.row("4", days[3], days[4], seats=15, mrr_minor=180_00)
        self.row("5", days[4], days[5], seats=15, mrr_minor=90_00, plan_id="pro")
        self.row("6", days[5], days[6], seats=15, mrr_minor=90_00, plan_id="pro", status="paused")
        self.row("7", days[6], days[7], seats=15, mrr_minor=90_00, plan_id="pro")
        assert self.told() == [
            ("Team trial began, 10 seats", "", "good"),
            ("Team: trialing → active", "+$100 MRR", "good"),
            ("Team: seats 10 → 15", "MRR $100 → $150 (+$50)", "good"),
            ("Team: price changed", "MRR $150 → $180 (+$30)", "good"),
            ("Team → Pro", "MRR $180 → $90 (−$90)", "bad"),
            ("Pro: active → paused", "−$90 MRR", "bad"),
            ("Pro: paused → active", "+$90 MRR", "good"),
            ("Pro ended", "−$90 MRR", "bad"),
        ]

    def test_a_gap_is_an_end_and_a_beginning(self) -> None:
        self.row("1", date(2026, 1, 1), date(2026, 2, 1))
        self.row("2", date(2026, 5, 1), None, plan_id="", seats=None)
        assert [title for title, _, _ in self.told()] == ["Team began, 10 seats", "Team ended", "S began"]

    def test_without_an_id_of_its_own_it_is_not_called_like_the_account(self) -> None:
        self.row("1", date(2026, 1, 1), None, subscription_id="A1", plan_id="", seats=None)
        assert [title for title, _, _ in self.told()] == ["Subscription began"]

    def test_an_end_that_is_still_to_come_has_not_happened(self) -> None:
        self.row("1", date(2026, 1, 1), date(2027, 1, 1))
        assert len(self.told()) == 1

    def test_a_row_that_changes_nothing_one_would_notice_is_silent(self) -> None:
        self.row("1", date(2026, 1, 1), date(2026, 2, 1))
        self.row("2", date(2026, 2, 1), None, billing_interval="year")
        assert len(self.told()) == 1


def test_entries_say_who_and_with_whom(alice: User) -> None:
    account = Account.objects.create(id="A1", name="Ostrelle")
    Contact.objects.create(id="c", account=account, name="Jens Aalto")
    Touchpoint.objects.create(id="t", account=account, contact_id="c", kind="call", occurred_at=NOW, author=alice)
    Ticket.objects.create(
        id="4471", account=account, contact_id="c", subject="Export drops shifts", priority="high", escalated=True,
        opened_at=NOW - timedelta(hours=30), solved_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    call, solved, opened = page().entries
    assert (call.title, call.who) == ("Call with Jens Aalto", "Alice")
    assert (solved.title, solved.text) == ("Ticket 4471 solved: Export drops shifts", "After 29 hours.")
    assert (opened.who, opened.text, opened.tone) == ("Jens Aalto", "Priority high, now open, escalated.", "bad")


def test_a_change_names_what_it_was_done_to_and_its_values_have_words(alice: User) -> None:
    account = Account.objects.create(id="A1", name="Ostrelle")
    after = {"name": "Rotas on time", "value": "14", "on": "2026-03-01", "by": "Mats", "contact_id": "c-1",
             "kind": "2026-02-31"}  # fmt: skip
    Change.objects.create(at=MOMENTS[0], verb="objective.measured", subject_type="planning.goal", subject_id="g",
                          account_id=account.pk, after=after)  # fmt: skip
    said = walk(10)[0]
    assert said.title == "Objective measured: Rotas on time"
    assert said.text == "kind 2026-02-31; on 01 Mar 2026; value 14"
    assert said.who == "Mats (customer)"


def test_a_change_says_what_it_was_before(alice: User) -> None:
    Account.objects.create(id="A1", name="Ostrelle")
    of_account = {"subject_type": "customers.account", "subject_id": "A1", "account_id": "A1"}
    Change.objects.create(
        at=NOW, actor=alice, verb="account.edited", before={"tier": ""}, after={"tier": "gold"},
        reason="Signed for 3 years", **of_account,
    )  # fmt: skip
    Change.objects.create(at=NOW, verb="account.tagged", after={"tag": "risk"}, **of_account)
    Change.objects.create(at=NOW, verb="account.untagged", before={"tag": "risk"}, **of_account)
    Change.objects.create(at=NOW, verb="account.edited", before={"do_not_ask": True, "owner": "a@example.com"},
                          after={"do_not_ask": False, "owner": ""}, **of_account)  # fmt: skip
    Change.objects.create(at=NOW, actor=alice, verb="touchpoint.written", **of_account)
    told = [(entry.title, entry.text, entry.who) for entry in reversed(page().entries)]
    assert told == [
        ("Tier changed", "none → gold. Signed for 3 years", "Alice"),
        ("Tag added", "risk", ""),
        ("Tag removed", "risk", ""),
        ("Do not ask, owner changed", "yes → no; a@example.com → none", ""),
    ]


class TestWishes:
    """Each filter against the whole timeline, looked through entry by entry."""

    @pytest.fixture(autouse=True)
    def life(self, story: list[tuple[datetime, bool]], alice: User, bob: User) -> None:
        account, at = Account.objects.get(pk="A1"), MOMENTS[1]
        jens = Contact.objects.create(id="c1", account=account, name="Jens Aalto")
        for number, kind in enumerate(("note", "call", "email", "meeting", "call")):
            made = Touchpoint.objects.create(
                id=f"kind-{number}", account=account, kind=kind, occurred_at=at - timedelta(hours=number), author=alice,
                subject=f"About 100% of the Budget, {kind}", contact_id="c1" if number == 1 else "",
            )  # fmt: skip
        made.people.create(contact=jens, name="Jens")
        made.people.create(user=bob, name="Bob")
        Task.objects.create(title="Ask about the budget", account=account, due_on=DAYS[0], owner=alice, contact=jens,
                            state="done", finished_at=at, finished_by=bob)  # fmt: skip
        Task.objects.create(title="Open budget", account=account, due_on=DAYS[0], owner=alice)
        of = {"subject_type": "work.task", "subject_id": "1", "account_id": "A1", "actor": alice}
        Change.objects.create(at=at, verb="task.done", **of)
        Change.objects.create(at=at, verb="task.rescheduled", reason="No budget", **of)
        Change.objects.create(at=at, verb="risk.opened", account_id="A1", subject_type="health.risk", subject_id="1")

    def told(self, **wanted: Any) -> list[str]:
        found = walk(4, **wanted)
        places = [entry.place for entry in found]
        assert places == sorted(set(places), reverse=True)
        return sorted(entry.title for entry in found)

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_kinds_are_parts_of_the_whole(self, kind: str) -> None:
        whole = {entry.place for entry in walk(50)}
        parts = [entry.place for one in KINDS for entry in walk(50, kinds=(one,))]
        assert Counter(parts) == Counter(whole)
        assert {entry.place for entry in walk(3, kinds=(kind, "call"))} == {
            entry.place for one in {kind, "call"} for entry in walk(50, kinds=(one,))
        }

    def test_a_kind_has_what_its_name_says(self) -> None:
        assert self.told(kinds=("call",)) == ["About 100% of the Budget, call"] * 2
        assert self.told(kinds=("task",)) == ["Done: Ask about the budget", "Task rescheduled"]
        assert self.told(kinds=("health",)) == [*["Health fell to “At risk”"] * 3, "Risk opened"]

    def test_words_are_looked_for_in_what_the_entries_hold(self) -> None:
        everywhere = [f"About 100% of the Budget, {kind}" for kind in ("call", "call", "email", "meeting", "note")]
        assert self.told(words="budget") == [*everywhere, "Done: Ask about the budget", "Task rescheduled"]
        assert self.told(words="BUDGET 100% call") == everywhere[:2]
        assert self.told(words="100_") == []
        assert self.told(words="S BEGAN") == ["s began"]

    def test_of_one_of_ours(self, alice: User, bob: User) -> None:
        assert self.told(person=bob) == ["About 100% of the Budget, call", "Done: Ask about the budget"]
        mine = [entry for entry in walk(50) if entry.who == "Alice"]
        assert self.told(person=alice) == sorted(entry.title for entry in mine)

    def test_with_one_of_theirs(self) -> None:
        titles = ["About 100% of the Budget, call", "About 100% of the Budget, call", "Done: Ask about the budget"]
        assert self.told(contact="c1") == titles
        assert self.told(contact="nobody") == []

    @pytest.mark.parametrize(
        ("first", "last"), [(DAYS[1], None), (None, DAYS[1]), (DAYS[2], DAYS[1]), (DAYS[0], DAYS[1])]
    )
    def test_between_two_days(self, first: date | None, last: date | None) -> None:
        def within(entry: Entry) -> bool:
            day = entry.place.at.astimezone(NEW_YORK).date()
            return (first is None or day >= first) and (last is None or day <= last)

        expected = sorted(entry.title for entry in walk(50) if within(entry))
        assert self.told(first=first, last=last) == expected

    def test_an_address_keeps_it(self, alice: User) -> None:
        wish = Wish("people", "positive", ("call", "task"), "seats & more", alice, "c1", DAYS[1], DAYS[0])
        assert Wish.read(QueryDict(wish.address()), KINDS) == wish
        assert Wish.read(QueryDict("kind=x&tone=y&only=z&who=abc&from=yesterday&q=%00"), KINDS) == Wish()


@pytest.mark.parametrize("text", ["", "now", "2026-11-20T05:00 1 a", "0001-01-01T00:00+00:00 1 a",
                                  "2026-11-20T05:00+00:00 5 abc", f"2026-11-20T05:00+00:00 5 {'9' * 20}",
                                  "2026-11-20T05:00+00:00 17 a\x00"])  # fmt: skip
def test_a_place_at_which_nothing_can_stand_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|invalid|Invalid|no time zone|Nothing stands|no id"):
        place(text)


def test_what_came_of_a_touchpoint_is_shown_as_it_was_on_the_day() -> None:
    account = Account.objects.create(id="A1", name="Ostrelle")
    Touchpoint.objects.create(id="call", account=account, occurred_at=datetime(2026, 11, 10, 15, tzinfo=UTC), body="x")
    of = {"account": account, "origin_kind": "touchpoint", "origin_id": "call", "due_on": date(2026, 11, 30)}
    for title, made, done in (("Done since", 11, 15), ("Done", 11, 12), ("Asked since", 14, None)):
        task = Task.objects.create(title=title, **of)
        at = datetime(2026, 11, done, 9, tzinfo=UTC) if done else None
        Task.objects.filter(pk=task.pk).update(
            created_at=datetime(2026, 11, made, 9, tzinfo=UTC), finished_at=at, state="done" if at else "open"
        )
    shown = [one for one in page(as_of=date(2026, 11, 13)).entries if one.touchpoint]
    assert [(task.title, task.is_open) for task in shown[0].made] == [("Done since", True), ("Done", False)]
    now = [one for one in page().entries if one.touchpoint]
    assert [task.is_open for task in now[0].made] == [False, False, True]
