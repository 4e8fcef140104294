"""Adding and changing contacts on their account's page."""

import pytest
from django.test import Client
from django.urls import reverse

from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers import contacts
from tenure.customers.contacts import Written
from tenure.customers.models import Account, Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(alice: User, account: Account) -> Contact:
    return contacts.add(alice, account, Written("Dana", "dana@ostrelle.example"))


def test_one_is_added_where_nobody_was_known(as_alice: Client, account: Account) -> None:
    new = reverse("account:contact-new", args=[account.pk])
    assert new in as_alice.get(reverse("account:people", args=[account.pk])).content.decode()
    writing = reverse("messages:write", args=[account.pk])
    assert f"{new}?next={writing}" in as_alice.get(writing).content.decode()
    typed = {"name": "Dana", "email": "nowhere", "role": "champion", "next": writing}
    refused = as_alice.post(new, typed)
    assert (refused.status_code, "is no e-mail address" in refused.content.decode()) == (422, True)
    assert 'value="nowhere"' in refused.content.decode()
    assert as_alice.post(new, typed | {"email": "dana@ostrelle.example"})["Location"] == writing
    assert "Dana" in as_alice.get(writing).content.decode()
    assert as_alice.post(new, {"name": "Elif", "next": "https://evil.example/"})["Location"].endswith("/people/")


def test_two_who_change_one_see_both(as_alice: Client, account: Account, dana: Contact, alice: User) -> None:
    page = reverse("account:contact", args=[account.pk, dana.pk])
    seen = as_alice.get(page).context["seen"]
    contacts.edit(alice, dana.pk, Written("Dana Reyes", dana.email), seen)
    answer = as_alice.post(page, {"name": "Dana R.", "email": dana.email, "seen": seen})
    shown = answer.content.decode()
    assert (answer.status_code, "<td>Dana Reyes</td><td>Dana R.</td>" in shown) == (422, True)
    again = as_alice.post(page, {"name": "Dana R.", "email": dana.email, "seen": answer.context["seen"]})
    assert again.status_code == 302
    dana.refresh_from_db()
    assert dana.name == "Dana R."


def test_the_same_person_from_a_file_is_told_and_put_right(as_alice: Client, account: Account, dana: Contact) -> None:
    Contact.objects.create(id="crm-7", account=account, name="Dana Reyes", email="Dana@Ostrelle.example", source="crm")
    people = reverse("account:people", args=[account.pk])
    assert as_alice.get(people).content.decode().count(">twice<") == 2
    page = reverse("account:contact", args=[account.pk, dana.pk])
    seen = as_alice.get(page).context["seen"]
    sent = {"name": "Dana", "email": dana.email, "left_on": today().isoformat(), "seen": seen}
    assert as_alice.post(page, sent | {"left_on": "soon"}).status_code == 422
    assert as_alice.post(page, sent).status_code == 302
    assert ">twice<" not in as_alice.get(people).content.decode()


def test_a_contact_of_another_account_is_not_there(as_alice: Client, account: Account, alice: User) -> None:
    other = Account.objects.create(id="B1", name="Other", owner=alice)
    theirs = contacts.add(alice, other, Written("Mallory"))
    assert as_alice.get(reverse("account:contact", args=[account.pk, theirs.pk])).status_code == 404
