"""Sending once, against a mail server that takes, refuses, breaks off, or is not there."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.work.messages import deciding, drafting, sending, stops, transport
from tenure.work.messages.models import Mail, MailStop, Message
from tenure.work.messages.recording import to_timeline
from tenure.work.messages.rendering import text_foot
from tenure.work.messages.tests.conftest import MailServer, mail_of
from tenure.work.models import Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(alice: User, draft: Message) -> Mail:
    """Approved and due."""
    return mail_of(deciding.submit(alice, draft, seen=drafting.version(draft)))


def now_of(mail: Mail) -> Mail:
    return Mail.objects.select_related("message").get(pk=mail.pk)


def test_it_arrives_as_it_was_written_and_stands_on_the_timeline(server: MailServer, mail: Mail, alice: User) -> None:
    assert sending.deliver(mail.pk) == "sent"
    (arrived,) = server.mails
    assert arrived["Subject"] == "News for Ostrelle"
    assert arrived["To"] == "Ada Ferreira <ada@ostrelle.example>"
    assert (arrived["From"], arrived["Reply-To"]) == ("Alice <alice@example.com>", "alice@example.com")
    assert arrived["Message-ID"] == mail.header_id
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    row = Touchpoint.objects.get()
    assert (row.kind, row.direction, row.contact_id, row.csm_id, row.author) == (
        "email",
        "out",
        "C1",
        alice.email,
        None,
    )
    assert "Hello Ada" in row.body
    assert (now_of(mail).state, now_of(mail).message.state) == ("sent", "sent")  # type: ignore[union-attr]


def test_the_timeline_has_not_the_recipient_s_link_to_have_no_more(mail: Mail, settings: Any) -> None:
    settings.TENURE_URL = "https://tenure.example"
    mail.text = f"Hello Ada\n{text_foot(mail)}"
    assert "No more such messages" in mail.text
    to_timeline(mail)
    assert Touchpoint.objects.get().body == "Hello Ada\n"


def test_a_second_attempt_sends_nothing(server: MailServer, mail: Mail) -> None:
    sending.deliver(mail.pk)
    assert sending.deliver(mail.pk) == "not due"
    assert (len(server.mails), Touchpoint.objects.count()) == (1, 1)


def test_of_two_workers_one_sends(server: MailServer, mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first is talking to the server."""
    real, answers = transport.hand_over, []

    def meanwhile(one: Mail, before: Any) -> str:
        answers.append(sending.deliver(one.pk))
        return real(one, before)

    monkeypatch.setattr(sending, "hand_over", meanwhile)
    assert sending.deliver(mail.pk) == "sent"
    assert (answers, len(server.mails)) == (["not due"], 1)


@pytest.mark.parametrize(
    ("rcpt", "data", "state", "sentence"),
    [
        ("450 4.2.1 Busy", "250 OK", "queued", "The address was refused: 450 4.2.1 Busy"),
        ("550 5.1.1 No such user", "250 OK", "failed", "The address was refused: 550 5.1.1 No such user"),
        ("550 5.7.1 Relay denied", "250 OK", "failed", "Relay denied"),
        ("250 OK", "451 4.3.0 Later", "queued", "The mail server refused the mail: 451"),
        ("250 OK", "554 5.7.1 Spam", "failed", "The mail server refused the mail: 554"),
        ("250 OK", "drop", "unknown", "before it said whether it took it"),
    ],
)
def test_what_the_server_answers_decides(
    server: MailServer, mail: Mail, rcpt: str, data: str, state: str, sentence: str
) -> None:
    server.answer, server.at_data = rcpt, data
    assert sending.deliver(mail.pk) == state
    after = now_of(mail)
    assert (after.state, after.sent_at) == (state, None)
    assert sentence in after.problem
    assert not Touchpoint.objects.exists()
    assert MailStop.objects.filter(address="ada@ostrelle.example", kind="bounced").exists() == ("5.1.1" in rcpt)


def test_a_server_that_is_not_there_is_tried_again_and_given_up_at_last(server: MailServer, mail: Mail,
                                                                        settings: Any) -> None:  # fmt: skip
    settings.EMAIL_PORT = 1
    with time_machine.travel(timezone.now(), tick=False) as clock:
        waits = []
        while sending.deliver(mail.pk) == "queued":
            due = now_of(mail).due_at
            assert due is not None
            waits.append((due - timezone.now()).total_seconds() / 60)
            assert sending.deliver(mail.pk) == "not due"
            clock.move_to(due)
    assert waits == [1, 5, 15, 60, 180, 360, 720]
    assert now_of(mail).state == "failed"
    assert "cannot be reached" in now_of(mail).problem
    assert now_of(mail).message.state == "failed"  # type: ignore[union-attr]


