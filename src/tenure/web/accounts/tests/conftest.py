from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenure.customers.tests.conftest import TODAY, _nothing_remembered, make_account

__all__ = ["TODAY", "_nothing_remembered", "make_account"]


@pytest.fixture
def sign_in() -> Callable[[Any], Client]:
    """A browser in which this person is signed in."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
