"""Tasks: who may do what with them, what is written down, and what a second press of a key does."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account
from tenure.journal.models import Change
from tenure.work import asides, tasks
from tenure.work.access import days_of, may_change_task, visible_tasks
from tenure.work.models import Aside, Task

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 1)


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


@pytest.fixture
def task(alice: User, account: Account) -> Task:
    return tasks.add_task(alice, "  Send the  adoption plan ", DUE, account=account, origin=("risk", "7"))


def verbs_of(task: Task) -> list[str]:
    rows = Change.objects.filter(subject_type="work.task", subject_id=str(task.pk))
    return list(rows.order_by("pk").values_list("verb", flat=True))


class TestVerbs:
    def test_a_new_one_is_ones_own_and_knows_where_it_came_from(self, task: Task, alice: User) -> None:
        assert (task.title, task.owner, task.created_by, task.is_open) == ("Send the adoption plan", alice, alice, True)
        assert (task.origin_kind, task.origin_id, task.priority) == ("risk", "7", Task.Priority.NORMAL)
        change = Change.objects.get(verb="task.added")
        assert (change.account_id, change.after["title"]) == ("A1", "Send the adoption plan")

    def test_done_twice_counts_once_and_reopened_it_is_as_before(self, task: Task, alice: User) -> None:
        for _ in range(2):
            done = tasks.finish(alice, task.pk)
        assert (done.state, done.finished_by) == ("done", alice)
        assert done.finished_at is not None
        for _ in range(2):
            back = tasks.reopen(alice, task.pk)
        assert (back.state, back.finished_by, back.finished_at) == ("open", None, None)
        assert verbs_of(task) == ["task.added", "task.done", "task.reopened"]

    def test_what_another_has_done_in_the_meantime_is_said(self, task: Task, alice: User, lea: User) -> None:
        tasks.finish(lea, task.pk)
        with pytest.raises(NotAccepted, match="Lea has done this task"):
            tasks.finish(alice, task.pk)
        with pytest.raises(NotAccepted, match="reopen it first"):
            tasks.reschedule(alice, task.pk, DUE)

    def test_moved_and_moved_back_unless_moved_again(self, task: Task, alice: User) -> None:
        later = DUE + timedelta(days=3)
        assert tasks.reschedule(alice, task.pk, later, " They are away. ").due_on == later
        assert Change.objects.get(verb="task.rescheduled").reason == "They are away."
        for _ in range(2):
            assert tasks.put_back(alice, task.pk, later, DUE).due_on == DUE
        tasks.reschedule(alice, task.pk, later + timedelta(days=1))
        with pytest.raises(NotAccepted, match="moved again"):
            tasks.put_back(alice, task.pk, later, DUE)

    def test_handed_over_to_who_works_on_accounts(self, task: Task, alice: User, bob: User, vera: User) -> None:
        assert tasks.hand_over(alice, task.pk, bob).owner == bob
        assert Change.objects.get(verb="task.handed_over").after["owner"] == bob.email
        with pytest.raises(NotAccepted, match="does not work on accounts"):
            tasks.hand_over(alice, task.pk, vera)

    def test_of_two_who_edit_the_second_is_told(self, task: Task, alice: User, lea: User) -> None:
        seen = tasks.version(task)
        tasks.edit_task(alice, task.pk, {"title": "Send it today"}, seen=seen)
        with pytest.raises(NotAccepted, match="changed in the meantime"):
            tasks.edit_task(lea, task.pk, {"title": "Send it tomorrow"}, seen=seen)
        task.refresh_from_db()
        assert task.title == "Send it today"

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"title": " \x00 "}, "Say in a few words"),
            ({"title": "x" * 201}, "201 characters; 200 fit"),
            ({"note": "x" * 20_001}, "20,001 characters; 20,000 fit"),
            ({"priority": 9}, "Choose a priority"),
            ({"due_on": date(9999, 1, 1)}, "more than ten years away"),
        ],
    )
    def test_what_cannot_be_kept_is_said(
        self, alice: User, task: Task, values: dict[str, object], sentence: str
    ) -> None:
        with pytest.raises(NotAccepted, match=sentence):
            tasks.edit_task(alice, task.pk, values, seen=tasks.version(task))
        assert verbs_of(task) == ["task.added"]


class TestAccess:
    def test_on_an_account_the_team_reads_it_and_owner_asker_and_the_accounts_csm_change_it(
        self, task: Task, alice: User, bob: User, lea: User, vera: User, dana: User
    ) -> None:
        assert {user: visible_tasks(user).count() for user in (alice, bob, lea, vera, dana)} == {
            alice: 1, bob: 1, lea: 1, vera: 1, dana: 0,
        }  # fmt: skip
        assert [user for user in (alice, bob, lea, vera, dana) if may_change_task(user, task)] == [alice, lea]
        with pytest.raises(Http404):
            tasks.finish(bob, task.pk)
        with pytest.raises(Http404):
            tasks.add_task(vera, "Not mine", DUE)

    def test_without_an_account_it_is_private_to_owner_asker_and_leads(
        self, alice: User, bob: User, lea: User, vera: User
    ) -> None:
        own = tasks.add_task(alice, "Prepare my review", DUE)
        assert [user for user in (alice, bob, lea, vera) if own in visible_tasks(user)] == [alice, lea]
        given = tasks.add_task(lea, "Write the report", DUE, owner=bob)
        assert tasks.finish(bob, given.pk).finished_by == bob

    def test_ones_own_day_and_for_leads_everybodys(self, alice: User, bob: User, lea: User, vera: User) -> None:
        assert set(days_of(alice)) == {alice}
        assert set(days_of(lea)) == {alice, bob, lea}
        assert not days_of(vera).exists()


class TestAsides:
    def test_put_away_once_and_brought_back_once(self, alice: User) -> None:
        for _ in range(2):
            aside = asides.put_away(alice, "change", "A1", today() + timedelta(days=1), account_id="A1")
        for _ in range(2):
            asides.bring_back(alice, aside.pk)
        assert not Aside.objects.exists()
        assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == ["day.seen", "day.brought_back"]

    def test_only_ones_own_comes_back(self, alice: User, bob: User) -> None:
        aside = asides.put_away(alice, "change", "A1", today() + timedelta(days=1))
        asides.bring_back(bob, aside.pk)
        assert Aside.objects.get() == aside

    def test_later_needs_a_day_and_a_reason(self) -> None:
        with pytest.raises(NotAccepted, match="after today"):
            asides.check_later(date(2026, 1, 1), "x", date(2026, 1, 1))
        with pytest.raises(NotAccepted, match="why it may wait"):
            asides.check_later(date(2026, 1, 2), " ", date(2026, 1, 1))
