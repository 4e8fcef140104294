"""Messages and meetings of steps, reminders; steps that are done because it happened."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact, ProductUser
from tenure.journal.models import Change
from tenure.library.models import Document
from tenure.onboarding import doing, writing
from tenure.onboarding.models import Plan, Step
from tenure.onboarding.reading import opened
from tenure.onboarding.reckoning import reckon_stale, stale
from tenure.onboarding.tests.conftest import BEGINS
from tenure.work.meetings import verbs as meetings
from tenure.work.models import Mail, Meeting, Message, Task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
At = Callable[[date], None]
AGREED = meetings.Plan("Kick-off", datetime(2026, 9, 30, 10), 45, "Europe/Paris", "1. Goals")  # noqa: DTZ001


def test_a_step_has_one_message_from_its_template(plan: Plan, alice: User) -> None:
    message = writing.begin_message(alice, plan.pk, "welcome", ["C1"])
    assert (message.template, message.account_id, message.state) == ("welcome", "A1", "draft")
    assert writing.begin_message(alice, plan.pk, "welcome", ["C1"]).pk == message.pk
    assert [one.mail.to_name for one in writing.written(opened(plan))] == ["Ada Ferreira"]


def test_one_without_a_template_in_force_is_said(plan: Plan, alice: User) -> None:
    Document.objects.filter(key="welcome").update(state="retired")
    with pytest.raises(NotAccepted, match="The message template welcome is not in force any more"):
        writing.begin_message(alice, plan.pk, "welcome", ["C1"])
    with pytest.raises(NotAccepted):
        writing.begin_message(alice, plan.pk, "data", ["C1"])


def test_a_message_is_for_the_role_it_is_written_for_or_for_everybody(account: Account) -> None:
    template, _ = writing.template_of("welcome")  # for a champion
    assert [one.pk for one in writing.recipients(account, template, BEGINS)] == ["C1"]
    Contact.objects.create(id="C2", account=account, name="Bo Lind", email="bo@ostrelle.test", role="champion")
    assert [one.pk for one in writing.recipients(account, template, BEGINS)] == ["C2"]


class TestWhatHappened:
    def sent(self, plan: Plan, alice: User) -> Message:
        message = writing.begin_message(alice, plan.pk, "welcome", ["C1"])
        Mail.objects.filter(message=message).update(state="sent", sent_at=timezone.now())
        Message.objects.filter(pk=message.pk).update(state="sent", changed_at=timezone.now())
        return message

    def test_a_message_that_went_out_is_a_step_done(self, plan: Plan, alice: User) -> None:
        self.sent(plan, alice)
        assert list(stale(BEGINS)) == [plan]
        assert reckon_stale() == 1
        task = Task.objects.get(onboarding_step__key="welcome")
        assert (task.state, task.finished_by) == ("done", alice)
        assert Change.objects.get(verb="task.done").origin == "onboarding"
        assert not stale(BEGINS).exists()

    def test_who_opens_the_step_again_is_believed(self, plan: Plan, alice: User) -> None:
        self.sent(plan, alice)
        reckon_stale()
        doing.reopen_step(alice, plan.pk, "welcome")
        reckon_stale()
        assert Task.objects.get(onboarding_step__key="welcome").is_open

    def test_who_opened_it_shows(self, plan: Plan, alice: User) -> None:
        self.sent(plan, alice)
        assert [(one.band, one.word) for one in writing.written(opened(plan))] == [("info", "Sent")]
        Mail.objects.update(first_opened_at=timezone.now())
        assert [(one.band, one.word) for one in writing.written(opened(plan))] == [("good", "Opened")]

    def test_a_meeting_that_was_held_is_a_step_done_on_its_day(self, plan: Plan, alice: User, at: At) -> None:
        meeting = writing.arrange(alice, plan.pk, "kick_off", AGREED, ["C1"], [])
        assert Mail.objects.filter(meeting=meeting).count() == 2  # Ada and Alice
        at(BEGINS + 4 * DAY)
        meetings.hold(alice, meeting, "Fine.", ["Begin in May"], ["Ada"], seen=meetings.version(meeting))
        reckon_stale()
        assert opened(Plan.objects.get()).by_key["kick_off"].bar.finish == BEGINS + 2 * DAY

    def test_a_meeting_is_planned_once_and_anew_when_it_was_cancelled(self, plan: Plan, alice: User) -> None:
        meeting = writing.arrange(alice, plan.pk, "kick_off", AGREED, ["C1"], [])
        with pytest.raises(NotAccepted, match="planned already"):
            writing.arrange(alice, plan.pk, "kick_off", AGREED, ["C1"], [])
        meetings.cancel(alice, meeting, seen=meetings.version(meeting))
        writing.arrange(alice, plan.pk, "kick_off", AGREED, ["C1"], [])
        assert Step.objects.get(key="kick_off").meeting_id == Meeting.objects.latest("pk").pk != meeting.pk

    def test_what_is_wrong_about_a_meeting_is_said(self, plan: Plan, alice: User) -> None:
        with pytest.raises(NotAccepted, match="no contact of this account"):
            writing.arrange(alice, plan.pk, "kick_off", AGREED, ["C9"], [])
        assert not Meeting.objects.exists()


class TestReminding:
    def test_users_who_are_no_contacts_become_contacts_once(self, plan: Plan, account: Account, alice: User) -> None:
        ProductUser.objects.create(id="U1", account=account, name="Ada F.", email="ADA@ostrelle.test")
        ProductUser.objects.create(id="U2", account=account, name="Cy Blum", email="cy@ostrelle.test")
        for _ in range(2):
            message = writing.remind(alice, plan.pk, ["U1", "U2"])
        assert sorted(message.mails.values_list("to_email", flat=True)) == ["ada@ostrelle.test", "cy@ostrelle.test"]
        made = Contact.objects.get(user_id="U2")
        assert (made.name, made.role, Contact.objects.count()) == ("Cy Blum", "end_user", 2)
        assert message.template == "sign_in_reminder"

    def test_nobody_to_write_to_is_said_and_strangers_are_not_written_to(
        self, plan: Plan, account: Account, alice: User
    ) -> None:
        other = Account.objects.create(id="A2")
        ProductUser.objects.create(id="U1", account=other, email="eve@other.test")
        ProductUser.objects.create(id="U2", account=account, email="")
        with pytest.raises(NotAccepted, match="nobody can be reminded"):
            writing.remind(alice, plan.pk, ["U1", "U2"])
