"""From a draft to the queue, and who may do what on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Account, Contact
from tenure.jobs.models import Job
from tenure.journal.models import Change
from tenure.work.messages import deciding, drafting, stops
from tenure.work.messages.models import Mail, MailStop, Message, mail_settings
from tenure.work.messages.tests.conftest import mail_of

pytestmark = pytest.mark.django_db


def submit(user: User, message: Message) -> Message:
    return deciding.submit(user, message, seen=drafting.version(message))


def test_a_draft_goes_into_the_queue_with_its_text_written_down(alice: User, draft: Message) -> None:
    sent = submit(alice, draft)
    mail = mail_of(sent)
    assert (sent.state, sent.approved_by) == (Message.State.QUEUED, alice)
    assert (mail.state, mail.subject, mail.to_email) == ("queued", "News for Ostrelle", "ada@ostrelle.example")
    assert "Hello Ada,<" not in mail.text
    assert "Hello Ada," in mail.text
    assert mail.header_id
    assert mail.header_id.endswith("@example.com>")
    assert Job.objects.get(key=f"mail:{mail.pk}").state == "queued"
    assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == [
        "message.drafted", "message.submitted",
    ]  # fmt: skip


def test_what_is_known_later_does_not_change_what_was_written_down(alice: User, draft: Message) -> None:
    mail = mail_of(submit(alice, draft))
    Contact.objects.filter(pk="C1").update(name="Somebody Else")
    mail.refresh_from_db()
    assert "Hello Ada," in mail.text


class TestApproval:
    def test_a_csm_waits_when_the_company_says_so_and_a_lead_approves(
        self, alice: User, lea: User, draft: Message
    ) -> None:
        mail_settings()
        type(mail_settings()).objects.update(approval=True)
        waiting = submit(alice, draft)
        assert (waiting.state, mail_of(waiting).state) == ("waiting", "waiting")
        assert not Job.objects.exists()
        with pytest.raises(Http404):
            deciding.approve(alice, waiting, seen=drafting.version(waiting))
        approved = deciding.approve(lea, waiting, seen=drafting.version(waiting))
        assert (approved.state, approved.approved_by, mail_of(approved).state) == ("queued", lea, "queued")

    def test_it_waits_when_its_template_says_so(self, alice: User, draft: Message) -> None:
        Message.objects.update(needs_approval=True)
        draft.refresh_from_db()
        assert submit(alice, draft).state == "waiting"

    def test_who_may_approve_does_not_wait(self, lea: User, draft: Message) -> None:
        Message.objects.update(needs_approval=True)
        draft.refresh_from_db()
        assert submit(lea, draft).state == "queued"

    def test_it_is_sent_back_with_a_reason_and_editing_a_waiting_one_makes_it_a_draft(
        self, alice: User, lea: User, draft: Message
    ) -> None:
        Message.objects.update(needs_approval=True)
        draft.refresh_from_db()
        waiting = submit(alice, draft)
        with pytest.raises(NotAccepted, match="Say what should be different"):
            deciding.send_back(lea, waiting, " ", seen=drafting.version(waiting))
        back = deciding.send_back(lea, waiting, "Softer.", seen=drafting.version(waiting))
        assert (back.state, back.remark, mail_of(back).html) == ("draft", "Softer.", "")
        again = submit(alice, back)
        edited = drafting.edit(alice, again, "New", "Text", ["C1"], seen=drafting.version(again))
        assert (edited.state, mail_of(edited).state) == ("draft", "draft")

    def test_nobody_approves_what_was_edited_meanwhile(self, alice: User, lea: User, draft: Message) -> None:
        Message.objects.update(needs_approval=True)
        draft.refresh_from_db()
        waiting = submit(alice, draft)
        seen = drafting.version(waiting)
        drafting.edit(alice, waiting, "Other", "Other text", ["C1"], seen=seen)
        with pytest.raises(ChangedMeanwhile):
            deciding.approve(lea, waiting, seen=seen)


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"left_on": timezone.now().date() - timedelta(days=1)}, "Ada Ferreira left on"),
            ({"email": ""}, "has no e-mail address"),
            ({"email": "nobody"}, "“nobody” is no e-mail address"),
            ({"email": "a@b.example\nBcc: x@y.example"}, "is no e-mail address"),
            ({"name": ""}, "has no value: the contact has no name"),
        ],
    )
    def test_a_contact_who_cannot_be_written_to(
        self, alice: User, draft: Message, change: dict[str, Any], sentence: str
    ) -> None:
        Contact.objects.filter(pk="C1").update(**change)
        with pytest.raises(NotAccepted, match=sentence):
            submit(alice, draft)
        draft.refresh_from_db()
        assert (draft.state, mail_of(draft).state, Job.objects.count()) == ("draft", "draft", 0)

    @pytest.mark.parametrize("kind", MailStop.Kind.values)
    def test_an_address_that_is_stopped(self, alice: User, draft: Message, kind: str) -> None:
        stops.stop("ADA@ostrelle.example", kind)
        with pytest.raises(NotAccepted, match="Ada Ferreira "):
            submit(alice, draft)

    def test_the_limit_of_a_day(self, alice: User, account: Account, draft: Message) -> None:
        type(mail_settings()).objects.update(daily_limit=1)
        submit(alice, draft)
        second = drafting.begin(alice, account, "Again", "Hello", ["C1"])
        with pytest.raises(NotAccepted, match="has had 1 of your company’s messages today"):
            submit(alice, second)
        Mail.objects.filter(message=draft).update(state="sent", sent_at=timezone.now() - timedelta(days=2))
        assert submit(alice, second).state == "queued"

    def test_dots_that_were_to_be_filled_in(self, alice: User, account: Account, ada_f: Contact) -> None:
        made = drafting.begin(alice, account, "Decided", "- …\n\nwell… fine", [ada_f.pk])
        with pytest.raises(NotAccepted, match="still has 1 “…”"):
            submit(alice, made)

    def test_nobody_is_chosen(self, alice: User, account: Account) -> None:
        with pytest.raises(NotAccepted, match="at least one recipient"):
            submit(alice, drafting.begin(alice, account, "Hi", "Hello", []))

    def test_zero_is_a_value_and_unknown_is_none(self, alice: User, account: Account, ada_f: Contact) -> None:
        made = drafting.begin(alice, account, "Use", "{{ account.active_users }} of {{ account.seats }}", [ada_f.pk])
        assert mail_of(submit(alice, made)).text == "0 of 40\n"
        other = drafting.begin(alice, account, "Renewal", "{{ account.renewal_date }}", [ada_f.pk])
        with pytest.raises(NotAccepted, match="no renewal is known"):
            submit(alice, other)


@pytest.mark.parametrize("who", ["bob", "vera", "dana"])
def test_others_neither_write_nor_send(
    who: str, account: Account, draft: Message, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    seen = drafting.version(draft)
    for attempt in (
        lambda: drafting.begin(user, account, "Hi", "Hello", []),
        lambda: drafting.edit(user, draft, "Hi", "Hello", [], seen=seen),
        lambda: drafting.discard(user, draft, seen=seen),
        lambda: deciding.submit(user, draft, seen=seen),
        lambda: deciding.withdraw(user, draft),
        lambda: deciding.send_test(user, draft, None),
    ):
        with pytest.raises(Http404):
            attempt()


@pytest.mark.parametrize(
    ("subject", "body", "sentence"),
    [
        ("", "Text", "Give the message a subject"),
        ("Two\nBcc: x@y.example", "Text", "one line"),
        ("x" * 201, "Text", "one line of at most 200"),
        ("Hi", " \r\n", "Write something"),
        ("Hi", "x" * 20_001, "20,001 characters; 20,000 fit"),
        ("Hi {{ contact.nme }}", "Text", "did you mean {{ contact.name }}"),
        ("Hi", "[x](https://a.example/{{ contact.name }})", "address of a link"),
    ],
)
def test_what_cannot_be_kept_is_refused(alice: User, account: Account, subject: str, body: str, sentence: str) -> None:
    with pytest.raises(NotAccepted, match=sentence):
        drafting.begin(alice, account, subject, body, [])


def test_a_contact_of_another_account_is_no_recipient(alice: User, account: Account, bob: User) -> None:
    other = Account.objects.create(id="A2", name="Other", owner=bob)
    Contact.objects.create(id="C9", account=other, name="Zoe", email="zoe@other.example")
    with pytest.raises(NotAccepted, match="no contact of this account"):
        drafting.begin(alice, account, "Hi", "Hello", ["C9"])


def test_the_later_of_two_writers_is_told(alice: User, draft: Message) -> None:
    seen = drafting.version(draft)
    drafting.edit(alice, draft, "First", "First", ["C1"], seen=seen)
    with pytest.raises(ChangedMeanwhile) as conflict:
        drafting.edit(alice, draft, "Second", "Second", ["C1"], seen=seen)
    assert conflict.value.now.subject == "First"


def test_what_has_not_left_can_be_taken_back(alice: User, draft: Message) -> None:
    sent = submit(alice, draft)
    assert deciding.withdraw(alice, sent) == 1
    sent.refresh_from_db()
    assert (sent.state, mail_of(sent).state) == ("withdrawn", "withdrawn")
    with pytest.raises(NotAccepted, match="nothing can be taken back"):
        deciding.withdraw(alice, sent)


def test_each_recipient_gets_a_text_of_their_own(alice: User, account: Account, ada_f: Contact, ben: Contact) -> None:
    made = drafting.begin(alice, account, "Hi", "Hello {{ contact.first_name }}", [ada_f.pk, ben.pk])
    submit(alice, made)
    assert sorted(made.mails.values_list("text", flat=True)) == ["Hello Ada\n", "Hello Ben\n"]
