"""Mails that come in: matched, counted once, trimmed, or waiting for a person; and reading a mailbox."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as some

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.feedback.labelling import label_texts
from tenure.feedback.models import TextLabel
from tenure.jobs.problems import GiveUp
from tenure.work.mailbox import imap
from tenure.work.mailbox.parsing import new_part, parse
from tenure.work.mailbox.taking import take_in
from tenure.work.mailbox.tests.conftest import Box, raw
from tenure.work.messages.models import IncomingMail, Mail
from tenure.work.models import Touchpoint

pytestmark = pytest.mark.django_db
ADA = "Ada Ferreira <ada@ostrelle.example>"


def taken(mail: bytes) -> IncomingMail:
    row = take_in(mail, "mailbox")
    assert row is not None
    return row


class TestMatching:
    def test_a_reply_is_known_by_the_key_in_its_address_whoever_writes_it(self, sent: Mail) -> None:
        row = taken(raw("x@elsewhere.example", f"success+{sent.pk}@fernwell.example"))
        assert (row.state, row.mail, row.account_id, row.contact_id) == ("taken", sent, "A1", "")

    def test_a_reply_is_known_by_what_it_refers_to(self, sent: Mail) -> None:
        row = taken(raw(ADA, "alice@example.com", In_Reply_To=sent.header_id or ""))
        assert (row.mail, row.contact_id) == (sent, "C1")
        point = Touchpoint.objects.get()
        assert (point.kind, point.direction, point.body) == ("email", "in", "Thank you.")
        assert point.occurred_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
        further = taken(raw(ADA, "alice@example.com", Message_ID="<r2@o>", References="<r1@ostrelle.example>"))
        assert further.mail == sent

    def test_a_new_mail_is_known_by_its_sender(self, sent: Mail) -> None:
        row = taken(raw("BEN@ostrelle.example", "success@fernwell.example"))
        assert (row.mail, row.account_id, row.contact_id) == (None, "A1", "C2")

    def test_a_copy_of_what_a_colleague_wrote_is_known_by_whom_it_went_to(self, sent: Mail, alice: User) -> None:
        row = taken(raw("Alice <alice@example.com>", ADA, Delivered_To="success@fernwell.example"))
        point = Touchpoint.objects.get()
        assert (row.ours, row.contact_id, point.direction, point.csm_id) == (True, "C1", "out", alice.email)

    def test_who_is_unknown_waits_and_is_kept(self, sent: Mail) -> None:
        row = taken(raw("new@nowhere.example", "success@fernwell.example"))
        assert (row.state, row.why) == ("waiting", "Nobody with the address new@nowhere.example is known.")
        assert not Touchpoint.objects.exists()

    def test_an_address_of_two_accounts_waits(self, sent: Mail) -> None:
        other = Account.objects.create(id="A2", name="Other")
        Contact.objects.create(id="C9", account=other, email="ben@ostrelle.example")
        assert taken(raw("ben@ostrelle.example", "success@fernwell.example")).why.endswith("known at 2 accounts.")


def test_the_same_mail_counts_once(sent: Mail) -> None:
    first = taken(raw(ADA, "success@fernwell.example"))
    assert taken(raw(ADA, "success@fernwell.example", text="Thank you. Again.")).pk == first.pk
    assert Touchpoint.objects.count() == 1


def test_a_mail_without_an_id_is_named_by_its_content(sent: Mail) -> None:
    mail = raw(ADA, "success@fernwell.example", Message_ID="")
    assert taken(mail).pk == taken(mail).pk


def test_our_own_copy_is_no_news_and_settles_what_nobody_knew(sent: Mail) -> None:
    Mail.objects.update(state="unknown", sent_at=None)
    assert take_in(raw("alice@example.com", ADA, Message_ID=sent.header_id or ""), "mailbox") is None
    sent.refresh_from_db()
    assert (sent.state, Touchpoint.objects.count()) == ("sent", 1)


@pytest.mark.parametrize("header", ["auto-replied", "auto-generated"])
def test_what_no_person_wrote_is_left_out(sent: Mail, header: str) -> None:
    assert take_in(raw(ADA, "success@fernwell.example", Auto_Submitted=header), "mailbox") is None


def test_what_customers_write_is_labelled_and_what_we_write_is_not(sent: Mail) -> None:
    taken(raw(ADA, "success@fernwell.example", text="This is terrible, we are very disappointed."))
    taken(raw("alice@example.com", ADA, text="Great news, lovely to see you.", Message_ID="<c@x>"))
    label_texts()
    assert list(TextLabel.objects.values_list("told", flat=True)) == ["negative"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Yes.\n\nOn Mon, 2 Mar 2026 at 10:00, Alice wrote:\n> Hello", "Yes."),
        ("Yes.\n\nOn Mon, 2 Mar 2026 at 10:00, Alice Example\n<alice@example.com> wrote:\n> Hello", "Yes."),
        ("Yes.\n> Hello\nNo.", "Yes."),
        ("Yes.\n-- \nAda\nCOO", "Yes."),
        ("Yes.\n________________________________\nFrom: Alice\nHello", "Yes."),
        ("Ja.\nAm 02.03.2026 um 10:00 schrieb Alice:\n> Hallo", "Ja."),
        ("> only a quotation", "> only a quotation"),
        ("On Monday we begin.\nFine?", "On Monday we begin.\nFine?"),
    ],
)
def test_what_is_quoted_is_not_told_again(text: str, kept: str) -> None:
    assert new_part(text) == kept


def test_html_alone_becomes_words_and_attachments_are_named_and_not_kept() -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = ADA, "x@y.example", "Hi"
    made.set_content("<p>One &amp; <b>two</b></p><script>x()</script><blockquote>old</blockquote>", subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan\t.pdf")
    found = parse(made.as_bytes())
    assert found.text == "One & two"
    assert found.attachments == [{"name": "plan .pdf", "type": "application/pdf", "size": 4}]


@limits(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.binary(max_size=400))
def test_any_bytes_are_read_without_falling_over(content: bytes) -> None:
    found = parse(content)
    assert found.header_id
    assert len(found.subject) <= 300
    parse(
        b"From: a@b.example\r\nSubject: =?x?q?\xff?=\r\nDate: never\r\nContent-Type: text/plain; charset=none\r\n\r\n"
        + content
    )


class TestMailbox:
    def test_new_mails_are_taken_and_marked_as_read(self, box: Box, sent: Mail) -> None:
        box.mails = {1: raw(ADA, "success@fernwell.example"), 2: raw("x@y.example", "z@z.example", Message_ID="<2@x>")}
        assert imap.read_mailbox() == 2
        assert box.read == {1, 2}
        assert imap.read_mailbox() == 0
        assert IncomingMail.objects.count() == 2

    def test_one_that_was_interrupted_is_counted_once(self, box: Box, sent: Mail) -> None:
        box.mails = {1: raw(ADA, "success@fernwell.example")}
        imap.read_mailbox()
        box.read.clear()
        imap.read_mailbox()
        assert (IncomingMail.objects.count(), Touchpoint.objects.count()) == (1, 1)

    def test_a_mail_that_is_too_large_is_only_marked(self, box: Box, sent: Mail, monkeypatch: Any) -> None:
        monkeypatch.setattr(imap, "LARGEST", 10)
        box.mails = {1: raw(ADA, "success@fernwell.example")}
        imap.read_mailbox()
        assert (box.read, IncomingMail.objects.count()) == ({1}, 0)

    def test_a_wrong_password_and_a_server_that_is_not_there_are_sentences(self, box: Box, settings: Any) -> None:
        box.password = "other"
        with pytest.raises(GiveUp, match="does not accept the name and password"):
            imap.read_mailbox()
        settings.TENURE_MAILBOX_URL = "imap://a:b@127.0.0.1:1/"
        with pytest.raises(GiveUp, match="cannot be reached"):
            imap.read_mailbox()

    def test_without_a_mailbox_nothing_is_done(self, settings: Any) -> None:
        settings.TENURE_MAILBOX_URL = ""
        assert imap.read_mailbox() == 0
