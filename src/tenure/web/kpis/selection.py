"""Rows of a number as a filter of the accounts list."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from tenure.core.conditions import Check

MOST: Final = 200  # more ids than this make an address that proxies cut


def view_of(ids: Sequence[str], unit: str) -> str:
    """The address of the list of these accounts, and of their children where parents are counted; empty if too many."""
    if not 0 < len(ids) <= MOST:
        return ""
    condition = Check("parent" if unit == "parent" else "id", "in", tuple(ids))
    return f"{reverse('accounts:list')}?{urlencode({'where': condition.text()})}"
