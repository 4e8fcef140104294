"""Links: who gives them, what opens, what a copy of the database is worth."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, AccountState, Contact
from tenure.journal.models import Change
from tenure.work.messages import deciding, drafting
from tenure.work.messages.models import Mail
from tenure.work.portal import addresses, configuring, links
from tenure.work.portal.models import PortalLink
from tenure.work.portal.tests.conftest import address_in, delivered

pytestmark = pytest.mark.django_db
BODY = "Hello,\n\n[open your page]({{ contact.page }}) or {{ contact.page }}\n\nsee [the plan](https://plan.example/)."


def everything_kept() -> str:
    """All text in every table: what somebody with a copy of the database has."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def token_of(address: str) -> str:
    return address.split("/")[-2]


class TestGiving:
    def test_a_link_opens_the_page_of_its_contact(self, alice: User, contact: Contact) -> None:
        link = links.copy(alice, contact)
        found = links.behind(token_of(addresses.address(link.key)))
        assert found == link
        assert found is not None
        assert found.contact == contact
        assert links.lets_in(found)

    def test_it_says_nothing_of_the_account(self, alice: User, settings: Any) -> None:
        """With ids that no chance puts into a key."""
        settings.TENURE_URL = "https://tenure.example"
        account = Account.objects.create(id="account-17", name="Kestrel", owner=alice)
        eve = Contact.objects.create(id="contact-4", account=account, name="Eve Moss", email="eve@kestrel.example")
        address = addresses.address(links.copy(alice, eve).key)
        assert not any(word in address for word in ("account-17", "contact-4", "Kestrel", "Eve Moss"))

    def test_only_who_may_write_to_the_account(self, bob: User, vera: User, lea: User, contact: Contact) -> None:
        for stranger in (bob, vera):
            for verb in (links.copy, links.send, links.revoke_all):
                with pytest.raises(Http404):
                    verb(stranger, contact)
        assert links.copy(lea, contact).created_by == lea

    def test_who_left_and_who_is_no_customer_gets_none(self, alice: User, ada: User, contact: Contact) -> None:
        AccountState.objects.update(status="lapsed")
        with pytest.raises(NotAccepted, match="Former customers"):
            links.copy(alice, contact)
        configuring.configure(ada, days=10, code=False, former=True)
        assert links.copy(alice, contact)
        contact.left_on = timezone.now().date()
        with pytest.raises(NotAccepted, match="Dana Ruiz left on"):
            links.copy(alice, contact)

    def test_without_an_address_of_the_installation_it_says_so(
        self, alice: User, contact: Contact, settings: Any
    ) -> None:
        settings.TENURE_URL = ""
        with pytest.raises(NotAccepted, match="TENURE_URL"):
            links.send(alice, contact)

    def test_it_stands_in_the_journal_without_its_secret(self, alice: User, contact: Contact) -> None:
        link = links.copy(alice, contact)
        change = Change.objects.get(verb="portal.link_given")
        assert (change.actor, change.account_id) == (alice, "A1")
        assert change.after == {"contact": "Dana Ruiz", "via": "copied by hand"}
        assert addresses.token(link.key) not in everything_kept()


class TestOpening:
    def test_what_was_never_ours_opens_nothing(self, alice: User, contact: Contact) -> None:
        token = addresses.token(links.copy(alice, contact).key)
        key, _, signature = token.partition(".")
        forged = [key, f"{key}.", f"{key}.{signature[:-1]}", f"{key}.{'A' * len(signature)}", f".{signature}",
                  token.swapcase(), token + "A", "", "\x00", "ü" * 60]  # fmt: skip
        assert [links.behind(one) for one in forged] == [None] * len(forged)

    def test_a_signature_of_something_else_opens_nothing(self, contact: Contact) -> None:
        from tenure.work.messages import tokens

        PortalLink.objects.create(contact=contact, key="known", via="hand", created_at=timezone.now(),
                                  expires_at=timezone.now() + timedelta(days=1))  # fmt: skip
        assert links.behind(tokens.sign("known")) is None
        assert links.behind(addresses.token("unknown")) is None

    def test_the_installations_secret_is_part_of_it(self, alice: User, contact: Contact, settings: Any) -> None:
        token = addresses.token(links.copy(alice, contact).key)
        settings.SECRET_KEY = "another-" * 8
        assert links.behind(token) is None

    def test_it_expires(self, alice: User, ada: User, contact: Contact) -> None:
        configuring.configure(ada, days=3, code=False, former=False)
        link = links.copy(alice, contact)
        with time_machine.travel(timezone.now() + timedelta(days=2, hours=23), tick=False):
            assert links.lets_in(link)
        with time_machine.travel(timezone.now() + timedelta(days=3, seconds=1), tick=False):
            assert not links.lets_in(link)

    def test_one_is_revoked_the_others_stay(self, alice: User, contact: Contact, ben: Contact) -> None:
        one, other, of_ben = links.copy(alice, contact), links.copy(alice, contact), links.copy(alice, ben)
        links.revoke(alice, one)
        links.revoke(alice, one)
        fresh = {link.pk: PortalLink.objects.get(pk=link.pk) for link in (one, other, of_ben)}
        assert [links.lets_in(link) for link in fresh.values()] == [False, True, True]
        assert links.revoke_all(alice, contact) == 1
        assert [links.lets_in(PortalLink.objects.get(pk=pk)) for pk in fresh] == [False, False, True]
        assert Change.objects.filter(verb="portal.links_revoked").count() == 2


