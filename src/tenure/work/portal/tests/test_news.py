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
from tenure.work.messages.models import Mail, mail_settings
from tenure.work.messages.sending import deliver
from tenure.work.models import Task
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
    news.tell(contact, f"proposal:{number}", title, account_id="A1", page="proposal", subject_id=number)


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


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("opted out", "Dana Ruiz asked for no more messages (24 November 2026)."),
        ("revoked", "Dana Ruiz has no link in force that opens their page."),
    ],
)
def test_what_came_between_making_and_sending_keeps_the_mail_back(
    clock: Any, dana: Contact, alice: User, why: str, sentence: str
) -> None:
    mail = made(clock, dana)
    if why == "revoked":
        links.revoke_all(alice, dana)
    else:
        stops.stop(dana.email, "opted_out")
    assert deliver(mail.pk) == "failed"
    mail.refresh_from_db()
    assert mail.problem == sentence
    assert not PortalLink.objects.filter(mail=mail).exists()  # nobody who was shut out is let in again


def test_tenure_itself_gives_the_link_of_such_a_mail(clock: Any, dana: Contact, mailoutbox: list[Any]) -> None:
    mail = made(clock, dana)
    delivered(mail, mailoutbox)
    given = Change.objects.filter(verb="portal.link_given").latest("pk")
    assert (given.actor, given.origin) == (None, "portal")
    assert PortalLink.objects.get(mail=mail).created_by is None


def test_how_many_messages_they_had_today_says_nothing_about_news(
    clock: Any, dana: Contact, mailoutbox: list[Any]
) -> None:
    had = {"kind": Mail.Kind.MESSAGE, "account": dana.account, "to_email": dana.email.lower(), "state": "sent"}
    Mail.objects.bulk_create(Mail(**had, sent_at=timezone.now()) for _ in range(mail_settings().daily_limit))
    assert list(stops.reasons(dana)), "one more message would be too many"
    delivered(made(clock, dana), mailoutbox)


@pytest.mark.parametrize("change", [{"shared": False}, {"state": Task.State.CANCELLED}, {}])
def test_what_they_may_not_see_any_more_is_in_no_mail(clock: Any, dana: Contact, change: dict[str, Any]) -> None:
    task = Task.objects.create(title="Send a file", account=dana.account, shared=True, due_on=timezone.now().date())
    news.tell(dana, f"step:{task.pk}", "“Send a file” is due later", account_id="A1", page="task", subject_id=task.pk)
    Task.objects.filter(pk=task.pk).update(**(change or {"title": "Send two files"}))
    clock.shift(timedelta(hours=1))
    assert news.mail_out() == (0 if change else 1)
    assert not PortalNews.objects.filter(to_mail=True).exists()


def test_who_moved_to_another_account_is_told_nothing_of_the_one_before(
    clock: Any, dana: Contact, eve: Contact, alice: User
) -> None:
    tell(dana)
    Contact.objects.filter(pk=dana.pk).update(account=eve.account)
    dana.refresh_from_db()
    tell(dana, 2)  # decided on after they left
    clock.shift(timedelta(hours=1))
    assert (news.mail_out(), list(news.lately(dana)), news.shown(dana, list(PortalNews.objects.all()))) == (0, [], [])
    assert not PortalNews.objects.filter(to_mail=True).exists()
    news.tell(dana, "proposal:3", "Of Kestrel", account_id="A2", page="proposal", subject_id=3)
    clock.shift(timedelta(hours=1))
    assert news.mail_out() == 1
    assert [mail.subject for mail in mails()] == ["Of Kestrel"]


def test_what_is_too_much_for_one_mail_is_in_the_next_days(clock: Any, dana: Contact) -> None:
    for number in range(35):
        tell(dana, number, f"News {number:02}")
    for day in range(2):
        clock.shift(timedelta(days=day, hours=1))
        assert (news.mail_out(), news.mail_out()) == (1, 0)
    first, second = mails()
    assert [mail.subject.split()[0] for mail in (first, second)] == ["30", "5"]
    told = [[f"News {number:02}" in mail.text for number in range(35)] for mail in (first, second)]
    assert told == [[True] * 30 + [False] * 5, [False] * 30 + [True] * 5]
    clock.shift(timedelta(days=1))
    assert news.mail_out() == 0


def test_a_long_text_ends_at_a_word_with_a_mark(dana: Contact) -> None:
    words = "no " * 99 + "plan for it"
    assert len(words) > 300
    news.tell(dana, "proposal:1", "T", words, account_id="A1", page="proposal", subject_id=1)
    assert PortalNews.objects.get().text == "no " * 98 + "no…"
    assert news.cut("x" * 301, 300) == "x" * 299 + "…"
    assert news.cut("x" * 300, 300) == "x" * 300


def made(clock: Any, contact: Contact) -> Mail:
    """A mail of news that is about to leave."""
    tell(contact)
    clock.shift(timedelta(hours=1))
    assert news.mail_out() == 1
    return mails()[-1]
