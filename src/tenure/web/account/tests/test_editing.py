"""Fields that people own, changed in place, and tags."""

from typing import Any

import pytest
from django.test import Client

from tenure.company.models import User
from tenure.customers.models import Account, AccountState
from tenure.customers.verbs import edit_account
from tenure.journal.models import Change
from tenure.web.account.tests.conftest import HTMX, url

pytestmark = pytest.mark.django_db


def form(client: Client, name: str, query: str = "") -> str:
    return client.get(url("field", "A1", name) + query, **HTMX).content.decode()


def save(client: Client, name: str, value: str, seen: str) -> str:
    return client.post(url("field", "A1", name), {"value": value, "seen": seen}, **HTMX).content.decode()


class TestField:
    @pytest.mark.parametrize(
        ("name", "value", "seen", "now"),
        [
            ("tier", "Silver", "Gold", "Silver"),
            ("segment", " Mid  market ", "Enterprise", "Mid market"),
            ("motion", "sales_led", "", "Sales-led"),
            ("do_not_ask", "yes", "no", "Yes"),
            ("name", "Ostrelle Group", "Ostrelle Shipping", "Ostrelle Group"),
            ("region", "", "EMEA", "Add"),
        ],
    )
    def test_it_is_saved_journaled_and_shown(
        self, account: Account, as_alice: Client, name: str, value: str, seen: str, now: str
    ) -> None:
        html = save(as_alice, name, value, seen)
        assert now in html
        assert 'data-say="' in html
        change = Change.objects.get()
        assert (change.verb, list(change.after)) == ("account.edited", [name])

    def test_the_form_has_the_value_and_what_others_say(self, account: Account, as_alice: Client) -> None:
        Account.objects.create(id="A2", name="Other", tier="Platinum")
        html = form(as_alice, "tier", "?seen=Gold")
        assert 'value="Gold"' in html
        assert '<option value="Platinum">' in html
        assert "meantime" not in html

    def test_a_lead_hands_the_account_over(
        self, state: AccountState, account: Account, client: Client, lea: User, bob: User
    ) -> None:
        client.force_login(lea)
        assert "Bob" in form(client, "owner")
        sent = {"value": "bob@example.com", "seen": "alice@example.com"}
        answer = client.post(url("field", "A1", "owner"), sent, **HTMX)
        assert "Bob" in answer.content.decode()
        head = answer.content.decode().partition('id="facts" hx-swap-oob="true"')[2]
        assert "Bob" in head, "the head of the page names the owner too"
        assert "HX-Refresh" not in answer, "what is half written on the page stays"
        tier = client.post(url("field", "A1", "tier"), {"value": "C", "seen": ""}, **HTMX)
        assert 'id="facts"' not in tier.content.decode()
        account.refresh_from_db()
        assert account.owner == bob

    def test_an_owner_does_not_give_it_away(self, account: Account, as_alice: Client, bob: User) -> None:
        assert as_alice.get(url("field", "A1", "owner"), **HTMX).status_code == 404
        sent = {"value": "bob@example.com", "seen": "alice@example.com"}
        assert as_alice.post(url("field", "A1", "owner"), sent, **HTMX).status_code == 404

    def test_a_value_that_does_not_fit_is_refused_with_a_sentence(self, account: Account, as_alice: Client) -> None:
        html = save(as_alice, "tier", "x" * 60, "Gold")
        assert "at most 40 characters" in html
        assert "x" * 60 in html

    @pytest.mark.parametrize("who", ["bob", "vera", "dana"])
    def test_others_may_not(self, account: Account, client: Client, who: str, request: pytest.FixtureRequest) -> None:
        client.force_login(request.getfixturevalue(who))
        assert client.get(url("field", "A1", "tier"), **HTMX).status_code == 404
        assert client.post(url("field", "A1", "tier"), {"value": "x", "seen": "Gold"}, **HTMX).status_code == 404

    @pytest.mark.parametrize("name", ["id", "is_test", "created_on", "owner_id", "password"])
    def test_other_fields_are_not_edited_here(self, account: Account, as_alice: Client, name: str) -> None:
        assert as_alice.get(url("field", "A1", name), **HTMX).status_code == 404

    def test_without_scripts_it_is_a_page_that_leads_back(self, account: Account, as_alice: Client) -> None:
        assert "<html" in as_alice.get(url("field", "A1", "tier")).content.decode()
        response = as_alice.post(url("field", "A1", "tier"), {"value": "Silver", "seen": "Gold"})
        assert (response.status_code, response["Location"]) == (302, url("page"))


class TestTwoAtOnce:
    def test_one_who_opens_the_form_late_is_told_by_whom(self, account: Account, as_alice: Client, lea: User) -> None:
        edit_account(lea, "A1", {"tier": "Silver"})
        html = form(as_alice, "tier", "?seen=Gold")
        assert "Lea changed tier to <b>Silver</b>" in html
        assert 'value="Silver"' in html

    def test_one_who_saves_late_chooses_between_both(self, account: Account, as_alice: Client, lea: User) -> None:
        edit_account(lea, "A1", {"tier": "Silver"})
        html = save(as_alice, "tier", "Bronze", "Gold")
        assert "Lea changed tier to <b>Silver</b>" in html
        assert "Use Bronze" in html
        assert "Keep Silver" in html
        account.refresh_from_db()
        assert account.tier == "Silver"
        assert "Bronze" in save(as_alice, "tier", "Bronze", "Silver")
        account.refresh_from_db()
        assert account.tier == "Bronze"

    def test_what_a_file_changed_has_no_name_to_say(self, account: Account, as_alice: Client) -> None:
        Account.objects.filter(pk="A1").update(tier="Silver")
        assert "Tier was changed to <b>Silver</b> in the meantime" in save(as_alice, "tier", "Bronze", "Gold")

    def test_another_field_is_no_conflict(self, account: Account, as_alice: Client, lea: User) -> None:
        edit_account(lea, "A1", {"region": "APAC"})
        assert "Silver" in save(as_alice, "tier", "Silver", "Gold")


class TestTags:
    def test_they_are_put_on_and_taken_off(self, account: Account, as_alice: Client) -> None:
        html = as_alice.post(url("tags"), {"add": " at  risk "}, **HTMX).content.decode()
        assert "at risk" in html
        html = as_alice.post(url("tags"), {"remove": "at risk"}, **HTMX).content.decode()
        assert "at risk" not in html
        assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == [
            "account.tagged", "account.untagged",
        ]  # fmt: skip

    @pytest.mark.parametrize(("tag", "sentence"), [("", "Type a tag first"), ("x" * 61, "at most 60 characters")])
    @pytest.mark.parametrize("how", [HTMX, {}])
    def test_a_bad_one_is_refused(
        self, account: Account, as_alice: Client, tag: str, sentence: str, how: dict[str, Any]
    ) -> None:
        assert sentence in as_alice.post(url("tags"), {"add": tag}, **how).content.decode()

    def test_others_may_not(self, account: Account, client: Client, bob: User) -> None:
        client.force_login(bob)
        assert client.post(url("tags"), {"add": "mine"}, **HTMX).status_code == 404

    def test_everyone_reads_them(self, account: Account, client: Client, vera: User) -> None:
        account.tags.create(tag="reference")
        client.force_login(vera)
        html = client.get(url("tags"), **HTMX).content.decode()
        assert "reference" in html
        assert "Remove" not in html
