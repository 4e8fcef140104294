from typing import Any

import pytest

from tenure.company.models import User
from tenure.customers.models import Account, AccountTag
from tenure.journal.models import Change


@pytest.fixture
def book(make_account: Any, alice: User, bob: User) -> None:
    for number in range(60):
        make_account(f"N{number:02d}", region="EMEA" if number < 55 else "APAC", owner=alice if number % 2 else bob)


def said(reply: Any) -> str:
    return str(reply.wsgi_request.session["accounts_done"]["said"])


def owned(user: User) -> int:
    return Account.objects.filter(owner=user).count()


def test_a_lead_assigns_the_ticked_rows(sign_in: Any, lea: User, book: None) -> None:
    reply = sign_in(lea).post("/accounts/bulk/", {"action": "assign", "owner": lea.pk, "ids": ["N00", "N01", "zzz"]})
    assert said(reply) == "2 accounts now belong to Lea."
    assert owned(lea) == 2


def test_all_of_this_view_is_the_filter_not_the_page(sign_in: Any, lea: User, book: None) -> None:
    sent = {"action": "assign", "owner": lea.pk, "scope": "all", "where": "region = EMEA", "ids": ["N59"]}
    reply = sign_in(lea).post("/accounts/bulk/", sent)
    assert said(reply) == "55 accounts now belong to Lea."
    assert reply["Location"] == "/accounts/?where=region+%3D+%22EMEA%22"
    assert Change.objects.filter(verb="account.edited").count() == owned(lea) == 55


def test_a_filter_that_cannot_be_read_changes_nothing(sign_in: Any, lea: User, book: None) -> None:
    reply = sign_in(lea).post(
        "/accounts/bulk/", {"action": "assign", "owner": lea.pk, "scope": "all", "where": "x = 1"}
    )
    assert "Nothing was changed" in said(reply)
    assert owned(lea) == 0


def test_a_csm_hears_what_was_not_allowed(sign_in: Any, alice: User, book: None) -> None:
    reply = sign_in(alice).post("/accounts/bulk/", {"action": "tag", "tag": "pilot", "ids": ["N00", "N01"]})
    assert said(reply) == "1 account tagged “pilot”. 1 account is not yours to change and stayed as before."
    assert list(AccountTag.objects.values_list("account_id", flat=True)) == ["N01"]


def test_only_leads_assign_through_the_page(sign_in: Any, alice: User, bob: User, book: None) -> None:
    assert (
        sign_in(alice).post("/accounts/bulk/", {"action": "assign", "owner": bob.pk, "ids": ["N01"]}).status_code == 404
    )
    assert Account.objects.get(pk="N01").owner == alice


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"action": "assign", "ids": "N00"}, "Choose who"),
        ({"action": "assign", "owner": "999999", "ids": "N00"}, "Choose who"),
        ({"action": "tag", "tag": " ", "ids": "N00"}, "Type a tag"),
        ({"action": "tag", "tag": "x"}, "Select at least one"),
        ({"ids": "N00"}, "Choose what"),
    ],
)
def test_what_cannot_be_done_is_said(sign_in: Any, lea: User, book: None, sent: dict[str, str], expected: str) -> None:
    assert expected in said(sign_in(lea).post("/accounts/bulk/", sent))
    assert not Change.objects.exists()


def test_undo_on_the_page_after(sign_in: Any, lea: User, alice: User, bob: User, book: None) -> None:
    browser = sign_in(lea)
    browser.post("/accounts/bulk/", {"action": "assign", "owner": "nobody", "scope": "all"})
    assert Account.objects.filter(owner=None).count() == 60
    at = browser.get("/accounts/").context["done"]["undo"]
    assert browser.get("/accounts/").context["done"] is None, "it is told once"
    reply = browser.post("/accounts/undo/", {"at": at, "next": "/accounts/?sort=name"})
    assert said(reply) == "Undone for 60 accounts."
    assert (owned(alice), owned(bob)) == (30, 30)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-02-31T00:00:00+00:00", "2026-01-01T00:00:00"])
def test_undo_of_nothing_says_so(sign_in: Any, lea: User, at: str) -> None:
    assert "nothing to undo" in said(sign_in(lea).post("/accounts/undo/", {"at": at}))


def test_two_leads_at_once_each_change_what_is_still_as_it_was(
    sign_in: Any, lea: User, ada: User, bob: User, book: None
) -> None:
    first = sign_in(lea).post("/accounts/bulk/", {"action": "assign", "owner": lea.pk, "scope": "all"})
    second = sign_in(ada).post("/accounts/bulk/", {"action": "assign", "owner": lea.pk, "scope": "all"})
    assert said(first) == "60 accounts now belong to Lea."
    assert said(second) == "0 accounts now belong to Lea. 60 accounts were so already."
