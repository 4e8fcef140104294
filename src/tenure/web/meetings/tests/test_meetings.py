"""Meetings from the invitation to what was decided, as pages and as calendars see them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from tenure.company.models import User, settings_row
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.work.mailbox.taking import take_in
from tenure.work.meetings import verbs
from tenure.work.meetings.models import Meeting
from tenure.work.messages.models import Mail
from tenure.work.models import Message, Touchpoint

pytestmark = pytest.mark.django_db
STARTS = datetime(2027, 3, 4, 10)  # noqa: DTZ001 - of the zone of its plan


def agreed(**changes: Any) -> verbs.Plan:
    values: dict[str, Any] = {"title": "Kick-off", "starts": STARTS, "minutes": 45, "zone": "Europe/Paris"}
    return verbs.Plan(**values | changes)


@pytest.fixture
def account(alice: User) -> Account:
    settings_row()
    made = Account.objects.create(id="A1", name="Ostrelle", owner=alice)
    Contact.objects.create(id="C1", account=made, name="Ada Ferreira", email="ada@ostrelle.example")
    Contact.objects.create(id="C2", account=made, name="Ben Okoye", email="ben@ostrelle.example")
    Contact.objects.create(id="C3", account=made, name="Cleo Without", email="")
    return made


@pytest.fixture
def meeting(alice: User, account: Account, bob: User) -> Meeting:
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC)):
        return verbs.plan(alice, account, agreed(agenda="1. Goals"), ["C1", "C2", "C3"], [bob.email])


def event(mail: Mail) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(mail.calendar)
    return calendar, calendar.walk("VEVENT")[0]


def to(address: str) -> Mail:
    return Mail.objects.filter(to_email=address, kind="invitation").latest("meeting__sequence", "message", "subject")


def test_everybody_with_an_address_is_invited_once(meeting: Meeting) -> None:
    assert sorted(Mail.objects.values_list("to_email", flat=True)) == [
        "ada@ostrelle.example", "alice@example.com", "ben@ostrelle.example", "bob@example.com",
    ]  # fmt: skip
    calendar, invited = event(to("ada@ostrelle.example"))
    assert calendar["METHOD"] == "REQUEST"
    assert (invited["SEQUENCE"], str(invited["UID"])) == (0, meeting.uid)
    assert invited["DTSTART"].dt == datetime(2027, 3, 4, 9, tzinfo=UTC)
    assert invited["DTEND"].dt - invited["DTSTART"].dt == timedelta(minutes=45)
    assert str(invited["ORGANIZER"]) == "mailto:alice@example.com"
    assert sorted(str(one) for one in invited["ATTENDEE"]) == [
        "mailto:ada@ostrelle.example", "mailto:alice@example.com", "mailto:ben@ostrelle.example",
        "mailto:bob@example.com",
    ], "nobody is made up an address"  # fmt: skip
    mail = to("ada@ostrelle.example")
    assert mail.subject == "Invitation: Kick-off"
    assert "4 March 2027, 10:00 to 10:45 (Europe/Paris)" in mail.text


def test_a_change_counts_up_and_who_is_out_is_told(meeting: Meeting, alice: User) -> None:
    Mail.objects.all().delete()
    verbs.change(alice, meeting, agreed(title="Start"), ["C1"], [], seen=verbs.version(meeting))
    sent = {mail.to_email: event(mail) for mail in Mail.objects.all()}
    methods = {address: (str(calendar["METHOD"]), one["SEQUENCE"]) for address, (calendar, one) in sent.items()}
    assert methods == {
        "ada@ostrelle.example": ("REQUEST", 1), "alice@example.com": ("REQUEST", 1),
        "ben@ostrelle.example": ("CANCEL", 1), "bob@example.com": ("CANCEL", 1),
    }  # fmt: skip
    assert str(sent["ada@ostrelle.example"][1]["UID"]) == meeting.uid


def test_a_cancelled_meeting_leaves_the_calendars(meeting: Meeting, alice: User) -> None:
    Mail.objects.all().delete()
    verbs.cancel(alice, meeting, seen=verbs.version(meeting))
    assert {str(event(mail)[0]["METHOD"]) for mail in Mail.objects.all()} == {"CANCEL"}
    assert {str(event(mail)[1]["STATUS"]) for mail in Mail.objects.all()} == {"CANCELLED"}


def test_what_came_of_it_stands_on_the_timeline_and_can_be_written_anew(meeting: Meeting, alice: User) -> None:
    with time_machine.travel(datetime(2027, 3, 4, 8, tzinfo=UTC)), pytest.raises(NotAccepted, match="has not begun"):
        verbs.hold(alice, meeting, "Soon", [], [], seen=verbs.version(meeting))
    with time_machine.travel(datetime(2027, 3, 4, 11, tzinfo=UTC)):
        held = verbs.hold(
            alice, meeting, "Good.", ["Start on Monday", " "], ["Ada Ferreira"], seen=verbs.version(meeting)
        )
        verbs.hold(alice, held, "Better.", ["Start on Monday"], ["Ada Ferreira"], seen=verbs.version(held))
    row = Touchpoint.objects.get()
    assert (row.kind, row.participants, row.decisions) == ("meeting", ["Ada Ferreira"], ["Start on Monday"])
    assert row.body == "Better.\n\n**Decided**\n\n- Start on Monday"
    assert row.occurred_at == meeting.starts_at


def test_who_writes_down_what_came_of_it_stands_once_among_those_who_do_it(
    client: Client, meeting: Meeting, alice: User
) -> None:
    with time_machine.travel(datetime(2027, 3, 4, 11, tzinfo=UTC)):
        client.force_login(alice)
        page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    (first, *_) = page.split('name="action_by"')[1:]
    options = re.findall(r"<option[^>]*>([^<]+)</option>", first.partition("</select>")[0])
    assert options[0] == "You"
    assert "Bob" in options
    assert str(alice) not in options


def test_an_attendee_answers_from_a_calendar_and_nobody_for_another(meeting: Meeting) -> None:
    def answer(sender: str, attendee: str) -> None:
        content = (
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{meeting.uid}\r\n"
            f"DTSTAMP:20270301T000000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{attendee}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        head = f"From: {sender}\r\nMessage-ID: <{sender}>\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
        take_in((head + content).encode(), "mailbox")

    answer("ben@ostrelle.example", "ada@ostrelle.example")
    assert not meeting.attendees.exclude(answer="").exists()
    answer("ada@ostrelle.example", "ada@ostrelle.example")
    assert meeting.attendees.get(contact_id="C1").answer == "accepted"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Give the meeting a title"),
        ({"minutes": 0}, "between a minute and three days"),
        ({"link": "javascript:alert(1)"}, "is no address of the web"),
        ({"zone": "Mars/Olympus"}, "is no time zone"),
        ({"starts": datetime(2027, 3, 28, 2, 30)}, "02:30 does not exist on that day in Europe/Paris"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_planned_is_a_sentence(
    alice: User, account: Account, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(NotAccepted, match=sentence):
        verbs.plan(alice, account, agreed(**changes), ["C1"])


def test_a_title_cannot_write_lines_into_a_calendar(alice: User, account: Account) -> None:
    verbs.plan(alice, account, agreed(title="Hi\r\nATTENDEE:mailto:x@evil.example"), ["C1"])
    _, invited = event(to("ada@ostrelle.example"))
    assert "evil" not in str(invited["ATTENDEE"])
    assert str(invited["SUMMARY"]) == "Hi ATTENDEE:mailto:x@evil.example"


def test_others_do_not_and_the_later_of_two_is_told(meeting: Meeting, alice: User, bob: User, vera: User) -> None:
    for user in (bob, vera):
        with pytest.raises(Http404):
            verbs.cancel(user, meeting, seen=verbs.version(meeting))
    seen = verbs.version(meeting)
    verbs.change(alice, meeting, agreed(title="One"), ["C1"], [], seen=seen)
    with pytest.raises(ChangedMeanwhile):
        verbs.change(alice, meeting, agreed(title="Two"), ["C1"], [], seen=seen)


def test_the_pages_plan_change_and_keep_what_was_typed(client: Client, alice: User, account: Account) -> None:
    client.force_login(alice)
    form = {"title": "Kick-off", "starts": "2027-03-04T10:00", "minutes": "45", "zone": "Europe/Paris", "to": ["C1"]}
    wrong = client.post("/meetings/plan/A1/", form | {"zone": "Nowhere"})
    assert (wrong.status_code, 'value="Kick-off"' in wrong.content.decode()) == (422, True)
    made = client.post("/meetings/plan/A1/", form)
    page = client.get(made["Location"]).content.decode()
    assert "4 March 2027, 10:00 to 10:45 (Europe/Paris)" in page
    pk = Meeting.objects.get().pk
    again = client.get(f"/meetings/{pk}/edit/")
    assert again.context["typed"]["starts"] == "2027-03-04T10:00"
    ics = client.get(f"/meetings/{pk}/meeting.ics")
    assert Calendar.from_ical(ics.content)["METHOD"] == "PUBLISH"
    assert client.post(f"/meetings/{pk}/cancel/", {"seen": again.context["seen"]}).status_code == 302
    assert Meeting.objects.get().state == "cancelled"


@pytest.mark.parametrize(
    ("url", "most"), [("/meetings/", 5), ("/meetings/?past=1&whose=mine", 5), ("/meetings/plan/A1/", 8)]
)
def test_a_page_asks_no_more_queries_than_before(
    client: Client, ada: User, account: Account, url: str, most: int
) -> None:
    now = timezone.now()
    for number in range(60):
        Meeting.objects.create(
            account=account, organiser=ada, uid=str(number), title="T", zone="UTC", edited_at=now,
            starts_at=now + timedelta(days=number - 20), ends_at=now + timedelta(days=number - 20, hours=1),
        )  # fmt: skip
    client.force_login(ada)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) == most <= 15, "\n".join(query["sql"][:160] for query in asked)


def test_the_accounts_page_has_what_is_to_come_and_what_was_not_written_down(
    client: Client, meeting: Meeting, vera: User, alice: User
) -> None:
    now = timezone.now()
    Message.objects.create(account=meeting.account, author=alice, subject="A draft for {{ account.name }}", body="x",
                           edited_at=now, changed_at=now)  # fmt: skip
    Message.objects.create(account=meeting.account, author=alice, subject="Sent", body="x", state="sent", edited_at=now,
                           changed_at=now)  # fmt: skip
    client.force_login(vera)

    def shown(at: datetime) -> str:
        Meeting.objects.update(starts_at=at, ends_at=at + timedelta(minutes=30))
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/meetings/of/A1/").content.decode()
        assert len(asked) <= 9
        return page

    coming, over = shown(now + timedelta(days=1)), shown(now - timedelta(days=1))
    assert all("Kick-off" in one and "A draft for Ostrelle" in one and "Sent" not in one for one in (coming, over))
    assert ("what came of it?" in coming, "what came of it?" in over) == (False, True)
    Meeting.objects.update(state="held")
    Message.objects.all().delete()
    assert "No meeting is planned" in client.get("/meetings/of/A1/").content.decode()


def test_who_edits_a_meeting_that_was_called_off_is_told_so(alice: User, meeting: Meeting) -> None:
    seen = verbs.version(meeting)
    verbs.cancel(alice, meeting, seen=seen)
    with pytest.raises(NotAccepted, match="This meeting is cancelled"):
        verbs.change(alice, meeting, agreed(title="Later"), ["C1"], [], seen=seen)
