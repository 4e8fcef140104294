"""Sessions and codes: what lets a browser in, for how long, and what does not."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tenure.company.models import User
from tenure.core.problems import NotAccepted
from tenure.customers import contacts
from tenure.customers.contacts import Written
from tenure.customers.models import Account, Contact
from tenure.work.messages.models import Mail
from tenure.work.models import Touchpoint
from tenure.work.portal import addresses, codes, configuring, links, sessions
from tenure.work.portal.models import PortalCode, PortalLink, PortalSession
from tenure.work.portal.tests.conftest import delivered
from tenure.work.portal.tests.test_links import everything_kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(alice: User, contact: Contact) -> PortalLink:
    return links.copy(alice, contact)


@pytest.fixture
def waiting(ada: User, link: PortalLink) -> PortalSession:
    """A browser that the link let in as far as the code."""
    configuring.configure(ada, days=60, code=True, former=False)
    return sessions.begin(link)[0]


class TestSessions:
    def test_a_link_begins_one_each_time(self, link: PortalLink, contact: Contact) -> None:
        first, second = sessions.begin(link)[1], sessions.begin(link)[1]
        found = [sessions.read(secret) for secret in (first, second)]
        assert first != second
        assert all(one is not None and one.contact == contact and one.open_at for one in found)
        assert PortalLink.objects.get().first_used_at is not None

    def test_what_is_kept_lets_nobody_in(self, link: PortalLink) -> None:
        session, secret = sessions.begin(link)
        assert secret not in everything_kept()
        assert sessions.read(session.digest) is None
        assert sessions.read("") is None

    def test_it_ends_when_it_is_left_or_not_used(self, link: PortalLink) -> None:
        secret, unused = sessions.begin(link)[1], sessions.begin(link)[1]
        sessions.end(secret)
        assert sessions.read(secret) is None
        now = timezone.now()
        with time_machine.travel(now + timedelta(days=13), tick=False):
            assert sessions.read(unused)
        with time_machine.travel(now + timedelta(days=26), tick=False):
            assert sessions.read(unused)  # used a fortnight ago, less a day
        with time_machine.travel(now + timedelta(days=41), tick=False):
            assert sessions.read(unused) is None

    def test_it_ends_with_its_link(self, alice: User, link: PortalLink) -> None:
        secret = sessions.begin(link)[1]
        with time_machine.travel(link.expires_at + timedelta(seconds=1), tick=False):
            assert sessions.read(secret) is None
        links.revoke(alice, link)
        assert sessions.read(secret) is None

    def test_it_ends_when_the_contact_leaves(self, link: PortalLink) -> None:
        secret = sessions.begin(link)[1]
        Contact.objects.update(left_on=timezone.now().date() + timedelta(days=1))
        assert sessions.read(secret)
        Contact.objects.update(left_on=timezone.now().date())
        assert sessions.read(secret) is None

    def test_a_customer_with_a_sign_in_needs_no_link(self, person: Any, contact: Contact, alice: User) -> None:
        dana = person("customer", "Dana")
        assert sessions.begin_for(dana) is None  # no contact with that address
        Contact.objects.filter(pk=contact.pk).update(email="DANA@example.com")
        begun = sessions.begin_for(dana)
        assert begun is not None
        assert begun[0].contact == contact
        assert sessions.begin_for(alice) is None
        User.objects.filter(pk=dana.pk).update(is_active=False)
        assert sessions.read(begun[1]) is None

    def test_an_address_written_by_hand_elsewhere_leads_nobody_away(
        self, person: Any, contact: Contact, alice: User, account: Account
    ) -> None:
        dana = person("customer", "Dana")
        Contact.objects.filter(pk=contact.pk).update(email=dana.email, created_on=None, source="crm")
        other = Account.objects.create(id="B", name="Birch", owner=alice)
        contacts.add(alice, other, Written("D", dana.email))
        third, day = Account.objects.create(id="C", name="Cedar", owner=alice), timezone.now().date()
        from_file = Contact.objects.create(id="x", account=third, name="X", created_on=day, source="crm")
        from_file.refresh_from_db()
        contacts.edit(alice, "x", Written("X", dana.email.upper(), role="user"), contacts.version(from_file))
        begun = sessions.begin_for(dana)
        assert begun is not None
        assert begun[0].contact == contact

    def test_old_ones_are_forgotten(self, link: PortalLink, waiting: PortalSession) -> None:
        codes.send(waiting)
        with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
            kept = sessions.begin(link)[0]
            sessions.forget_old()
        assert list(PortalSession.objects.all()) == [kept]
        assert not PortalCode.objects.exists()


class TestCodes:
    def code(self, mailoutbox: Any) -> str:
        text = delivered(self.newest(), mailoutbox)
        return "".join(word for word in text.split() if word.isdecimal() and len(word) == 6)

    def newest(self) -> Mail:
        mail = PortalCode.objects.latest("sent_at").mail
        assert mail is not None
        return mail

    def test_the_code_of_the_mail_opens_the_session_once(self, waiting: PortalSession, mailoutbox: Any) -> None:
        codes.send(waiting)
        typed = self.code(mailoutbox)
        assert len(typed) == 6
        codes.enter(waiting, f" {typed[:3]} {typed[3:]} ")
        assert PortalSession.objects.get().open_at is not None
        with pytest.raises(NotAccepted, match="not the code"):
            codes.enter(waiting, typed)

    def test_it_is_kept_nowhere_and_on_no_timeline(self, waiting: PortalSession, mailoutbox: Any) -> None:
        codes.send(waiting)
        typed = self.code(mailoutbox)
        assert typed not in everything_kept()
        assert not Touchpoint.objects.exists()

    def test_it_is_of_one_browser(self, waiting: PortalSession, link: PortalLink, mailoutbox: Any) -> None:
        other = sessions.begin(link)[0]
        codes.send(waiting)
        with pytest.raises(NotAccepted):
            codes.enter(other, self.code(mailoutbox))

    def test_it_expires_and_a_newer_one_replaces_it(self, waiting: PortalSession, mailoutbox: Any) -> None:
        first = addresses.digits(codes.send(waiting).key)
        second = addresses.digits(codes.send(waiting).key)
        if first != second:
            with pytest.raises(NotAccepted):
                codes.enter(waiting, first)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)), pytest.raises(NotAccepted):
            codes.enter(waiting, second)
        codes.enter(waiting, second)

    def test_five_tries(self, waiting: PortalSession) -> None:
        right = addresses.digits(codes.send(waiting).key)
        wrong = "000000" if right != "000000" else "000001"
        for _ in range(5):
            with pytest.raises(NotAccepted):
                codes.enter(waiting, wrong)
        with pytest.raises(NotAccepted):
            codes.enter(waiting, right)
        assert PortalSession.objects.get().open_at is None

    def test_new_codes_and_new_browsers_are_no_new_tries(self, waiting: PortalSession, link: PortalLink) -> None:
        tried = 0
        for _ in range(5):
            session = sessions.begin(link)[0]
            right = addresses.digits(codes.send(session).key)
            for _ in range(5):
                with pytest.raises(NotAccepted):
                    codes.enter(session, "000000" if right != "000000" else "000001")
                tried += 1
        assert PortalCode.objects.count() == 5
        assert sum(PortalCode.objects.values_list("tries", flat=True)) == 15
        assert tried == 25
        with pytest.raises(NotAccepted, match="several codes"):
            codes.send(waiting)

    def test_an_account_may_differ_from_the_settings(
        self, ada: User, alice: User, bob: User, account: Account, link: PortalLink
    ) -> None:
        configuring.ask_code_of(alice, account, True)
        assert sessions.begin(link)[0].open_at is None
        configuring.ask_code_of(alice, account, None)
        assert sessions.begin(link)[0].open_at is not None
        configuring.configure(ada, days=60, code=True, former=False)
        configuring.ask_code_of(alice, account, False)
        assert sessions.begin(link)[0].open_at is not None
