"""Beginning a message, a meeting, a plan from a page of many accounts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.models import User
from tenure.web.accounts.beginning import BEGINNINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(person: Any) -> User:
    made: User = person("csm", "alice")
    return made


@pytest.fixture
def as_alice(sign_in: Callable[[Any], Client], alice: User) -> Client:
    return sign_in(alice)


@pytest.mark.parametrize("what", BEGINNINGS)
def test_each_asks_for_the_account_and_goes_on_to_its_form(
    as_alice: Client, alice: User, make_account: Any, what: str
) -> None:
    acme = make_account("a/1", name="Acme", owner=alice)
    address = reverse("begin", args=[what])
    assert "For which account" in as_alice.get(address).content.decode()
    answer = as_alice.get(address, {"account": "acme"})
    assert answer["Location"] == reverse(BEGINNINGS[what].form, args=[acme.pk])
    assert as_alice.get(answer["Location"]).status_code == 200


def test_what_is_unknown_or_anothers_is_said_and_what_was_typed_stays(
    as_alice: Client, person: Any, make_account: Any
) -> None:
    bob = person("csm", "bob")
    make_account("b", name="Beta", owner=bob)
    address = reverse("begin", args=["meeting"])
    unknown = as_alice.get(address, {"account": "Acmee"})
    assert unknown.status_code == 422
    assert "There is no account “Acmee”. Choose one of the list." in unknown.content.decode()
    assert 'value="Acmee"' in unknown.content.decode()
    assert f"Beta is {bob}’s." in as_alice.get(address, {"account": "b"}).content.decode()
    assert as_alice.get(reverse("begin", args=["war"])).status_code == 404
