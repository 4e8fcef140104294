"""Two customers: Ostrelle with Dana and Ben, and Kestrel with Eve, who must never see anything of the first."""

import re
from datetime import date
from typing import Any

import pytest

from tenure.company.models import User, settings_row
from tenure.customers.models import Account, AccountState, Contact
from tenure.work.messages.models import Mail
from tenure.work.messages.sending import deliver


@pytest.fixture
def account(alice: User, settings: Any) -> Account:
    settings.TENURE_URL = "https://tenure.example"
    settings_row()
    made = Account.objects.create(id="A1", name="Ostrelle", owner=alice, segment="Enterprise")
    AccountState.objects.create(account=made, as_of=date(2026, 11, 20), status="customer", seats=40)
    return made


@pytest.fixture
def contact(account: Account) -> Contact:
    return Contact.objects.create(id="C1", account=account, name="Dana Ruiz", email="Dana@ostrelle.example")


@pytest.fixture
def ben(account: Account) -> Contact:
    return Contact.objects.create(id="C2", account=account, name="Ben Okoye", email="ben@ostrelle.example")


@pytest.fixture
def eve(alice: User, account: Account) -> Contact:
    other = Account.objects.create(id="A2", name="Kestrel", owner=alice, segment="SMB")
    AccountState.objects.create(account=other, as_of=date(2026, 11, 20), status="customer")
    return Contact.objects.create(id="C9", account=other, name="Eve Moss", email="eve@kestrel.example")


def delivered(mail: Mail, mailoutbox: Any) -> str:
    """The text of a mail as it left."""
    before = len(mailoutbox)
    assert deliver(mail.pk) == "sent"
    return str(mailoutbox[before].body)


def address_in(text: str) -> str:
    found = re.search(r"https://tenure\.example(/page/open/[^/\s)]+/)", text)
    assert found, text
    return found[1]
