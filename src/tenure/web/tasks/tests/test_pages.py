"""Tasks on pages: added from anywhere, listed, changed, and shown where they belong."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account, AccountState
from tenure.health.models import Risk
from tenure.web.tasks import listing
from tenure.work import tasks
from tenure.work.access import visible_tasks
from tenure.work.models import Task

pytestmark = pytest.mark.django_db
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def account(alice: User) -> Account:
    account = Account.objects.create(id="A/1", name="Ostrelle", owner=alice)
    AccountState.objects.create(account=account, as_of=today(), status="customer", arr_minor=41_200_000)
    return account


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def add(client: Client, status: int = 302, **given: Any) -> Any:
    sent = {"title": "Call Nina", "due_on": today().isoformat(), "priority": "2", "account": "", "note": ""} | given
    answer = client.post(reverse("tasks:new"), sent, **(HTMX if "htmx" in given else {}))
    assert answer.status_code == status, answer.content.decode()
    return answer


def act(client: Client, task: Task, verb: str, **given: Any) -> str:
    answer = client.post(reverse("tasks:act", args=[task.pk, verb]), given, **HTMX)
    assert answer.status_code == 200
    task.refresh_from_db()
    return str(answer.content.decode())


class TestAdding:
    def test_the_account_of_the_page_is_there_already(self, as_alice: Client, account: Account) -> None:
        html = as_alice.get(reverse("account:page", args=[account.pk])).content.decode()
        assert f"{reverse('tasks:new')}?account=A/1" in html
        dialog = as_alice.get(reverse("tasks:new"), {"account": account.pk}, **HTMX).content.decode()
        assert 'value="A/1"' in dialog
        assert "Ostrelle" in dialog

    def test_by_id_or_by_a_name_that_only_one_has(self, as_alice: Client, account: Account, alice: User) -> None:
        add(as_alice, account="A/1", owner=str(alice.pk))
        add(as_alice, account="ostrelle", owner=str(alice.pk), title="Ask Nina")
        assert list(Task.objects.values_list("account_id", flat=True)) == ["A/1", "A/1"]
        Account.objects.create(id="A2", name="Ostrelle")
        answer = add(as_alice, 422, account="Ostrelle", owner=str(alice.pk), note="Kept as typed")
        assert "More than one account is called" in answer.content.decode()
        assert "Kept as typed" in answer.content.decode()

    def test_from_another_page_it_is_said_and_lists_follow(self, as_alice: Client, alice: User) -> None:
        answer = add(as_alice, 200, htmx="1", owner=str(alice.pk))
        assert answer["HX-Trigger-After-Swap"] == "task-changed"
        assert "Task added" in answer.content.decode()

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"due_on": "soon"}, "Give the day as in 2026-03-31."),
            ({"owner": "999"}, "Choose who does it"),
            ({"account": "Nowhere"}, "There is no account “Nowhere”"),
            ({"title": " "}, "Say in a few words"),
        ],
    )
    def test_what_cannot_be_kept_is_said(
        self, as_alice: Client, alice: User, given: dict[str, str], sentence: str
    ) -> None:
        assert sentence in add(as_alice, 422, **({"owner": str(alice.pk)} | given)).content.decode()
        assert not Task.objects.exists()

    def test_a_step_of_a_risk_is_bound_to_it_and_to_its_account(
        self, as_alice: Client, account: Account, alice: User, bob: User, client: Client
    ) -> None:
        risk = Risk.objects.create(account=account, kind="silent", title="Quiet", owner=alice, due_on=today(),
                                   opened_on=today(), last_sign_on=today())  # fmt: skip
        back = reverse("risks:detail", args=[risk.pk])
        assert add(as_alice, risk=str(risk.pk), owner=str(bob.pk), next=back)["Location"] == back
        task = Task.objects.get()
        assert (task.origin_kind, task.origin_id, task.account, task.owner) == ("risk", str(risk.pk), account, bob)
        for panel in (reverse("tasks:of-risk", args=[risk.pk]), reverse("tasks:of-account", args=[account.pk])):
            assert "Call Nina" in as_alice.get(panel).content.decode()
        client.force_login(bob)
        add(client, 404, risk=str(risk.pk), owner=str(bob.pk))
        assert "Add step" not in client.get(reverse("tasks:of-risk", args=[risk.pk])).content.decode()

    def test_it_does_not_lead_away_from_here(self, as_alice: Client, alice: User) -> None:
        assert add(as_alice, owner=str(alice.pk), next="//evil.example/")["Location"] == reverse("tasks:page")


class TestList:
    @pytest.fixture
    def some(self, account: Account, alice: User, bob: User) -> list[Task]:
        now = today()
        late = tasks.add_task(alice, "Late", now - timedelta(days=2), account=account)
        low = tasks.add_task(alice, "Soon", now + timedelta(days=1), priority=3)
        other = tasks.add_task(bob, "Of Bob", now, account=account, priority=1)
        done = tasks.finish(alice, tasks.add_task(alice, "Over", now).pk)
        return [late, low, other, done]

    def test_states_owners_and_orders(self, as_alice: Client, some: list[Task]) -> None:
        def shown(query: str) -> list[str]:
            return [task.title for task in as_alice.get(reverse("tasks:page") + query).context["page"]]

        assert shown("") == ["Late", "Soon"]
        assert shown("?state=overdue") == ["Late"]
        assert shown("?state=done") == ["Over"]
        assert shown("?state=cancelled") == []
        assert shown("?whose=all") == ["Late", "Of Bob", "Soon"]
        assert shown("?whose=all&sort=priority") == ["Of Bob", "Late", "Soon"]
        assert shown("?whose=all&sort=value")[-1] == "Soon", "without an account it has no value"
        assert shown("?state=nonsense&page=999&sort=x&whose=nobody") == ["Late", "Of Bob", "Soon"], "as chosen last"
        assert shown("?whose=mine") == shown("") == ["Late", "Soon"]

    def test_pages_come_from_the_database(self, as_alice: Client, alice: User, django_assert_max_num_queries: Any
                                          ) -> None:  # fmt: skip
        Task.objects.bulk_create(Task(title=f"T{n}", owner=alice, due_on=today()) for n in range(120))
        with django_assert_max_num_queries(8):
            page = as_alice.get(reverse("tasks:page") + "?page=2")
        assert (len(page.context["page"]), page.context["page"].paginator.count) == (50, 120)

    def test_done_in_the_row_and_back(self, as_alice: Client, some: list[Task]) -> None:
        html = act(as_alice, some[0], "done", row="1")
        assert some[0].state == "done"
        assert "data-key-undo" in html
        act(as_alice, some[0], "reopen", row="1")
        assert some[0].is_open

    def test_what_another_did_is_said_in_the_row(self, as_alice: Client, some: list[Task], lea: User) -> None:
        tasks.finish(lea, some[0].pk)
        assert "Lea has done this task" in act(as_alice, some[0], "done", row="1")

    def test_only_what_one_may_change_has_a_button(self, client: Client, some: list[Task], bob: User) -> None:
        client.force_login(bob)
        page = client.get(reverse("tasks:page") + "?whose=all")
        assert page.context["changeable"] == {some[2].pk}
        assert client.post(reverse("tasks:act", args=[some[0].pk, "done"])).status_code == 404
        assert client.post(reverse("tasks:act", args=[some[2].pk, "explode"])).status_code == 404


class TestOne:
    def test_edited_and_the_second_of_two_keeps_what_was_typed(self, as_alice: Client, alice: User, lea: User) -> None:
        task = tasks.add_task(alice, "Call Nina", today())
        address, seen = reverse("tasks:detail", args=[task.pk]), tasks.version(task)
        given = {"title": "Call Nina and Ola", "due_on": "2027-01-31", "owner": str(lea.pk), "priority": "1",
                 "note": "", "seen": seen}  # fmt: skip
        assert as_alice.post(address, given).status_code == 302
        task.refresh_from_db()
        assert (task.title, task.owner, task.priority) == ("Call Nina and Ola", lea, 1)
        again = as_alice.post(address, given | {"title": "My other words"})
        assert again.status_code == 422
        assert "changed in the meantime" in again.content.decode()
        assert "My other words" in again.content.decode()

    def test_its_past_is_told(self, as_alice: Client, alice: User) -> None:
        task = tasks.add_task(alice, "Call Nina", today())
        act(as_alice, task, "later", until="2027-01-31", reason="They are away")
        act(as_alice, task, "cancel")
        html = as_alice.get(reverse("tasks:detail", args=[task.pk])).content.decode()
        for words in ("They are away", "2027-01-31", "Cancelled", "Reopen"):
            assert words in html, words


class TestByValue:
    """Pages in the order of value against a sort of everything in Python."""

    @pytest.mark.parametrize("many", [0, 10_000])
    def test_every_page_is_that_part_of_the_whole(
        self, alice: User, lea: User, client: Client, monkeypatch: pytest.MonkeyPatch, many: int
    ) -> None:
        monkeypatch.setattr(listing, "MANY", many)
        monkeypatch.setattr(listing, "PER_PAGE", 7)
        dice = random.Random(5)
        for number in range(12):
            account = Account.objects.create(id=f"V{number}", name=f"V{number}", owner=alice)
            if number % 4:
                worth = dice.choice([None, 100, 100, 500, 900])
                AccountState.objects.create(account=account, as_of=today(), status="customer", arr_minor=worth)
        for number in range(60):
            account_id = dice.choice([None, *(f"V{n}" for n in range(12))])
            due_on = today() + timedelta(days=dice.randrange(-3, 3))
            Task.objects.create(title=f"T{number}", account_id=account_id, owner=alice, due_on=due_on)
        worth_of = dict(AccountState.objects.values_list("account_id", "arr_minor"))

        def place(task: Task) -> tuple[bool, int, Any, int]:
            worth = worth_of.get(task.account_id or "")
            return (worth is None, -(worth or 0), task.due_on, task.pk)

        expected = [task.title for task in sorted(Task.objects.all(), key=place)]
        client.force_login(lea)
        found = []
        for number in range(1, 10):
            page = client.get(reverse("tasks:page"), {"all": "1", "sort": "value", "page": str(number)}).context["page"]
            found += [task.title for task in page]
        assert found == expected

    def test_counts_are_those_of_what_one_sees(self, client: Client, alice: User, bob: User, lea: User) -> None:
        account = Account.objects.create(id="A1", name="A1", owner=alice)
        for owner, about in ((alice, None), (bob, None), (bob, account), (None, None), (None, account)):
            for state in ("open", "done", "cancelled"):
                day = today() - timedelta(days=1)
                Task.objects.create(title="T", owner=owner, account=about, state=state, due_on=day)
        for user in (alice, bob, lea):
            client.force_login(user)
            shown = client.get(reverse("tasks:page"), {"whose": "all"}).context["states"]
            for state, (_, _, _, count) in zip(listing.STATES, shown, strict=True):
                seen = visible_tasks(user).filter(listing.in_state(state, today()))
                assert count == seen.count(), (user, state)
