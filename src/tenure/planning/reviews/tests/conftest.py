"""Ostrelle is Alice's; Dana and Elif work there, Mallory at another customer."""

from datetime import date

import pytest

from tenure.company.models import User
from tenure.customers.models import Account, Contact
from tenure.planning.models import Review, ReviewBlock
from tenure.planning.reviews import scheduling

TODAY = date(2026, 11, 25)
DUE = date(2026, 11, 20)


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice, tier="gold")


@pytest.fixture
def dana(account: Account) -> Contact:
    return Contact.objects.create(id="dana", account=account, name="Dana", role="executive_sponsor")


@pytest.fixture
def elif_(account: Account) -> Contact:
    return Contact.objects.create(id="elif", account=account, name="Elif", role="user")


@pytest.fixture
def mallory(bob: User) -> Contact:
    other = Account.objects.create(id="B1", name="Brassmere", owner=bob)
    return Contact.objects.create(id="mallory", account=other, name="Mallory", role="champion")


@pytest.fixture
def review(alice: User, account: Account, dana: Contact) -> Review:
    return scheduling.schedule(alice, account, DUE, TODAY)


@pytest.fixture
def block(review: Review) -> ReviewBlock:
    return review.blocks.create(place=1, kind="summary", title="Summary")
