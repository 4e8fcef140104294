"""Our side: links given, copied and revoked on the account, who opened what, guides kept, settings."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.web.portal.tests.conftest import path_of
from tenure.work.messages.models import Mail
from tenure.work.portal import links, resources
from tenure.work.portal.models import PortalLink, PortalRule, PortalVisit, Resource, portal_settings
from tenure.work.portal.resources import Content

pytestmark = pytest.mark.django_db
HERE = "/customer-pages/of/A1/"


@pytest.fixture
def hers(client: Client, alice: User, contact: Contact) -> Client:
    client.force_login(alice)
    return client


def text(reply: Any) -> str:
    return str(reply.content.decode())


class TestLinks:
    def test_one_is_mailed(self, hers: Client, contact: Contact) -> None:
        reply = hers.post(f"{HERE}C1/send/")
        assert "A link is on its way to Dana@ostrelle.example" in text(reply)
        assert Mail.objects.get(kind="link").to_email == "dana@ostrelle.example"
        assert "1 link until" in text(hers.get(HERE))

    def test_one_is_copied_and_opens_the_page_for_somebody_else_than_us(self, hers: Client) -> None:
        reply = hers.post(f"{HERE}C1/copy/")
        assert reply["Cache-Control"] == "no-store"
        found = re.search(r"https://tenure\.example(/page/open/[^<\s]+)", text(reply))
        assert found
        assert Client().get(found[1])["Location"] == "/page/"
        assert "/page/open/" not in text(hers.get(HERE))

    def test_all_of_a_contact_are_revoked(self, hers: Client, alice: User, contact: Contact) -> None:
        given = [links.copy(alice, contact) for _ in range(2)]
        assert "2 links open nothing any more." in text(hers.post(f"{HERE}C1/revoke/"))
        assert [Client().get(path_of(link)).status_code for link in given] == [404, 404]

    def test_what_is_refused_is_a_sentence(self, hers: Client, settings: Any) -> None:
        settings.TENURE_URL = ""
        reply = hers.post(f"{HERE}C1/copy/")
        assert reply.status_code == 422
        assert "TENURE_URL is not set" in text(reply)

    def test_who_may_not_write_to_the_account_gives_none(
        self, client: Client, bob: User, vera: User, contact: Contact, eve: Contact
    ) -> None:
        for user in (bob, vera):
            client.force_login(user)
            assert client.get(HERE).status_code == 200
            assert "Send link" not in text(client.get(HERE))
            for verb in ("send", "copy", "revoke"):
                assert client.post(f"{HERE}C1/{verb}/").status_code == 404
            assert client.post(f"{HERE}code/", {"code": "always"}).status_code == 404
        assert not PortalLink.objects.exists()

    def test_a_contact_of_another_account_is_not_here(self, hers: Client, eve: Contact) -> None:
        assert hers.post(f"{HERE}C9/send/").status_code == 404

    def test_the_code_of_an_account(self, hers: Client, account: Account) -> None:
        for chosen, held in (("always", [True]), ("never", [False]), ("company", [])):
            assert hers.post(f"{HERE}code/", {"code": chosen}).status_code == 200
            assert list(PortalRule.objects.values_list("code", flat=True)) == held
        assert hers.post(f"{HERE}code/", {"code": "perhaps"}).status_code == 404


class TestWhoLooked:
    def test_last_seen_and_opened(self, hers: Client, dana_client: Client, lea: User, account: Account) -> None:
        made = resources.add(lea, Content("Rules", "guide", body="x"))
        dana_client.get("/page/")
        dana_client.get(f"/page/guides/{made.pk}/")
        page = text(hers.get(HERE))
        assert "last seen" in page
        assert "2 pages" in page
        assert "opened by Dana Ruiz" in page
        visits = text(hers.get(f"{HERE}visits/?contact=C1"))
        assert "Guide: Rules" in visits
        assert "Chrome, Windows" in visits
        card = text(hers.get(f"{HERE}card/"))
        assert "Opened: Rules" in card
        assert "Rules" in text(hers.get("/customer-pages/"))

    def test_the_customer_view_is_of_who_looked_last(self, hers: Client, contact: Contact, ben: Contact) -> None:
        assert hers.get(f"{HERE}view/")["Location"] == "/customer-view/C2/"
        PortalVisit.objects.create(contact=contact, account=contact.account, at=timezone.now(), page="home")
        assert hers.get(f"{HERE}view/")["Location"] == "/customer-view/C1/"
        Contact.objects.update(left_on=timezone.now().date() - timedelta(days=1))
        assert hers.get(f"{HERE}view/")["Location"] == HERE

    def test_many_people_are_few_queries(self, hers: Client, alice: User, account: Account, lea: User) -> None:
        for number in range(30):
            one = Contact.objects.create(id=f"M{number}", account=account, name=f"Person {number}")
            links.copy(alice, one)
            resources.add(lea, Content(f"Guide {number}", "guide", body="x"))
        hers.get(HERE)
        for path, most in ((HERE, 12), (f"{HERE}card/", 9), (f"{HERE}visits/", 5), ("/customer-pages/", 7)):
            with CaptureQueriesContext(connection) as asked:
                hers.get(path)
            assert len(asked) == most <= 15, path


class TestGuides:
    def test_one_is_added_changed_and_retired(self, client: Client, lea: User) -> None:
        client.force_login(lea)
        sent = {"title": "Set up rota rules", "kind": "guide", "body": "# First", "minutes": "8", "place": "5",
                "condition": "segment = Enterprise"}  # fmt: skip
        assert client.post("/customer-pages/guides/new/", sent)["Location"] == "/customer-pages/"
        made = Resource.objects.get()
        assert (made.title, made.minutes, made.place, made.condition) == (
            "Set up rota rules",
            8,
            5,
            "segment = Enterprise",
        )
        page = client.get(f"/customer-pages/guides/{made.pk}/")
        seen = page.context["seen"]
        assert (
            client.post(f"/customer-pages/guides/{made.pk}/", sent | {"title": "New", "seen": seen}).status_code == 302
        )
        late = client.post(f"/customer-pages/guides/{made.pk}/", sent | {"title": "Late", "seen": seen})
        assert late.status_code == 422
        assert "in the meantime" in text(late)
        assert 'value="Late"' in text(late)
        client.post(f"/customer-pages/guides/{made.pk}/retire/")
        assert "New" not in text(client.get("/customer-pages/"))
        assert "New" in text(client.get("/customer-pages/?retired=1"))
        client.post(f"/customer-pages/guides/{made.pk}/bring-back/")
        assert "New" in text(client.get("/customer-pages/"))

    def test_mistakes_keep_what_was_typed(self, client: Client, lea: User) -> None:
        client.force_login(lea)
        sent = {"title": "Rules", "kind": "guide", "url": "http://a.example", "minutes": "many", "place": "x"}
        reply = client.post("/customer-pages/guides/new/", sent)
        assert reply.status_code == 422
        for part in ("does not begin with https://", "Minutes:", "Place:", 'value="many"', 'value="http://a.example"'):
            assert part in text(reply)

    def test_a_csm_keeps_those_of_her_account(self, hers: Client, alice: User, bob: User, client: Client) -> None:
        assert hers.get("/customer-pages/guides/new/").status_code == 404
        sent = {"account": "A1", "title": "Layout", "kind": "sheet", "url": "https://a.example/x"}
        assert hers.post("/customer-pages/guides/new/", sent)["Location"] == HERE
        made = Resource.objects.get()
        assert made.account_id == "A1"
        hers.force_login(bob)
        assert hers.post(f"/customer-pages/guides/{made.pk}/retire/").status_code == 404
        assert hers.post(f"/customer-pages/guides/{made.pk}/", sent | {"seen": "x"}).status_code == 404


def test_settings_are_the_administrators(client: Client, ada: User, lea: User) -> None:
    client.force_login(lea)
    assert client.get("/customer-pages/settings/").status_code == 404
    client.force_login(ada)
    assert client.post("/customer-pages/settings/", {"days": "14", "code": "on"})["Location"] == "/customer-pages/"
    row = portal_settings()
    assert (row.days, row.code, row.former) == (14, True, False)
    for days in ("", "0", "367", "many", "9" * 9):
        reply = client.post("/customer-pages/settings/", {"days": days})
        assert reply.status_code == 422
    assert portal_settings().days == 14
