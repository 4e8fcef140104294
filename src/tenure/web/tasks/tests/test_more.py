"""Tasks that come again, checklists, customers' tasks, many at once and the board, as pages show and take them."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, AccountState, Contact
from tenure.work import tasks
from tenure.work.models import Task
from tenure.work.recurring import Repeat
from tenure.work.repeating import Rule

pytestmark = pytest.mark.django_db
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def account(alice: User) -> Account:
    account = Account.objects.create(id="A/1", name="Ostrelle", owner=alice)
    AccountState.objects.create(account=account, as_of=today(), status="customer", arr_minor=41_200_000)
    return account


@pytest.fixture
def mats(account: Account) -> Contact:
    return Contact.objects.create(id="C1", account=account, name="Mats Eklund", title="IT lead")


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def sent(alice: User, **given: Any) -> dict[str, Any]:
    return {"title": "Look at usage", "due_on": today().isoformat(), "priority": "2", "owner": str(alice.pk),
            "note": ""} | given  # fmt: skip


class TestForm:
    def test_a_checklist_a_contact_and_a_rule_in_one_go(
        self, as_alice: Client, alice: User, account: Account, mats: Contact
    ) -> None:
        given = sent(alice, account="A/1", contact="C1", checklist="One\n\nTwo", unit="weeks", every="2",
                     weekdays=["0", "3"], counted="due", until="2099-01-01")  # fmt: skip
        assert as_alice.post(reverse("tasks:new"), given).status_code == 302
        task = Task.objects.get()
        assert (task.contact, task.shared, str(task.series)) == (mats, True, "Every 2 weeks on Mon and Thu")
        assert [item.text for item in task.items.order_by("place")] == ["One", "Two"]
        html = as_alice.get(reverse("tasks:detail", args=[task.pk])).content.decode()
        for words in ("Mats Eklund (customer)", "Every 2 weeks on Mon and Thu", "0 of 2 done", 'value="2099-01-01"'):
            assert words in html, words

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"unit": "weeks", "every": "0"}, "every 1 to 104 weeks"),
            ({"unit": "days", "every": "x"}, "every 1 to 366 days"),
            ({"unit": "months", "every": "1", "until": "2001-01-01"}, "would end before its first"),
            ({"contact": "nobody"}, "Choose who at the customer"),
            ({"checklist": "x" * 201}, "An item has at most 200"),
        ],
    )
    def test_what_does_not_fit_is_said_and_what_was_typed_stays(
        self, as_alice: Client, alice: User, given: dict[str, str], said: str
    ) -> None:
        answer = as_alice.post(reverse("tasks:new"), sent(alice, title="My words", **given))
        html = answer.content.decode()
        assert answer.status_code == 422
        assert said in html
        assert "My words" in html
        assert not Task.objects.exists()

    def test_the_contacts_follow_the_account(self, as_alice: Client, mats: Contact) -> None:
        gone = Contact.objects.create(id="C2", account=mats.account, name="Gone", left_on=date(2020, 1, 1))
        html = as_alice.get(reverse("tasks:contacts"), {"account": "Ostrelle"}).content.decode()
        assert "Mats Eklund, IT lead" in html
        assert gone.name not in html
        assert as_alice.get(reverse("tasks:contacts"), {"account": "None such"}).content.decode().strip() == ""

    def test_edited_it_ends_and_the_contact_goes(
        self, as_alice: Client, alice: User, account: Account, mats: Contact
    ) -> None:
        task = tasks.add_task(alice, "T", today(), account=account, contact=mats, repeat=Repeat(Rule(1, "days")))
        address = reverse("tasks:detail", args=[task.pk])
        as_alice.post(address, sent(alice, seen=tasks.version(task), unit="", contact="", shared=""))
        task.refresh_from_db()
        assert (task.contact, task.shared) == (None, False)
        assert task.series is not None
        assert task.series.ended_at is not None


class TestChecklist:
    def test_ticked_moved_and_taken_away_in_place(self, as_alice: Client, alice: User, bob: User) -> None:
        task = tasks.add_task(alice, "T", today(), checklist=["One", "Two"])
        one, two = task.items.order_by("place")

        def do(item: Any, verb: str, **given: Any) -> str:
            address = reverse("tasks:item", args=[task.pk, item.pk, verb])
            return str(as_alice.post(address, given, **HTMX).content.decode())

        assert "1 of 2 done" in do(one, "done")
        moved = do(two, "move", place="0")
        assert moved.index("Two") < moved.index("One")
        assert "Done: One" not in do(one, "remove")
        add = reverse("tasks:item-add", args=[task.pk])
        assert "few words" in as_alice.post(add, {"text": " "}, **HTMX).content.decode()
        as_alice.post(add, {"text": "Three"})
        assert [item.text for item in task.items.order_by("place")] == ["Two", "Three"]
        other = tasks.add_task(alice, "Other", today(), checklist=["X"])
        wrong = reverse("tasks:item", args=[task.pk, other.items.get().pk, "done"])
        assert as_alice.post(wrong).status_code == 404
        as_alice.force_login(bob)
        assert as_alice.post(reverse("tasks:item", args=[task.pk, two.pk, "done"])).status_code == 404


class TestMany:
    @pytest.fixture
    def some(self, alice: User, account: Account) -> list[Task]:
        return [tasks.add_task(alice, f"T{number}", today(), account=account) for number in range(3)]

    def act(self, client: Client, query: str = "", **given: Any) -> str:
        answer = client.post(reverse("tasks:many") + query, given, **HTMX)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def test_the_chosen_ones_and_back(self, as_alice: Client, some: list[Task]) -> None:
        html = self.act(as_alice, action="finish", ids=[some[0].pk, some[2].pk])
        assert "2 tasks done." in html
        assert list(Task.objects.filter(state="open")) == [some[1]]
        undo = re.search('hx-post="(/tasks/many/[0-9a-f]+/undo/)', html)
        assert undo
        back = as_alice.post(undo[1], **HTMX).content.decode()
        assert "2 tasks taken back." in back
        assert Task.objects.filter(state="open").count() == 3

    def test_all_of_the_view_is_what_the_address_shows(
        self, as_alice: Client, alice: User, bob: User, some: list[Task]
    ) -> None:
        Task.objects.filter(pk=some[0].pk).update(due_on=today() - timedelta(days=1))
        tasks.add_task(bob, "Bob's", today() - timedelta(days=1))
        day = today() + timedelta(days=3)
        self.act(as_alice, "?state=overdue", action="due", scope="all", due_on=day.isoformat())
        assert list(Task.objects.filter(due_on=day)) == [some[0]]

    def test_what_could_not_be_is_told(self, as_alice: Client, bob: User, some: list[Task]) -> None:
        other = tasks.add_task(bob, "Bob's <b>", today(), account=some[0].account)
        Task.objects.filter(pk=other.pk).update(account=None, created_by=bob)
        shown = tasks.add_task(bob, "Seen", today(), account=Account.objects.create(id="A2", name="Of Bob", owner=bob))
        html = self.act(as_alice, action="priority", priority="1", ids=[some[0].pk, shown.pk, other.pk])
        assert "1 task changed. 1 could not be:" in html
        assert "Seen: It is not yours to change." in html
        assert "Choose tasks first" in self.act(as_alice, action="finish", ids=[])
        assert "Choose who does it" in self.act(as_alice, action="owner", ids=[some[0].pk], owner="")

    def test_without_a_script_it_leads_back_to_the_list(self, as_alice: Client, some: list[Task]) -> None:
        answer = as_alice.post(reverse("tasks:many") + "?sort=value", {"action": "finish", "ids": [some[0].pk]})
        assert answer["Location"] == f"{reverse('tasks:page')}?sort=value"


class TestBoard:
    NOW = "2026-11-25 10:00+00:00"  # a Wednesday

    def columns(self, client: Client, query: str = "") -> dict[str, list[str]]:
        shown = client.get(reverse("tasks:board") + query).context["columns"]
        return {column.title: [task.title for task in rows] for column, rows, _ in shown}

    def test_by_day_and_moved_between_days(self, as_alice: Client, alice: User, account: Account, bob: User) -> None:
        with time_machine.travel(self.NOW):
            days = {"Late": 24, "Now": 25, "Sunday": 29, "Monday": 30}
            made = {title: tasks.add_task(alice, title, date(2026, 11, day)) for title, day in days.items()}
            made["Far"] = tasks.add_task(alice, "Far", date(2026, 12, 20))
            tasks.add_task(bob, "Bob's", today(), account=account)
            assert self.columns(as_alice) == {
                "Overdue": ["Late"], "Today": ["Now"], "This week": ["Sunday"], "Next week": ["Monday"],
                "Later": ["Far"], "Done": [],
            }  # fmt: skip
            assert self.columns(as_alice, "?whose=all")["Today"] == ["Now", "Bob's"]
            for to, title, day in (("week", "Far", 27), ("next", "Late", 30), ("today", "Sunday", 25)):
                as_alice.post(reverse("tasks:move", args=[made[title].pk]), {"to": to}, **HTMX)
                assert Task.objects.get(pk=made[title].pk).due_on == date(2026, 11, day)
            as_alice.post(reverse("tasks:move", args=[made["Now"].pk]), {"to": "done"})
            assert self.columns(as_alice)["Done"] == ["Now"]
            as_alice.post(reverse("tasks:move", args=[made["Now"].pk]), {"to": "later"})
            assert Task.objects.get(pk=made["Now"].pk).due_on == date(2026, 12, 7)

    def test_by_owner_a_card_is_handed_over(self, as_alice: Client, alice: User, bob: User, account: Account) -> None:
        task = tasks.add_task(alice, "T", today(), account=account)
        assert self.columns(as_alice, "?by=owner")["Alice"] == ["T"]
        as_alice.post(reverse("tasks:move", args=[task.pk]), {"to": f"person-{bob.pk}"}, **HTMX)
        assert self.columns(as_alice, "?by=owner")["Bob"] == ["T"]

    def test_what_cannot_be_moved_is_said(self, as_alice: Client, alice: User, lea: User) -> None:
        task = tasks.add_task(alice, "T", today())
        tasks.finish(lea, task.pk)
        html = as_alice.post(reverse("tasks:move", args=[task.pk]), {"to": "done"}, **HTMX).content.decode()
        assert "Lea has done this task" in html
        assert as_alice.post(reverse("tasks:move", args=[task.pk]), {"to": "moon"}).status_code == 404

    @pytest.mark.parametrize("query", ["", "?whose=all", "?by=owner"])
    def test_it_asks_few_queries(self, as_alice: Client, alice: User, account: Account, query: str) -> None:
        for number in range(40):
            tasks.add_task(alice, f"T{number}", today() + timedelta(days=number - 5), account=account, checklist=["x"])
        as_alice.get(reverse("tasks:board") + query)  # what is chosen is written down once
        with CaptureQueriesContext(connection) as asked:
            as_alice.get(reverse("tasks:board") + query)
        assert len(asked) <= 11, "\n".join(one["sql"] for one in asked)


def test_the_list_tells_who_it_waits_for_and_what_is_ticked(
    as_alice: Client, alice: User, account: Account, mats: Contact
) -> None:
    tasks.add_task(alice, "Theirs", today(), account=account, contact=mats, checklist=["x"],
                   repeat=Repeat(Rule(1, "days")))  # fmt: skip
    tasks.add_task(alice, "Ours", today(), account=account)
    html = as_alice.get(reverse("tasks:page")).content.decode()
    assert "waits for Mats Eklund (customer)" in html
    assert "0/1" in html
    assert "comes again: Every day" in html
    shown = as_alice.get(reverse("tasks:page") + "?state=customer").context["page"]
    assert [task.title for task in shown] == ["Theirs"]