class TestInAMessage:
    @pytest.fixture
    def mail(self, alice: User, account: Account, contact: Contact, ben: Contact) -> Mail:
        draft = drafting.begin(alice, account, "Welcome", BODY, [contact.pk, ben.pk])
        return deciding.submit(alice, draft, seen=drafting.version(draft)).mails.get(contact_id=contact.pk)

    def test_each_gets_their_own_link_and_nobody_else_sees_it(
        self, mail: Mail, contact: Contact, ben: Contact, mailoutbox: Any
    ) -> None:
        address = address_in(delivered(mail, mailoutbox))
        other = address_in(delivered(Mail.objects.get(contact_id=ben.pk), mailoutbox))
        found = [links.behind(token_of(one)) for one in (address, other)]
        assert [link.contact for link in found if link] == [contact, ben]
        ((html, _),) = mailoutbox[0].alternatives
        assert html.count(f'href="https://tenure.example{address}"') == 2
        assert ">open your page</a>" in html
        assert f"open your page (https://tenure.example{address})" in mailoutbox[0].body
        assert token_of(address) not in everything_kept()

    def test_tried_again_it_is_the_same_link(self, mail: Mail, mailoutbox: Any) -> None:
        first = address_in(delivered(mail, mailoutbox))
        Mail.objects.filter(pk=mail.pk).update(state="queued", due_at=timezone.now())
        assert address_in(delivered(mail, mailoutbox)) == first
        assert PortalLink.objects.filter(mail=mail).count() == 1

    def test_a_test_to_oneself_holds_no_link(
        self, alice: User, account: Account, contact: Contact, mailoutbox: Any
    ) -> None:
        draft = drafting.begin(alice, account, "Welcome", BODY, [contact.pk])
        text = delivered(deciding.send_test(alice, draft, contact), mailoutbox)
        assert "https://tenure.example/page/link/" in text
        assert "/page/open/" not in text
        assert not PortalLink.objects.exists()

    def test_other_links_are_followed_as_before_and_this_one_is_not(self, mail: Mail) -> None:
        assert [link.url for link in mail.links.all()] == ["https://plan.example/"]

    def test_without_a_page_the_message_does_not_go(
        self, alice: User, account: Account, contact: Contact, settings: Any
    ) -> None:
        settings.TENURE_URL = ""
        draft = drafting.begin(alice, account, "Welcome", BODY, [contact.pk])
        with pytest.raises(NotAccepted, match=r"contact\.page.*TENURE_URL is not set"):
            deciding.submit(alice, draft, seen=drafting.version(draft))

    def test_no_other_field_may_be_the_address_of_a_link(self, alice: User, account: Account, contact: Contact) -> None:
        for address in ("https://x.example/{{ contact.page }}", "{{ contact.name }}"):
            with pytest.raises(NotAccepted, match="merge field stands in the address"):
                drafting.begin(alice, account, "Welcome", f"[here]({address})", [contact.pk])


class TestAskingAgain:
    def test_an_expired_link_mails_a_new_one_to_the_same_contact(
        self, alice: User, contact: Contact, mailoutbox: Any
    ) -> None:
        old = links.copy(alice, contact)
        with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
            assert links.ask_again(old)
            mail = Mail.objects.get(kind="link")
            assert mail.to_email == "dana@ostrelle.example"
            found = links.behind(token_of(address_in(delivered(mail, mailoutbox))))
            assert found is not None
            assert links.lets_in(found)
            assert found != old
            assert not links.ask_again(old)  # not twice in a minute

    def test_a_revoked_one_does_not(self, alice: User, contact: Contact) -> None:
        link = links.copy(alice, contact)
        links.revoke(alice, link)
        assert not links.ask_again(PortalLink.objects.get(pk=link.pk))

    def test_who_left_gets_none(self, alice: User, contact: Contact) -> None:
        link = links.copy(alice, contact)
        Contact.objects.update(left_on=timezone.now().date())
        assert not links.ask_again(link)

    def test_not_more_than_five_a_day(self, alice: User, contact: Contact) -> None:
        link, now = links.copy(alice, contact), timezone.now()
        given = 0
        for minutes in range(0, 120, 6):
            with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
                given += links.ask_again(link)
        assert given == 5

    def test_by_address_only_to_those_who_had_one(self, alice: User, contact: Contact, ben: Contact) -> None:
        links.copy(alice, contact)
        assert links.ask_by_address(" DANA@ostrelle.example ") == 1
        assert links.ask_by_address("ben@ostrelle.example") == 0
        assert links.ask_by_address("nobody@nowhere.example") == 0
        assert [mail.to_email for mail in Mail.objects.filter(kind="link")] == ["dana@ostrelle.example"]
