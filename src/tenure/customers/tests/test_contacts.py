"""Contacts that are added and changed by hand, and what files say of them afterwards."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.http import Http404

from tenure.company.clock import today
from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers import contacts
from tenure.customers.contacts import Written, version
from tenure.customers.models import Account, Contact
from tenure.journal.models import Change

pytestmark = pytest.mark.django_db
DANA = Written(" Dana Reyes ", "dana@acme.example", "+49 1", "COO", "champion")


@pytest.fixture
def alice(person: Any) -> User:
    made: User = person("csm", "alice")
    return made


@pytest.fixture
def acme(alice: User) -> Account:
    return Account.objects.create(id="acme", name="Acme", owner=alice)


@pytest.fixture
def dana(alice: User, acme: Account) -> Contact:
    return contacts.add(alice, acme, DANA)


def test_a_contact_is_added_and_stands_in_the_journal(dana: Contact, alice: User) -> None:
    assert (dana.name, dana.email, dana.role, dana.source) == ("Dana Reyes", "dana@acme.example", "champion", "Tenure")
    assert dana.created_on == today()
    change = Change.objects.get(verb="contact.added")
    assert (change.account_id, change.actor, change.after["email"]) == ("acme", alice, "dana@acme.example")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (Written(), "Give a name or an e-mail address"), (Written("D", "dana at acme"), "is no e-mail address"),
        (Written("D" * 201), "Name: at most 200"), (Written("D\x00"), "Name: at most"),
        (Written("D", phone="1" * 61), "Phone: at most 60"),
        (Written("D", "DANA@acme.example"), "has this address already"),
        (Written("D", left_on=date(2999, 1, 1)), "still to come"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence(
    alice: User, acme: Account, dana: Contact, written: Written, sentence: str
) -> None:
    with pytest.raises(NotAccepted, match=sentence):
        contacts.add(alice, acme, written)
    assert Contact.objects.count() == 1


def test_who_left_leaves_the_address_to_another(alice: User, acme: Account, dana: Contact) -> None:
    contacts.edit(alice, dana.pk, replace(DANA, left_on=today()), version(dana))
    assert contacts.add(alice, acme, replace(DANA, name="Elif")).email == "dana@acme.example"


def test_an_edit_tells_what_changed_and_is_refused_of_what_was_not_seen(alice: User, dana: Contact) -> None:
    seen = version(dana)
    changed = contacts.edit(alice, dana.pk, replace(DANA, title="CFO"), seen)
    assert Change.objects.get(verb="contact.edited").before == {"position": "COO"}
    with pytest.raises(ChangedMeanwhile) as conflict:
        contacts.edit(alice, dana.pk, replace(DANA, title="CEO"), seen)
    assert conflict.value.now.title == "CFO"
    contacts.edit(alice, dana.pk, Written.of(changed), version(changed))
    assert Change.objects.filter(verb="contact.edited").count() == 1  # nothing was different


def test_of_a_contact_that_came_in_it_is_kept_what_the_file_said(alice: User, acme: Account) -> None:
    crm = Contact.objects.create(id="c1", account=acme, name="Elif", title="CTO", source="crm")
    crm.refresh_from_db()
    contacts.edit(alice, "c1", replace(Written.of(crm), title="CEO"), version(crm))
    assert Contact.objects.get(pk="c1").file_said == {"title": "CTO"}


def test_what_a_file_brought_wrong_does_not_stand_in_the_way_of_another_change(alice: User, dana: Contact) -> None:
    later = today() + DAY
    for key, email in (("c1", "none yet"), ("c2", dana.email.upper())):
        Contact.objects.create(id=key, account=dana.account, name=key, email=email, left_on=None, source="crm")
    Contact.objects.create(id="c3", account=dana.account, name="c3", left_on=later, source="crm")
    for held in Contact.objects.filter(source="crm"):
        contacts.edit(alice, held.pk, replace(Written.of(held), phone="+1"), version(held))
        held.refresh_from_db()
        for wrong in (replace(Written.of(held), email="nowhere"), replace(Written.of(held), left_on=later + DAY)):
            with pytest.raises(NotAccepted):
                contacts.edit(alice, held.pk, wrong, version(held))
    assert Contact.objects.filter(phone="+1").count() == 3


def test_an_address_may_be_written_in_another_case(alice: User, dana: Contact) -> None:
    assert contacts.edit(alice, dana.pk, replace(DANA, email="Dana@Acme.example"), version(dana)).email[0] == "D"


def test_nobody_leaves_before_they_came(alice: User, acme: Account, dana: Contact) -> None:
    with pytest.raises(NotAccepted, match="They are known since"):
        contacts.edit(alice, dana.pk, replace(DANA, left_on=today() - DAY), version(dana))
    with pytest.raises(NotAccepted, match="They are known since"):
        contacts.add(alice, acme, Written("Elif", left_on=today() - DAY))
    Contact.objects.filter(pk=dana.pk).update(created_on=None)  # of a file that does not say since when
    contacts.edit(alice, dana.pk, replace(DANA, left_on=today() - DAY), version(dana))


def test_who_comes_back_may_not_have_the_address_of_another(alice: User, acme: Account, dana: Contact) -> None:
    gone = contacts.edit(alice, dana.pk, replace(DANA, left_on=today()), version(dana))
    contacts.add(alice, acme, replace(DANA, name="Elif"))
    with pytest.raises(NotAccepted, match="Elif has this address already"):
        contacts.edit(alice, gone.pk, replace(DANA, left_on=None), version(gone))


def test_others_find_nothing(person: Any, dana: Contact, acme: Account) -> None:
    bob = person("csm", "bob")
    with pytest.raises(Http404):
        contacts.add(bob, acme, Written("X"))
    with pytest.raises(Http404):
        contacts.edit(bob, dana.pk, DANA, version(dana))


def test_texts_are_as_long_as_the_table_lets_them(dana: Contact) -> None:
    lengths = {field.name: field.max_length for field in dana._meta.concrete_fields}
    assert {name: lengths[name] for name in contacts._MOST} == contacts._MOST
