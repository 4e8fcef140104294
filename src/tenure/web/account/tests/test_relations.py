"""Who belongs to whom, in groups of any depth and in bad data."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.customers.models import Account, AccountParent
from tenure.web.account import lineage
from tenure.web.account.tests.conftest import url

pytestmark = pytest.mark.django_db
_DAY = date(2026, 11, 19)


def _chain(*ids: str) -> None:
    """Each id belongs to the one after it."""
    for key in ids:
        Account.objects.get_or_create(id=key, defaults={"name": key})
    for key, parent in pairwise(ids):
        AccountParent.objects.create(id=f"{key}|{parent}", account_id=key, parent_account_id=parent)


def test_all_parents_are_found_the_nearest_first() -> None:
    ids = [f"D{depth:02}" for depth in range(30)]
    _chain(*ids)
    assert lineage.above("D00", _DAY) == ids[1:]
    assert lineage.group("D29", _DAY) == set(ids)
    assert lineage.group("D10", _DAY) == set(ids[:11])


def test_a_circle_ends() -> None:
    _chain("A", "B", "C", "A")
    assert lineage.above("A", _DAY) == ["B", "C"]
    assert lineage.group("C", _DAY) == {"A", "B", "C"}


def test_a_circle_further_up_ends() -> None:
    _chain("A", "B", "C", "B")
    assert lineage.above("A", _DAY) == ["B", "C"]


def test_of_two_parents_the_one_that_came_later_holds() -> None:
    _chain("A", "early")
    _chain("A", "late")
    _chain("A", "gone")
    AccountParent.objects.filter(parent_account="late").update(valid_from=date(2025, 1, 1))
    AccountParent.objects.filter(parent_account="gone").update(valid_from=date(2026, 1, 1), valid_to_excl=_DAY)
    assert lineage.above("A", _DAY) == ["late"]
    assert lineage.above("A", date(2024, 1, 1)) == ["early"]
    assert lineage.above("A", date(2026, 6, 1)) == ["gone"]


def test_a_deep_group_costs_no_more(home: object, full: Account, as_alice: Client) -> None:
    _chain("A1", *(f"D{depth:02}" for depth in range(12)))
    as_alice.get(url("page"))
    with CaptureQueriesContext(connection) as queries:
        html = as_alice.get(url("page")).content.decode()
    assert "14 accounts" in html
    assert len(queries) == 14
