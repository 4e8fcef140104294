"""The pages of messages: writing, looking, sending, approving; the templates; what comes back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.company.models import Settings, User, settings_row
from tenure.customers.models import Account, AccountState, Contact
from tenure.library.models import Document, Kind
from tenure.work.messages import deciding, drafting, stops
from tenure.work.messages.models import IncomingMail, Mail, MailSettings, MailStop, Message, mail_settings
from tenure.work.models import Touchpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(alice: User) -> Account:
    settings_row()
    made = Account.objects.create(id="A/1", name="Ostrelle", owner=alice)
    AccountState.objects.create(account=made, as_of="2026-11-20", status="customer", seats=40, active_users_30d=0)
    Contact.objects.create(id="C1", account=made, name="Ada Ferreira", email="ada@ostrelle.example", role="champion")
    Contact.objects.create(id="C2", account=made, name="Ben Okoye", email="ben@ostrelle.example")
    return made


@pytest.fixture
def draft(alice: User, account: Account) -> Message:
    return drafting.begin(alice, account, "News", "Hello {{ contact.first_name }}\n\n[plan](https://p.example)", ["C1"])


@pytest.fixture
def hers(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


WRITE = "/messages/write/A~2F1/"


class TestWriting:
    def test_a_template_fills_the_form_and_chooses_whom_it_is_written_for(self, hers: Client, account: Account) -> None:
        page = hers.get(f"{WRITE}?template=low_usage")
        text = page.content.decode()
        assert "In the last 30 days {{ account.active_users }} people" in text
        assert "In the last 30 days 0 people at Ostrelle" in text
        assert page.context["to"] == ["C1"]

    def test_saving_makes_a_draft_that_knows_its_template(self, hers: Client, account: Account) -> None:
        reply = hers.post(
            WRITE, {"subject": "Hi", "body": "Hello", "to": ["C1", "C2"], "template": "renewal_notice_90"}
        )
        message = Message.objects.get()
        assert reply["Location"] == f"/messages/{message.pk}/"
        assert (message.template, message.template_version, message.needs_approval) == ("renewal_notice_90", 1, True)
        assert message.mails.count() == 2

    def test_what_was_typed_is_kept_when_it_is_refused(self, hers: Client, account: Account) -> None:
        reply = hers.post(WRITE, {"subject": "Hi", "body": "Dear {{ contact.nme }}", "to": ["C2"]})
        assert reply.status_code == 422
        assert "did you mean {{ contact.name }}?" in reply.content.decode()
        assert "Dear {{ contact.nme }}" in reply.content.decode()
        assert reply.context["to"] == ["C2"]
        assert not Message.objects.exists()

    def test_the_preview_follows_what_is_typed_and_runs_nothing(self, hers: Client, account: Account) -> None:
        sent = {"subject": "{{ account.renewal_date }}", "body": "Hi {{ contact.first_name }} <script>", "to": "C1"}
        text = hers.post("/messages/preview/A~2F1/", sent).content.decode()
        assert "Hi Ada &lt;script&gt;" in text
        assert "no renewal is known" in text

    def test_two_who_edit_lose_nothing(self, hers: Client, alice: User, draft: Message) -> None:
        seen = drafting.version(draft)
        drafting.edit(alice, draft, "Hers", "Her text", ["C1"], seen=seen)
        reply = hers.post(f"/messages/{draft.pk}/edit/", {"subject": "Mine", "body": "Mine", "to": "C1", "seen": seen})
        assert reply.status_code == 422
        text = reply.content.decode()
        assert "<td>Hers</td><td>Mine</td>" in text
        assert "<td>Her text</td><td>Mine</td>" in text
        assert 'value="Mine"' in text
        again = {"subject": "Mine", "body": "Mine", "to": "C1", "seen": reply.context["seen"]}
        assert hers.post(f"/messages/{draft.pk}/edit/", again).status_code == 302

    def test_what_was_written_into_a_draft_that_was_discarded_becomes_a_new_one(
        self, hers: Client, alice: User, draft: Message
    ) -> None:
        form, address = {"subject": "Mine", "body": "My words", "to": "C1"}, f"/messages/{draft.pk}/edit/"
        [account] = re.findall(r'name="account" value="([^"]+)"', hers.get(address).content.decode())
        drafting.discard(alice, draft, seen=drafting.version(draft))
        reply = hers.post(address, form | {"account": account})
        text = reply.content.decode()
        assert reply.status_code == 422
        assert "Somebody discarded this draft in the meantime" in text
        assert ">My words</textarea>" in text
        [where] = re.findall(r'method="post" action="(/messages/[^"]+)"', text)
        assert hers.post(where, form).status_code == 302
        assert Message.objects.get().body == "My words"
        assert hers.post(address, form | {"account": "none"}).status_code == 404


class TestOneMessage:
    def test_it_is_looked_at_as_it_will_be_in_a_frame_that_may_do_nothing(self, hers: Client, draft: Message) -> None:
        mail = draft.mails.get()
        page = hers.get(f"/messages/{draft.pk}/").content.decode()
        assert f'<iframe class="tn-frame" sandbox src="/messages/mail/{mail.pk}/look/"' in page
        alone = hers.get(f"/messages/mail/{mail.pk}/look/")
        assert "Hello Ada" in alone.content.decode()
        policy = alone["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert alone["X-Frame-Options"] == "SAMEORIGIN"

    def test_sending_and_the_frozen_look_are_the_same(self, hers: Client, draft: Message, settings: Any) -> None:
        settings.TENURE_URL = "https://t.example"
        mail = draft.mails.get()
        before = hers.get(f"/messages/mail/{mail.pk}/look/").content
        reply = hers.post(f"/messages/{draft.pk}/submit/", {"seen": drafting.version(draft)})
        assert reply.status_code == 302
        assert hers.get(f"/messages/mail/{mail.pk}/look/").content == before
        assert b"https://t.example/m/" in before

    def test_a_company_without_a_name_is_told_before_a_customer_reads_it(
        self, hers: Client, draft: Message, settings: Any
    ) -> None:
        settings.TENURE_URL = ""
        told = "nobody has given the company its name yet"
        assert told not in hers.get(f"/messages/{draft.pk}/").content.decode(), "this mail does not say it"
        settings.TENURE_URL = "https://tenure.example"
        assert told in hers.get(f"/messages/{draft.pk}/").content.decode()
        Settings.objects.update(name="Fernwell")
        assert told not in hers.get(f"/messages/{draft.pk}/").content.decode()

    def test_a_refusal_is_a_sentence_on_the_page(self, hers: Client, draft: Message) -> None:
        stops.stop("ada@ostrelle.example", MailStop.Kind.OPTED_OUT)
        reply = hers.post(f"/messages/{draft.pk}/submit/", {"seen": drafting.version(draft)})
        assert reply.status_code == 422
        assert "Ada Ferreira asked for no more messages" in reply.content.decode()

    def test_a_lead_approves_and_others_have_no_such_button(
        self, hers: Client, draft: Message, lea: User, vera: User, bob: User
    ) -> None:
        mail_settings()
        MailSettings.objects.update(approval=True)
        hers.post(f"/messages/{draft.pk}/submit/", {"seen": drafting.version(draft)})
        draft.refresh_from_db()
        for user, status, button in ((vera, 404, False), (bob, 404, False), (lea, 302, True)):
            hers.force_login(user)
            assert ("Approve and send" in hers.get(f"/messages/{draft.pk}/").content.decode()) == button
            answer = hers.post(f"/messages/{draft.pk}/approve/", {"seen": drafting.version(draft)})
            assert answer.status_code == status
        assert Mail.objects.get(kind="message").state == "queued"

    def test_a_customer_sees_nothing(self, hers: Client, draft: Message, dana: User) -> None:
        mail = draft.mails.get()
        hers.force_login(dana)
        for url in (f"/messages/{draft.pk}/", f"/messages/mail/{mail.pk}/look/", "/messages/"):
            assert hers.get(url).status_code == 404

    def test_without_a_token_nothing_is_sent(self, alice: User, draft: Message) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(alice)
        assert strict.post(f"/messages/{draft.pk}/submit/", {"seen": drafting.version(draft)}).status_code == 403


class TestSeen:
    @pytest.fixture
    def mail(self, alice: User, draft: Message, settings: Any) -> Mail:
        settings.TENURE_URL = "https://t.example"
        mail_settings()
        deciding.submit(alice, draft, seen=drafting.version(draft))
        Mail.objects.update(state="sent", sent_at=timezone.now())
        return Mail.objects.get()

    def at(self, mail: Mail, end: str) -> str:
        found = [
            part for part in mail.html.split('"') if part.startswith("https://t.example/m/") and part.endswith(end)
        ]
        return found[0].removeprefix("https://t.example")

    def test_an_open_and_a_followed_link_are_dated_rows(self, client: Client, mail: Mail) -> None:
        picture = client.get(self.at(mail, "/seen.gif"))
        assert (picture["Content-Type"], mail.seen.count()) == ("image/gif", 1)
        assert "no-store" in picture["Cache-Control"]
        gone = client.get(self.at(mail, "/to"))
        assert gone["Location"] == "https://p.example"
        assert mail.seen.filter(link__url="https://p.example").count() == 1
        client.get(self.at(mail, "/seen.gif"))
        assert mail.seen.count() == 2, "a program that loads it again and again is one reader"
        mail.refresh_from_db()
        assert mail.first_opened_at is not None

    def test_a_head_and_a_wrong_signature_leave_nothing_and_tell_nothing(self, client: Client, mail: Mail) -> None:
        client.head(self.at(mail, "/seen.gif"))
        true = client.get(self.at(mail, "/seen.gif"))
        wrong = client.get(f"/m/{mail.pk}.abc/seen.gif")
        assert (wrong.status_code, wrong.content) == (true.status_code, true.content)
        assert mail.seen.count() == 1
        assert client.get(f"/m/{mail.pk}-1.abc/to").status_code == 404
        token = self.at(mail, "/to").split("/")[2]
        assert client.get(f"/m/{token}x/to?url=https://evil.example").status_code == 404
        assert client.get(f"/m/{self.at(mail, '/seen.gif').split('/')[2]}/to").status_code == 404

    def test_with_the_setting_off_links_still_lead_and_nothing_is_logged(self, client: Client, mail: Mail) -> None:
        MailSettings.objects.update(opens=False)
        assert client.get(self.at(mail, "/to"))["Location"] == "https://p.example"
        client.get(self.at(mail, "/seen.gif"))
        assert mail.seen.count() == 0

    def test_what_is_written_while_it_is_off_has_no_picture_and_no_redirect(
        self, alice: User, account: Account, mail: Mail
    ) -> None:
        MailSettings.objects.update(opens=False)
        other = drafting.begin(alice, account, "Hi", "[p](https://p.example)", ["C2"])
        html = deciding.submit(alice, other, seen=drafting.version(other)).mails.get().html
        assert 'href="https://p.example"' in html
        assert "seen.gif" not in html

    def test_no_more_is_asked_first_and_then_holds(self, client: Client, mail: Mail) -> None:
        address = self.at(mail, "/stop")
        assert client.get(address).status_code == 200
        assert not MailStop.objects.exists()
        strict = Client(enforce_csrf_checks=True)
        for _ in range(2):
            assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert MailStop.objects.get().address == "ada@ostrelle.example"
        assert client.get("/m/none.none/stop").status_code == 404

    def test_a_flood_ends(self, client: Client, mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
        from tenure.work.messages import seeing

        monkeypatch.setattr(seeing, "_MOST", 3)
        monkeypatch.setattr(seeing, "_APART", timedelta(0))
        for _ in range(6):
            client.get(self.at(mail, "/seen.gif"))
        assert mail.seen.count() == 3


class TestTemplates:
    def test_it_is_edited_published_and_compared(self, client: Client, lea: User, account: Account) -> None:
        client.force_login(lea)
        page = client.get("/messages/templates/welcome/")
        form = {name: page.context["body"].get(name, "") for name in ("name", "purpose", "audience", "subject", "body")}
        saved = client.post("/messages/templates/welcome/save/",
                            form | {"subject": "Good to have you", "seen": page.context["seen"]})  # fmt: skip
        assert saved.status_code == 302
        page = client.get("/messages/templates/welcome/")
        assert ("+", "subject: Good to have you") in page.context["diff"]
        assert 'action="/library/message/welcome/publish/"' in page.content.decode()
        client.post("/library/message/welcome/publish/", {"note": "Shorter.", "seen": page.context["seen"]})
        assert Document.objects.get(kind=Kind.MESSAGE, key="welcome", state="published").version == 2
        assert ("-", "subject: Welcome to {{ company.name }}, {{ contact.first_name }}") in client.get(
            "/messages/templates/welcome/?against=1"
        ).context["diff"]

    def test_a_wrong_one_is_refused_and_kept_as_typed(self, client: Client, lea: User) -> None:
        client.force_login(lea)
        form = {"name": "W", "subject": "Hi", "body": "{{ nobody.knows }}", "seen": ""}
        reply = client.post("/messages/templates/welcome/save/", form)
        assert reply.status_code == 422
        assert "is no merge field" in reply.content.decode()
        assert "{{ nobody.knows }}" in reply.content.decode()

    def test_what_else_is_done_to_it_is_done_in_the_library(self, client: Client, lea: User, alice: User) -> None:
        copy = "/library/message/welcome/copy/"
        client.force_login(alice)
        assert copy not in client.get("/messages/templates/welcome/").content.decode()
        assert client.post("/messages/templates/welcome/save/").status_code == 404
        client.force_login(lea)
        page = client.get("/messages/templates/welcome/").content.decode()
        assert f'action="{copy}"' in page
        assert "/library/message/welcome/retire/" in page
        assert client.post(copy, {"title": "Hello"})["Location"] == "/messages/templates/welcome_copy/"

    def test_a_copy_is_of_what_is_shown(self, client: Client, lea: User) -> None:
        client.force_login(lea)
        form = {"name": "W", "subject": "In work", "body": "Hello", "purpose": "welcome", "seen": ""}
        client.post("/messages/templates/welcome/save/", form)
        page = client.get("/messages/templates/welcome/").content.decode()
        (version,) = re.findall(r'name="version" value="(\d+)"', page)
        client.post("/library/message/welcome/copy/", {"title": "Mine", "key": "mine", "version": version})
        assert Document.objects.get(kind="message", key="mine").body["subject"] == "In work"


class TestIncoming:
    @pytest.fixture
    def stray(self) -> IncomingMail:
        return IncomingMail.objects.create(
            header_id="<1@x>", source="mailbox", at=timezone.now(), from_email="new@ostrelle.example",
            subject="Question", text="How?", state="waiting", why="Nobody",
        )  # fmt: skip

    def test_a_person_assigns_it_by_name_and_it_stands_on_the_timeline(
        self, hers: Client, account: Account, stray: IncomingMail
    ) -> None:
        assert "Question" in hers.get("/messages/incoming/").content.decode()
        wrong = hers.post(f"/messages/incoming/{stray.pk}/", {"account": "Nowhere"})
        assert (wrong.status_code, "There is no account “Nowhere”" in wrong.content.decode()) == (422, True)
        assert hers.post(f"/messages/incoming/{stray.pk}/", {"account": "ostrelle"}).status_code == 302
        assert Touchpoint.objects.get().direction == "in"
        assert hers.post(f"/messages/incoming/{stray.pk}/", {"leave": "1"}).status_code == 422

    def test_not_to_somebody_elses_account(self, hers: Client, bob: User, stray: IncomingMail) -> None:
        Account.objects.create(id="B1", name="Bobs", owner=bob)
        reply = hers.post(f"/messages/incoming/{stray.pk}/", {"account": "B1"})
        assert "not in your book" in reply.content.decode()


BASELINE = {"/messages/": 8, "/messages/?state=sent&whose=mine&page=2": 8,
            "/messages/templates/welcome/": 9, "/messages/incoming/": 4, "/messages/settings/": 3,
            WRITE: 8}  # fmt: skip


@pytest.mark.parametrize(("url", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(
    client: Client, ada: User, alice: User, account: Account, url: str, most: int
) -> None:
    now = timezone.now()
    for number in range(60):
        message = Message.objects.create(
            account=account, author=ada, subject=f"M{number}", body="x", state="sent", edited_at=now, changed_at=now
        )
        Mail.objects.create(message=message, account=account, contact_id="C1", state="sent")
        IncomingMail.objects.create(header_id=f"<{number}>", source="m", at=now, state="waiting")
    mail_settings()
    client.force_login(ada)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) == most <= 15, "\n".join(query["sql"][:200] for query in asked)


def test_where_nobody_is_known_it_leads_to_where_contacts_are_added(client: Client, alice: User) -> None:
    Account.objects.create(id="bare", name="Bare", owner=alice)
    client.force_login(alice)
    for page in ("/messages/write/bare/", "/meetings/plan/bare/", "/account/bare/people/", "/customer-pages/of/bare/"):
        assert '<a href="/account/bare/contacts/new/' in client.get(page).content.decode(), page
