"""What contacts are told: on their page, in one mail a day, and not when it is no news any more."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import F
from django.test import Client
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.journal.models import Change
from tenure.work.messages import stops
from tenure.work.messages.models import Mail
from tenure.work.portal import links, news
from tenure.work.portal.models import PortalLink, PortalNews
from tenure.work.portal.tests.conftest import address_in, delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Any:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def dana(clock: Any, alice: User, contact: Contact) -> Contact:
    links.copy(alice, contact)
    return contact


def tell(contact: Contact, number: int = 1, title: str = "Your goal was accepted") -> None:
    news.tell(contact, f"proposal:{number}", title, page="proposal", subject_id=number)


def mails() -> list[Mail]:
    return list(Mail.objects.filter(kind=Mail.Kind.NEWS).order_by(F("handed_at").asc(nulls_last=True), "due_at"))


def test_what_happened_is_gathered_into_one_mail_a_day(clock: Any, dana: Contact, mailoutbox: list[Any]) -> None:
    tell(dana, 1, "One *thing*")
    clock.shift(timedelta(minutes=10))
    tell(dana, 2, "Another")
    assert news.mail_out() == 0  # it is still fresh
    clock.shift(timedelta(minutes=25))
    assert (news.mail_out(), news.mail_out()) == (1, 0)
    [mail] = mails()
    assert (mail.subject, mail.contact_id) == ("2 things that are new on your page", dana.pk)
    text = delivered(mail, mailoutbox)
    assert "One *thing*" in text
    assert "Another" in text
    assert "No more such messages" in text
    assert "List-Unsubscribe" in mailoutbox[0].extra_headers
    assert Client().get(address_in(text)).status_code == 302
    assert Change.objects.get(verb="portal.told").after["what"] == "One *thing*; Another"
    tell(dana, 3, "On the same day")
    clock.shift(timedelta(hours=2))
    assert news.mail_out() == 0
    clock.shift(timedelta(days=1))
    assert news.mail_out() == 1
    assert mails()[-1].subject == "On the same day"


def test_what_was_not_told_yet_gives_way_to_what_holds_now(clock: Any, dana: Contact) -> None:
    tell(dana, 1, "Accepted")
    tell(dana, 1, "Declined")
    clock.shift(timedelta(hours=1))
    news.mail_out()
    assert [mail.subject for mail in mails()] == ["Declined"]
    tell(dana, 1, "Accepted after all")
    assert PortalNews.objects.count() == 2


def test_what_was_seen_on_the_page_is_not_mailed(clock: Any, dana: Contact) -> None:
    tell(dana)
    news.saw(list(news.lately(dana)))
    clock.shift(timedelta(hours=1))
    assert (news.mail_out(), mails()) == (0, [])
    clock.shift(timedelta(days=1))
    assert news.mail_out() == 0


@pytest.mark.parametrize("why", ["no link", "revoked", "expired", "left", "opted out", "no address"])
def test_who_cannot_or_will_not_read_it_gets_no_mail(clock: Any, dana: Contact, why: str) -> None:
    if why == "no link":
        PortalLink.objects.all().delete()
    elif why == "revoked":
        PortalLink.objects.update(revoked_at=timezone.now())
    elif why == "expired":
        PortalLink.objects.update(expires_at=timezone.now() + timedelta(minutes=5))
    elif why == "opted out":
        stops.stop(dana.email, "opted_out")
    else:
        Contact.objects.update(**({"left_on": timezone.now().date()} if why == "left" else {"email": ""}))
    tell(dana)
    clock.shift(timedelta(hours=1))
    assert (news.mail_out(), mails()) == (0, [])
    assert [one.title for one in news.lately(dana)] == ["Your goal was accepted"]  # it stands on the page
    assert not PortalNews.objects.filter(to_mail=True).exists()  # and is not sent when things change


def test_after_two_weeks_it_is_no_news(clock: Any, dana: Contact) -> None:
    tell(dana)
    clock.shift(timedelta(days=14))
    assert list(news.lately(dana)) == []


def test_who_asked_for_no_more_between_making_and_sending_gets_none(clock: Any, dana: Contact) -> None:
    from tenure.work.messages.sending import deliver

    tell(dana)
    clock.shift(timedelta(hours=1))
    news.mail_out()
    stops.stop(dana.email, "opted_out")
    assert deliver(mails()[0].pk) == "failed"
