"""The door: what a link, a cookie and a code open, and what nothing opens."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.jobs.models import Job
from tenure.web.portal.here import COOKIE
from tenure.web.portal.tests.conftest import path_of
from tenure.work.messages.models import Mail
from tenure.work.portal import addresses, codes, configuring, links
from tenure.work.portal.models import PortalCode, PortalLink, PortalSession, PortalVisit

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(alice: User, contact: Contact) -> PortalLink:
    return links.copy(alice, contact)


class TestLink:
    def test_its_secret_leaves_the_address_at_once(self, client: Client, link: PortalLink) -> None:
        reply = client.get(path_of(link))
        assert (reply.status_code, reply["Location"]) == (302, "/page/")
        assert reply["Referrer-Policy"] == "no-referrer"
        page = client.get("/page/")
        assert page.status_code == 200
        assert "Dana" in page.content.decode()
        assert addresses.token(link.key) not in page.content.decode()

    def test_the_cookie_is_of_the_page_alone(self, client: Client, link: PortalLink) -> None:
        client.get(path_of(link))
        held = client.cookies[COOKIE]
        assert (held["path"], held["httponly"], held["samesite"]) == ("/page/", True, "Lax")
        assert client.get("/accounts/")["Location"].startswith("/sign-in/")
        assert "sessionid" not in client.cookies

    def test_every_answer_is_kept_nowhere_and_found_nowhere(self, client: Client, link: PortalLink) -> None:
        for path in (
            "/page/",
            "/page/link/",
            "/page/code/",
            path_of(link),
            "/page/",
            "/page/people/",
            "/page/open/x.y/",
        ):
            reply = client.get(path)
            assert reply["Cache-Control"] == "no-store"
            assert reply["X-Robots-Tag"] == "noindex, nofollow"
            assert reply["Referrer-Policy"] in ("same-origin", "no-referrer")

    def test_it_opens_again_and_elsewhere_until_it_expires(self, link: PortalLink) -> None:
        one, other = Client(), Client()
        for browser in (one, one, other):
            assert browser.get(path_of(link))["Location"] == "/page/"
        assert one.cookies[COOKIE].value != other.cookies[COOKIE].value
        with time_machine.travel(link.expires_at + timedelta(seconds=1), tick=False):
            assert Client().get(path_of(link)).status_code == 404
            assert one.get("/page/")["Location"] == "/page/link/"

    def test_forged_expired_and_revoked_ones_are_told_alike(self, alice: User, contact: Contact) -> None:
        old, gone = links.copy(alice, contact), links.copy(alice, contact)
        PortalLink.objects.filter(pk=old.pk).update(expires_at=timezone.now())
        links.revoke(alice, gone)
        bodies = set()
        for token in (addresses.token(old.key), addresses.token(gone.key), "forged.token", addresses.token("nobody")):
            reply = Client().get(f"/page/open/{token}/")
            assert reply.status_code == 404
            text = reply.content.decode().replace(token, "")
            bodies.add(text.split("<main")[1].split("csrfmiddlewaretoken")[0])
            assert "Dana" not in text
            assert "Ostrelle" not in text
        assert len(bodies) == 1

    def test_who_guesses_is_slowed_down_and_who_has_a_link_is_not(self, client: Client, link: PortalLink) -> None:
        statuses = [client.get(f"/page/open/guess.{n}/").status_code for n in range(32)]
        assert statuses.count(404) == 30
        assert statuses[-1] == 429
        assert client.get(path_of(link)).status_code == 302

    def test_a_link_of_another_contact_ends_the_session_before(
        self, alice: User, link: PortalLink, eve: Contact
    ) -> None:
        browser = Client()
        browser.get(path_of(link))
        before = browser.cookies[COOKIE].value
        browser.get(path_of(links.copy(alice, eve)))
        page = browser.get("/page/").content.decode()
        assert "Kestrel" in page
        assert "Ostrelle" not in page
        assert PortalSession.objects.get(contact=link.contact).ended_at is not None
        browser.cookies[COOKIE] = before
        assert browser.get("/page/")["Location"] == "/page/link/"

    def test_a_cookie_that_was_planted_becomes_no_session(self, link: PortalLink) -> None:
        browser = Client()
        browser.cookies[COOKIE] = "planted"
        browser.get(path_of(link))
        assert browser.cookies[COOKIE].value != "planted"
        thief = Client()
        thief.cookies[COOKIE] = "planted"
        assert thief.get("/page/")["Location"] == "/page/link/"

    def test_one_of_us_is_not_the_customer(self, client: Client, alice: User, link: PortalLink) -> None:
        client.force_login(alice)
        page = client.get(path_of(link))
        assert "This is Dana Ruiz’s link" in page.content.decode()
        assert COOKIE not in client.cookies
        assert not PortalSession.objects.exists()

    def test_a_program_that_only_looks_begins_nothing(self, client: Client, link: PortalLink) -> None:
        assert client.head(path_of(link)).status_code == 302
        assert not PortalSession.objects.exists()
        client.get(path_of(link), headers={"user-agent": "LinkScanner/1.0"})
        client.get("/page/", headers={"user-agent": "LinkScanner/1.0"})
        assert not PortalVisit.objects.exists()

    def test_revoking_shows_who_is_in_to_the_door(self, client: Client, alice: User, link: PortalLink) -> None:
        client.get(path_of(link))
        links.revoke_all(alice, link.contact)
        assert client.get("/page/")["Location"] == "/page/link/"
        assert client.post("/page/feedback/", {"score": "5"})["Location"] == "/page/link/"

    def test_leaving(self, client: Client, link: PortalLink) -> None:
        client.get(path_of(link))
        secret = client.cookies[COOKIE].value
        assert client.get("/page/leave/").status_code == 405
        assert "You have left" in client.post("/page/leave/").content.decode()
        assert client.cookies[COOKIE].value == ""
        client.cookies[COOKIE] = secret
        assert client.get("/page/")["Location"] == "/page/link/"

    def test_a_customer_who_signs_in_needs_no_link(self, client: Client, person: Any, contact: Contact) -> None:
        dana = person("customer", "Dana")
        client.force_login(dana)
        assert client.get("/page/")["Location"] == "/page/link/"
        Contact.objects.update(email="dana@example.com")
        assert client.get("/page/people/", follow=True).redirect_chain == [("/page/people/", 302)]
        assert client.get("/page/").status_code == 200


class TestForgery:
    def test_nothing_is_sent_without_the_token_of_the_page(self, link: PortalLink) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.get(path_of(link))
        for path in ("/page/feedback/", "/page/leave/", "/page/link/", "/page/tasks/1/done/"):
            assert browser.post(path, {"score": "5"}).status_code == 403
        browser.get("/page/")
        token = browser.cookies["csrftoken"].value
        assert browser.post("/page/feedback/", {"score": "5", "csrfmiddlewaretoken": token}).status_code == 302


class TestNewLink:
    def test_the_answer_is_the_same_for_everybody(self, client: Client, link: PortalLink) -> None:
        told = set()
        for sent in ({"email": "dana@ostrelle.example"}, {"email": "nobody@nowhere.example"}, {"email": ""},
                     {"token": addresses.token(link.key)}, {"token": "forged"}):  # fmt: skip
            reply = client.post("/page/link/", sent)
            told.add((reply.status_code, reply.content.decode().split("<main")[1].split("</main>")[0]))
        assert len(told) == 1
        assert not Mail.objects.filter(kind="link").exists()  # nothing is done while somebody could measure it

    def test_what_waits_to_be_done_holds_no_secret(self, client: Client, link: PortalLink) -> None:
        client.post("/page/link/", {"token": addresses.token(link.key)})
        (job,) = Job.objects.filter(task__contains="send_new_link")
        assert addresses.token(link.key) not in str(job.__dict__)

    def test_too_many_are_told_to_wait(self, client: Client) -> None:
        statuses = [client.post("/page/link/", {"email": "x@y.example"}).status_code for _ in range(21)]
        assert statuses == [200] * 20 + [429]


class TestCode:
    @pytest.fixture(autouse=True)
    def with_codes(self, ada: User) -> None:
        configuring.configure(ada, days=60, code=True, former=False)

    def test_the_page_opens_after_the_code_alone(self, client: Client, link: PortalLink) -> None:
        assert client.get(path_of(link))["Location"] == "/page/code/"
        assert client.get("/page/")["Location"] == "/page/code/"
        door = client.get("/page/code/").content.decode()
        assert "d•••@ostrelle.example" in door
        assert not Mail.objects.exists()  # a program that looks into links must not make mails
        assert client.post("/page/code/").status_code == 302
        right = addresses.digits(PortalCode.objects.get().key)
        wrong = "123456" if right != "123456" else "654321"
        refused = client.post("/page/code/", {"code": wrong})
        assert refused.status_code == 422
        assert "This is not the code" in refused.content.decode()
        assert client.post("/page/code/", {"code": right})["Location"] == "/page/"
        assert client.get("/page/").status_code == 200
        assert client.get("/page/code/")["Location"] == "/page/"

    def test_a_code_that_was_used_opens_no_other_browser(self, client: Client, link: PortalLink) -> None:
        client.get(path_of(link))
        client.post("/page/code/")
        right = addresses.digits(PortalCode.objects.get().key)
        client.post("/page/code/", {"code": right})
        other = Client()
        other.get(path_of(link))
        assert other.post("/page/code/", {"code": right}).status_code == 422
        assert other.get("/page/")["Location"] == "/page/code/"

    def test_what_is_no_code_is_a_sentence(self, client: Client, link: PortalLink) -> None:
        client.get(path_of(link))
        client.post("/page/code/")
        for typed in ("", "abc", "١٢٣٤٥٦", "0" * 500, "\x00"):
            assert client.post("/page/code/", {"code": typed}).status_code == 422

    def test_switched_on_later_it_asks_at_the_next_link(self, client: Client, ada: User, link: PortalLink) -> None:
        configuring.configure(ada, days=60, code=False, former=False)
        client.get(path_of(link))
        configuring.configure(ada, days=60, code=True, former=False)
        assert client.get("/page/").status_code == 200
        assert Client().get(path_of(link))["Location"] == "/page/code/"

    def test_too_many_codes(self, client: Client, link: PortalLink) -> None:
        client.get(path_of(link))
        for _ in range(5):
            codes.send(PortalSession.objects.get())
        assert "several codes" in client.post("/page/code/").content.decode()
