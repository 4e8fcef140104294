"""The kept sums of the whole book are those of the accounts, and are left aside when they cannot be."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.customers import totals
from tenure.customers.models import AccountState, BookTotals
from tenure.customers.selection import Selection
from tenure.customers.tests.conftest import TODAY


def fresh(user: Any, day: Any = TODAY) -> totals.Totals:
    caches["process"].clear()
    return totals.totals(Selection(user, "USD"), day, totals.version())


def test_kept_sums_are_those_of_the_accounts(vera: Any, book: Any) -> None:
    computed = fresh(vera)
    totals.keep(TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert fresh(vera) == computed
    assert not any("SUM(" in query["sql"] for query in asked)
    assert computed.renewing > 0


def test_on_another_day_what_renews_soon_is_counted_anew(vera: Any, book: Any) -> None:
    later = TODAY + timedelta(days=60)
    computed = fresh(vera, later)
    totals.keep(TODAY)
    assert fresh(vera, later) == computed != fresh(vera)


def test_sums_of_accounts_that_are_gone_are_left_aside(vera: Any, book: Any) -> None:
    totals.keep(TODAY)
    before = fresh(vera)
    gone = AccountState.objects.filter(arr_minor__gt=0).first()
    assert gone is not None
    gone.account.delete()
    assert (fresh(vera).arr_minor or 0) == (before.arr_minor or 0) - (gone.arr_minor or 0)


def test_an_empty_book_has_no_sums(vera: Any) -> None:
    totals.keep(TODAY)
    assert BookTotals.objects.get().states == 0
    nothing = fresh(vera)
    assert nothing == replace(nothing, accounts=0, owners=0, as_of=None, arr_minor=None, renewing=0)


def test_the_version_changes_when_the_states_were_written(book: Any) -> None:
    totals.keep(TODAY)
    before = totals.version()
    assert totals.version() == before
    totals.keep(TODAY)
    assert totals.version() != before
