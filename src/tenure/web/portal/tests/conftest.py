"""Dana of Ostrelle on her page, and everything around it that she must not see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.work.portal import addresses, links
from tenure.work.portal.tests.conftest import account, ben, contact, eve  # noqa: F401  the same two customers

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"


def path_of(link: Any) -> str:
    return addresses.address(link.key).removeprefix("https://tenure.example")


@pytest.fixture(autouse=True)
def one_engine_for_all(home: Any) -> None:
    """Nothing is published: what the engine would tell is unknown."""


@pytest.fixture
def open_as(alice: User, settings: Any) -> Callable[[Contact], Client]:
    """A browser in which this contact has followed a link."""

    def opened(who: Contact) -> Client:
        client = Client(enforce_csrf_checks=False, headers={"user-agent": CHROME})
        assert client.get(path_of(links.copy(alice, who))).status_code == 302
        return client

    return opened


@pytest.fixture
def dana_client(open_as: Callable[[Contact], Client], contact: Contact) -> Client:  # noqa: F811
    return open_as(contact)


def soon(days: int) -> Any:
    return timezone.now().date() + timedelta(days=days)
