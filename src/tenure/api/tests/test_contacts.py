"""Contacts by a program: added, changed, refused with a sentence and its place."""

from collections.abc import Callable

import pytest

from tenure.api.tests.conftest import Program
from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.addresses import AccountIdConverter
from tenure.customers.models import Account, Contact

pytestmark = pytest.mark.django_db
HERE = "/accounts/alder/contacts"


@pytest.fixture
def sends(alice: User, program: Callable[..., Program]) -> Program:
    Account.objects.create(id="alder", name="Alder", owner=alice)
    return program(alice)


def test_a_contact_is_added_listed_and_changed_by_who_has_read_it(sends: Program) -> None:
    dana = sends("post", HERE, {"name": "Dana Reyes", "email": "dana@alder.example", "role": "champion"}, status=201)
    assert (dana["account"], dana["source"], dana["left_on"]) == ("alder", "Tenure", None)
    assert sends("get", HERE)["items"] == [dana]
    day = today().isoformat()
    here, seen = f"/contacts/{dana['id']}", {"If-Match": dana["etag"]}
    sends("put", here, {"name": "Dana R."}, status=428)
    now = sends("put", here, {"name": "Dana R.", "left_on": day}, headers=seen)
    assert (now["name"], now["email"], now["left_on"]) == ("Dana R.", "", day)
    sends("put", here, {"name": "D"}, status=412, headers=seen)
    assert sends("get", HERE)["items"] == [now]


def test_what_is_wrong_is_a_sentence(sends: Program) -> None:
    assert "is no e-mail address" in sends("post", HERE, {"name": "D", "email": "nowhere"}, status=422)["sentence"]
    sends("put", "/contacts/none", {"name": "D"}, status=404)
    Account.objects.create(id="birch", name="Birch")
    sends("post", "/accounts/birch/contacts", {"name": "D"}, status=404)


def test_ids_are_reached_whatever_stands_in_them(alice: User, program: Callable[..., Program]) -> None:
    Account.objects.create(id="001/A b", name="Slash", owner=alice)
    Contact.objects.create(id="003/X", account_id="001/A b", name="Dana", source="crm")
    sends, written = program(alice), AccountIdConverter().to_url
    [dana] = sends("get", f"/accounts/{written('001/A b')}/contacts")["items"]
    seen = {"If-Match": dana["etag"]}
    assert sends("put", f"/contacts/{written('003/X')}", {"name": "Dana R."}, headers=seen)["name"] == "Dana R."
