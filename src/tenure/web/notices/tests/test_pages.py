"""Notices on pages: the bell, the list, where one leads, reminders, and what comes by mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Account
from tenure.work import tasks, verbs
from tenure.work.meetings.models import Meeting
from tenure.work.models import Notice, Reminder
from tenure.work.notices.verbs import notify, unread

pytestmark = pytest.mark.django_db
HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A/1", name="Ostrelle", owner=alice)


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def told(user: User, number: int, **more: Any) -> Notice:
    notice = notify(user, Notice.Kind.MENTION, f"k{number}", f"Bob named you: {number}", **more)
    assert notice is not None
    return notice


class TestList:
    def test_the_bell_counts_what_is_unread(self, as_alice: Client, alice: User) -> None:
        url = reverse("notices:bell")
        assert "tn-bell-n" not in as_alice.get(url).content.decode()
        told(alice, 1)
        assert "Notices, 1 unread" in as_alice.get(url).content.decode()
        for number in range(2, 103):
            told(alice, number)
        assert ">99+<" in as_alice.get(url).content.decode()

    def test_newest_first_a_page_at_a_time_in_few_queries(
        self, as_alice: Client, alice: User, bob: User, account: Account
    ) -> None:
        for number in range(35):
            told(alice, number, account=account, actor=bob)
        told(bob, 99)
        url = reverse("notices:page")
        as_alice.get(url)
        with CaptureQueriesContext(connection) as asked:
            html = as_alice.get(url).content.decode()
        assert len(asked) == 7, "\n".join(query["sql"] for query in asked)
        assert html.index("named you: 34") < html.index("named you: 5<")
        assert "named you: 4<" not in html
        assert "named you: 99" not in html
        assert "named you: 4<" in as_alice.get(url, {"page": "2"}).content.decode()

    def test_read_and_unread_in_place(self, as_alice: Client, alice: User) -> None:
        notice = told(alice, 1)
        answer = as_alice.post(reverse("notices:mark", args=[notice.pk]), {"read": "1"}, **HTMX)
        assert answer["HX-Trigger"] == "notice-changed"
        assert "data-unread" not in answer.content.decode()
        assert "All read" in as_alice.get(reverse("notices:page"), {"unread": "1"}).content.decode()
        as_alice.post(reverse("notices:mark", args=[notice.pk]), {"read": "0"})
        assert unread(alice) == 1
        as_alice.post(reverse("notices:read-all"))
        assert unread(alice) == 0

    def test_another_persons_is_not_there(self, as_alice: Client, bob: User) -> None:
        notice = told(bob, 1)
        assert as_alice.get(reverse("notices:open", args=[notice.pk])).status_code == 404
        assert as_alice.post(reverse("notices:mark", args=[notice.pk]), {"read": "1"}).status_code == 404


class TestOpening:
    def leads(self, client: Client, user: User, number: int, **more: Any) -> str:
        notice = told(user, number, **more)
        to = client.get(reverse("notices:open", args=[notice.pk]))["Location"]
        assert Notice.objects.get(pk=notice.pk).read_at is not None
        return str(to)

    def test_to_what_it_is_about(self, as_alice: Client, alice: User, account: Account) -> None:
        task = tasks.add_task(alice, "T", today())
        note = verbs.write_touchpoint(alice, account, "Text")
        day = today()
        assert self.leads(as_alice, alice, 1, about=("task", str(task.pk))) == f"/tasks/{task.pk}/"
        assert self.leads(as_alice, alice, 2, about=("meeting", "7")) == "/meetings/7/"
        assert self.leads(as_alice, alice, 3, about=("touchpoint", note.pk)) == (
            f"/account/A~2F1/timeline/?from={day}&to={day}"
        )

    @pytest.mark.parametrize(
        ("kind", "key", "leads"),
        [
            ("proposal", "7", "/plans/proposals/7/"),
            ("objective", "goal-1", "/plans/objective/goal-1/"),
            ("review", "review-1", "/reviews/review-1/"),
        ],
    )
    def test_to_what_a_customer_did_on_their_page(
        self, as_alice: Client, alice: User, account: Account, kind: str, key: str, leads: str
    ) -> None:
        assert self.leads(as_alice, alice, 1, about=(kind, key), account=account) == leads

    def test_to_the_account_where_that_is_gone(self, as_alice: Client, alice: User, account: Account) -> None:
        for number, about in enumerate((("touchpoint", "gone"), ("task", "none"), ("", ""), ("later", "1"))):
            assert self.leads(as_alice, alice, number, about=about, account=account) == "/account/A~2F1/"
        assert self.leads(as_alice, alice, 9, about=("touchpoint", "gone")) == "/notices/"


class TestReminding:
    def test_about_an_account_from_a_dialog(self, as_alice: Client, alice: User, account: Account) -> None:
        form = as_alice.get(reverse("notices:remind"), {"account": account.pk}, **HTMX).content.decode()
        assert "About <b>Ostrelle</b>" in form
        at = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
        sent = {"account": account.pk, "text": "Ask", "at": at}
        answer = as_alice.post(reverse("notices:remind"), sent, **HTMX).content.decode()
        assert "data-added" in answer
        reminder = Reminder.objects.get()
        assert (reminder.user, reminder.account, reminder.text) == (alice, account, "Ask")
        page = as_alice.get(reverse("notices:page")).content.decode()
        assert "Ask" in page
        as_alice.post(reverse("notices:drop", args=[reminder.pk]))
        assert not Reminder.objects.exists()

    def test_what_was_typed_is_kept_beside_the_sentence(self, as_alice: Client) -> None:
        for at, said in (("2020-01-01T09:00", "still to come"), ("soon", "Give the day and time")):
            answer = as_alice.post(reverse("notices:remind"), {"text": "Ask <b>", "at": at})
            assert answer.status_code == 422
            html = answer.content.decode()
            assert said in html
            assert "Ask &lt;b&gt;" in html

    def test_of_a_task_and_before_a_meeting(self, as_alice: Client, alice: User, account: Account) -> None:
        task = tasks.add_task(alice, "T", today())
        starts = timezone.now() + timedelta(days=1)
        meeting = Meeting.objects.create(account=account, uid="u", title="Kick-off", starts_at=starts, ends_at=starts,
                                         zone="UTC", edited_at=starts)  # fmt: skip
        at = starts.strftime("%Y-%m-%dT%H:%M")
        as_alice.post(reverse("notices:remind"), {"task": str(task.pk), "at": at})
        as_alice.post(reverse("notices:remind"), {"meeting": str(meeting.pk), "minutes": "60"})
        assert [(one.task, one.meeting, one.minutes_before) for one in Reminder.objects.order_by("pk")] == [
            (task, None, None), (None, meeting, 60)
        ]  # fmt: skip
        wrong = as_alice.post(reverse("notices:remind"), {"meeting": str(meeting.pk), "minutes": "7"})
        assert "beginning and a week before" in wrong.content.decode()
        assert as_alice.get(reverse("notices:remind"), {"task": "999"}).status_code == 404


def test_who_may_be_named_is_offered(as_alice: Client, bob: User, person: Any) -> None:
    person("customer", "Bobine")
    html = as_alice.get(reverse("notices:people"), {"q": "bo"}).content.decode()
    assert 'data-name="Bob"' in html
    assert "Bobine" not in html
    assert as_alice.get(reverse("notices:people"), {"q": " \0"}).content.decode().strip() == ""


def test_by_mail_and_a_calendar_on_ones_own_page(as_alice: Client, alice: User) -> None:
    as_alice.post(reverse("notices:mail"), {"mail": "1"})
    made = as_alice.post(reverse("calendar-make"), follow=True).content.decode()
    assert "No more mails" in made
    address = made.partition('<span class="tn-secret">')[2].partition("<")[0]
    assert as_alice.get(address).status_code == 200
    again = as_alice.get(reverse("me")).content.decode()
    assert address not in again
    assert "not read yet" not in again
    as_alice.post(reverse("calendar-revoke"))
    assert as_alice.get(address).status_code == 404
