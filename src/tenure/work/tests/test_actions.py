"""Touchpoints and meetings with who took part, what was decided, and tasks for what is to be done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change
from tenure.work import verbs
from tenure.work.actions import Action, actions_of, add_actions
from tenure.work.meetings import verbs as meetings
from tenure.work.meetings.models import Meeting
from tenure.work.models import Task, Touchpoint

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 1)


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


@pytest.fixture
def mats(account: Account) -> Contact:
    return Contact.objects.create(id="C1", account=account, name="Mats Eklund", email="mats@ostrelle.example")


@pytest.fixture
def call(alice: User, account: Account, mats: Contact, bob: User) -> Touchpoint:
    return verbs.write_touchpoint(
        alice, account, "Went through the *numbers*.", "call",
        more=verbs.More("Quarterly call", ["Go on with 20 seats", " "], [mats.pk], [bob.email]),
        actions=[Action("Send the quote", DUE, priority=1), Action("Name a champion", DUE, contact=mats)],
    )  # fmt: skip


def test_all_of_it_is_written_at_once(call: Touchpoint, alice: User, mats: Contact, bob: User) -> None:
    assert (call.subject, call.decisions, call.contact_id) == ("Quarterly call", ["Go on with 20 seats"], "C1")
    assert call.participants == ["Mats Eklund", "Bob"]
    assert [(one.contact, one.user) for one in call.people.order_by("pk")] == [(mats, None), (None, bob)]
    ours, theirs = actions_of(("touchpoint", call.pk))
    assert (ours.owner, ours.contact, ours.shared, ours.priority) == (alice, None, False, 1)
    assert (theirs.owner, theirs.contact, theirs.shared, theirs.account_id) == (alice, mats, True, "A1")


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action(" ", DUE), "Action item 2: Say in a few words"),
        (Action("Far", date(2099, 1, 1)), "Action item “Far”: .*ten years"),
    ],
)
def test_one_that_does_not_fit_is_named_and_nothing_is_kept(
    alice: User, account: Account, action: Action, said: str
) -> None:
    with pytest.raises(NotAccepted, match=said):
        verbs.write_touchpoint(alice, account, "Text", actions=[Action("Fine", DUE), action])
    assert not Task.objects.exists()
    assert not Touchpoint.objects.exists()


def test_a_contact_of_another_account_is_refused(alice: User, account: Account) -> None:
    other = Account.objects.create(id="A2", name="Another")
    stranger = Contact.objects.create(id="C2", account=other, name="Stranger")
    with pytest.raises(NotAccepted, match="Stranger is no contact of Ostrelle"):
        add_actions(alice, account, ("review", "R1"), [Action("T", DUE, contact=stranger)])
    with pytest.raises(NotAccepted, match="not there any more"):
        verbs.write_touchpoint(alice, account, "Text", more=verbs.More(contacts=["C2"]))


def test_edited_as_a_whole_or_only_its_text(call: Touchpoint, alice: User, mats: Contact) -> None:
    seen = verbs.version(call)
    edited = verbs.edit_touchpoint(alice, call, "Anew.", "call", seen=seen)
    assert (edited.subject, edited.decisions, edited.people.count()) == ("Quarterly call", ["Go on with 20 seats"], 2)
    more = verbs.More("Call", ["Wait"], [mats.pk])
    edited = verbs.edit_touchpoint(alice, edited, "Anew.", "call", seen=verbs.version(edited), more=more)
    assert (edited.subject, edited.decisions, edited.participants) == ("Call", ["Wait"], ["Mats Eklund"])
    with pytest.raises(ChangedMeanwhile):
        verbs.edit_touchpoint(alice, edited, "Late.", "call", seen=seen, more=more, actions=[Action("T", DUE)])
    assert Task.objects.count() == 2


def test_deleted_and_brought_back_with_everything(call: Touchpoint, alice: User, mats: Contact, bob: User) -> None:
    deleted = verbs.delete_touchpoint(alice, call, seen=verbs.version(call))
    back = verbs.restore_touchpoint(alice, deleted)
    assert (back.subject, back.decisions, back.contact_id) == ("Quarterly call", ["Go on with 20 seats"], "C1")
    assert back.participants == ["Mats Eklund", "Bob"]
    assert [(one.contact, one.user) for one in back.people.order_by("pk")] == [(mats, None), (None, bob)]


def test_a_meeting_that_was_held_leaves_the_same(alice: User, account: Account, mats: Contact) -> None:
    begun = timezone.now() - timedelta(hours=2)
    meeting = Meeting.objects.create(
        account=account, uid="u", title="Kick-off", starts_at=begun, ends_at=begun + timedelta(hours=1), zone="UTC",
        organiser=alice, edited_at=begun,
    )  # fmt: skip
    meeting.attendees.create(contact_id=mats.pk, name="Mats Eklund")
    meeting.attendees.create(user=alice, name="Alice")
    for title in ("First", "Second"):
        meeting.refresh_from_db()
        meetings.hold(alice, meeting, "Notes", ["Go"], ["Mats Eklund"], seen=meetings.version(meeting),
                      actions=[Action(title, today(), contact=mats)])  # fmt: skip
    touchpoint = Touchpoint.objects.get()
    assert [one.contact for one in touchpoint.people.all()] == [mats]
    assert [task.title for task in actions_of(("meeting", str(meeting.pk)))] == ["First", "Second"]
    assert Change.objects.filter(verb="meeting.held").count() == 2
