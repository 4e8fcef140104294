"""What was changed here is kept with what came in before, however little of a row is read or saved meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from tenure.company.models import User
from tenure.customers.models import Account

pytestmark = pytest.mark.django_db
Meanwhile = Callable[[Account], Any]


@pytest.fixture
def account(alice: User) -> Account:
    Account.objects.create(id="A1", name="Acme", segment="SMB", owner=alice)
    return Account.objects.get()


def said() -> Any:
    return Account.objects.get().file_said


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda account: None,
        lambda account: account.refresh_from_db(fields=["loaded_at"]),
        lambda account: account.refresh_from_db(fields=iter(["segment", "owner"])),
        lambda account: account.save(update_fields=["loaded_at"]),
        lambda account: account.save(update_fields=["segment", "owner_id"]),
        lambda account: account.save(update_fields=[]),
    ],
)
def test_what_is_about_to_change_is_not_forgotten(account: Account, meanwhile: Meanwhile) -> None:
    account.name = "Acme Group"
    meanwhile(account)
    assert Account.objects.get().name == "Acme"
    account.save()
    assert (Account.objects.get().name, said()) == ("Acme Group", {"name": "Acme"})


def test_nor_when_a_field_is_read_that_was_left_out() -> None:
    Account.objects.create(id="A1", name="Acme", segment="SMB")
    found = Account.objects.defer("segment").get()
    found.name = "Acme Group"
    assert found.segment == "SMB"
    found.segment = "Enterprise"
    found.save()
    assert said() == {"name": "Acme", "segment": "SMB"}


@pytest.mark.parametrize("name", ["owner", "owner_id"])
def test_an_owner_is_known_by_both_of_its_names(account: Account, alice: User, lea: User, name: str) -> None:
    account.owner = lea
    account.save(update_fields=[name])
    assert (Account.objects.get().owner, said()) == (lea, {"owner_id": alice.pk})


@pytest.mark.parametrize("name", ["owner", "owner_id"])
def test_what_was_read_anew_is_no_change(account: Account, alice: User, lea: User, name: str) -> None:
    Account.objects.update(owner=lea)  # as a file would
    account.refresh_from_db(fields=[name])
    account.save()
    assert said() == {}
    account.owner = alice
    account.save()
    assert said() == {"owner_id": lea.pk}


def test_what_came_in_first_stays_the_first(account: Account) -> None:
    for name in ("Acme Group", "Acme World"):
        account.name = name
        account.save(update_fields=["name"])
        account.save()
    assert said() == {"name": "Acme"}
