"""Notices: who is named and told once, reminders at their moment, and one mail for all that waits."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as sent
from django.http import Http404
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account
from tenure.work import tasks, verbs
from tenure.work.meetings import verbs as meetings
from tenure.work.messages import sending
from tenure.work.messages.models import Mail
from tenure.work.models import Touchpoint
from tenure.work.notices import mailing, mentions, reminders
from tenure.work.notices.models import Notice
from tenure.work.notices.verbs import choose_mail, mark, mark_all_read, notify, of, unread

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


def titles(user: User) -> list[str]:
    return list(of(user).values_list("title", flat=True))


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("@Bob please look", ["Bob"]),
            ("(@bob) and @LEA.", ["Bob", "Lea"]),
            ("@Bobby, write to bob@example.com or to a@lea", []),
            ("@Lea Brandt-Ruiz and @Lea", ["Lea Brandt-Ruiz", "Lea"]),
            ("@anna.k: see @@Bob", ["Anna Kowalska"]),
            ("@Cyril is the customer, @Gone has left", []),
        ],
    )
    def test_by_name_or_address_and_nobody_else(
        self, person: Any, bob: User, lea: User, text: str, names: list[str]
    ) -> None:
        User.objects.create_user("ruiz@example.com", name="Lea Brandt-Ruiz", role="viewer")
        User.objects.create_user("anna.k@example.com", name="Anna Kowalska", role="csm")
        person("customer", "Cyril")
        person("csm", "Gone", is_active=False)
        assert [user.name for user, _ in mentions.mentioned(text)] == names

    def test_of_one_name_both_are_told(self, bob: User) -> None:
        other = User.objects.create_user("bob2@example.com", name="Bob", role="csm")
        assert {user for user, _ in mentions.mentioned("Ask @Bob")} == {bob, other}

    def test_told_once_however_often_it_is_edited_and_never_oneself(
        self, account: Account, alice: User, bob: User, lea: User
    ) -> None:
        note = verbs.write_touchpoint(alice, account, "@Bob and @Alice: they plan in a spreadsheet.")
        note = verbs.edit_touchpoint(alice, note, "@Bob and @Lea: again.", "note", seen=verbs.version(note))
        assert (titles(alice), titles(bob), titles(lea)) == (
            [],
            ["Alice named you on Ostrelle"],
            ["Alice named you on Ostrelle"],
        )
        told = of(bob).get()
        assert (told.about_kind, told.about_id, told.actor) == ("touchpoint", note.pk, alice)
        assert told.text == "@Bob and @Alice: they plan in a spreadsheet."

    def test_a_task_tells_too_and_of_a_long_text_the_part(self, alice: User, bob: User, account: Account) -> None:
        tasks.add_task(alice, "Ask them", today(), account=account, note="word " * 200 + "@Bob knows " + "word " * 200)
        told = of(bob).get()
        assert told.title == "Alice named you: Ask them"
        assert "@Bob knows" in told.text
        assert len(told.text) <= 300


class TestReading:
    def test_once_read_and_unread_again(self, bob: User, lea: User) -> None:
        for _ in range(2):
            notice = notify(bob, Notice.Kind.MENTION, "k", "T")
        assert notice is not None
        assert unread(bob) == 1
        with pytest.raises(Http404):
            mark(lea, notice.pk, read=True)
        at = mark(bob, notice.pk, read=True).read_at
        assert mark(bob, notice.pk, read=True).read_at == at
        assert unread(bob) == 0
        mark(bob, notice.pk, read=False)
        assert (unread(bob), mark_all_read(bob), unread(bob)) == (1, 1, 0)

    def test_who_reads_no_accounts_is_told_nothing(self, person: Any) -> None:
        assert notify(person("customer"), Notice.Kind.MENTION, "k", "T") is None


class TestReminders:
    def test_at_its_moment_and_once(self, alice: User, account: Account) -> None:
        at = timezone.now() + timedelta(hours=3)
        reminder = reminders.remind(alice, at, "Ask about the budget", account=account)
        assert reminders.tell_due(at - timedelta(seconds=1)) == 0
        assert [reminders.tell_due(at), reminders.tell_due(at)] == [1, 0]
        told = of(alice).get()
        assert (told.title, told.account, told.kind) == ("Ask about the budget", account, "reminder")
        with pytest.raises(Http404):
            reminders.drop(alice, reminder.pk)

    def test_of_a_task_that_is_done_nobody_is_reminded(self, alice: User) -> None:
        at = timezone.now() + timedelta(hours=3)
        done, open_ = (tasks.add_task(alice, title, today()) for title in ("Done", "Open"))
        for task in (done, open_):
            reminders.remind(alice, at, task=task)
        tasks.finish(alice, done.pk)
        assert reminders.tell_due(at) == 1
        assert [(notice.title, notice.about_id) for notice in of(alice)] == [("Open", str(open_.pk))]

    def test_before_a_meeting_it_moves_with_it(self, alice: User, account: Account) -> None:
        day = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=5)
        agreed = meetings.Plan("Kick-off", day.replace(tzinfo=None), 30, "UTC")
        meeting = meetings.plan(alice, account, agreed, [])
        for minutes in (60, 15):
            reminder = reminders.remind_before(alice, meeting, minutes)
        assert reminders.to_come(alice).get().due_at == day - timedelta(minutes=15)
        later = meetings.Plan("Kick-off", day.replace(tzinfo=None) + timedelta(days=1), 30, "UTC")
        meetings.change(alice, meeting, later, [], [], seen=meetings.version(meeting))
        reminder.refresh_from_db()
        assert reminder.due_at == day + timedelta(days=1) - timedelta(minutes=15)
        meeting.refresh_from_db()
        meetings.cancel(alice, meeting, seen=meetings.version(meeting))
        assert not reminders.to_come(alice).exists()

    @pytest.mark.parametrize(
        ("at", "text", "said"),
        [
            (timedelta(minutes=-1), "T", "still to come"),
            (timedelta(days=4000), "T", "ten years"),
            (timedelta(days=1), " ", "Say what"),
            (timedelta(days=1), "x" * 201, "at most 200"),
        ],
    )
    def test_what_is_none_is_said(self, alice: User, at: timedelta, text: str, said: str) -> None:
        with pytest.raises(NotAccepted, match=said):
            reminders.remind(alice, timezone.now() + at, text)


class TestMail:
    def test_all_that_waits_in_one_mail_that_is_sent_once(self, bob: User, account: Account, settings: Any) -> None:
        settings.TENURE_URL = ""
        settings.TENURE_URL = "https://tenure.example"
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        notify(bob, Notice.Kind.MENTION, "before", "Not by mail")
        choose_mail(bob, True)
        first = notify(bob, Notice.Kind.MENTION, "1", "Lea *named* you", text="<b>@Bob</b>", account=account)
        notify(bob, Notice.Kind.REMINDER, "2", "Ask about the budget")
        read = notify(bob, Notice.Kind.REMINDER, "3", "Read already")
        assert first is not None
        assert read is not None
        mark(bob, read.pk, read=True)
        assert [mailing.mail_out(), mailing.mail_out()] == [1, 0]
        mail = Mail.objects.get()
        assert (mail.kind, mail.subject, mail.to_email) == ("notice", "2 notices", bob.email)
        for _ in range(2):
            sending.deliver(mail.pk)
        text = str(sent.outbox[0].body)
        assert len(sent.outbox) == 1
        assert "Lea *named* you" in text
        assert "<b>@Bob</b>" in text
        assert f"https://tenure.example/notices/{first.pk}/" in mail.html
        assert not {"Read already", "Not by mail"} & set(text.splitlines())
        assert not Touchpoint.objects.exists()

    def test_switched_off_nothing_is_owed(self, bob: User) -> None:
        choose_mail(bob, True)
        notify(bob, Notice.Kind.MENTION, "1", "T")
        choose_mail(bob, False)
        assert mailing.mail_out() == 0


def test_the_schedule_tells_and_mails(alice: User, settings: Any) -> None:
    from tenure.work.notices.tasks import tell_due

    choose_mail(alice, True)
    reminders.remind(alice, timezone.now() + timedelta(hours=1), "Look")
    with time_machine.travel(datetime.now(tz=timezone.get_default_timezone()) + timedelta(hours=2)):
        assert tell_due.func() == 2
        assert tell_due.func() == 0