class TestStopped:
    """A worker that dies: what is known decides, and what is not known is asked."""

    def test_before_it_was_handed_over_it_goes_again_by_itself(self, server: MailServer, mail: Mail) -> None:
        sending._claim(mail.pk)
        assert sending.deliver(mail.pk) == "not due"
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            assert sending.recover() == 1
            assert sending.deliver(mail.pk) == "sent"
        assert len(server.mails) == 1

    def test_afterwards_nobody_sends_it_again_silently(self, server: MailServer, mail: Mail) -> None:
        held = sending._claim(mail.pk)
        assert held is not None
        transport.hand_over(held, lambda: sending._mark(held))  # the server took it; then the worker was killed
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            assert sending.recover() == 1
            assert sending.send_due() == 0
            assert sending.deliver(mail.pk) == "not due"
        after = now_of(mail)
        assert (after.state, after.problem, len(server.mails)) == ("unknown", sending.STOPPED, 1)

    def test_a_person_who_found_it_says_so(self, server: MailServer, mail: Mail, alice: User) -> None:
        self.test_afterwards_nobody_sends_it_again_silently(server, mail)
        deciding.it_arrived(alice, now_of(mail))
        assert (now_of(mail).state, Touchpoint.objects.count(), len(server.mails)) == ("sent", 1, 1)

    def test_a_person_who_did_not_sends_it_again(self, server: MailServer, mail: Mail, alice: User) -> None:
        self.test_afterwards_nobody_sends_it_again_silently(server, mail)
        deciding.again(alice, now_of(mail))
        assert sending.deliver(mail.pk) == "sent"
        assert len(server.mails) == 2

    def test_one_that_was_only_slow_tells_the_truth_later(self, server: MailServer, mail: Mail) -> None:
        held = sending._claim(mail.pk)
        assert held is not None
        transport.hand_over(held, lambda: sending._mark(held))
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            sending.recover()
        assert sending.record_sent(held.pk, held.attempt)
        assert now_of(mail).state == "sent"

    def test_one_that_lost_the_mail_before_the_text_left_does_not_send(self, server: MailServer, mail: Mail) -> None:
        held = sending._claim(mail.pk)
        assert held is not None
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            sending.recover()
        with pytest.raises(sending._TakenAway):
            transport.hand_over(held, lambda: sending._mark(held))
        assert server.mails == []


def test_who_left_between_approval_and_sending_gets_nothing(server: MailServer, mail: Mail) -> None:
    Contact.objects.filter(pk="C1").update(left_on=timezone.now().date() - timedelta(days=1))
    assert sending.deliver(mail.pk) == "failed"
    assert "left on" in now_of(mail).problem
    stops.stop("ada@ostrelle.example", "opted_out")
    assert server.mails == []


def test_a_test_to_oneself_is_no_touchpoint(server: MailServer, alice: User, draft: Message, ada_f: Contact) -> None:
    test = deciding.send_test(alice, draft, ada_f)
    assert sending.deliver(test.pk) == "sent"
    (arrived,) = server.mails
    assert (arrived["Subject"], arrived["To"]) == ("[Test] News for Ostrelle", "Alice <alice@example.com>")
    assert not Touchpoint.objects.exists()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_name_cannot_write_headers(server: MailServer, alice: User, draft: Message) -> None:
    Contact.objects.filter(pk="C1").update(name='Ada\r\nBcc: spy@evil.example "x" <y@z.example>')
    User.objects.filter(pk=alice.pk).update(name="Alice\nCc: spy@evil.example")
    draft = Message.objects.select_related("account__owner").get(pk=draft.pk)
    mail = mail_of(deciding.submit(alice, draft, seen=drafting.version(draft)))
    assert sending.deliver(mail.pk) == "sent"
    (arrived,) = server.mails
    assert arrived["Bcc"] is None
    assert arrived["Cc"] is None
    assert [address.addr_spec for address in arrived["To"].addresses] == ["ada@ostrelle.example"]
