"""How many queries each page asks: a baseline. Fewer is a reason to write a smaller number here."""

from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.company.models import User
from tenure.customers import totals
from tenure.customers.fields import COLUMNS
from tenure.customers.models import ColumnChoice

BASELINE = {
    "/accounts/": 12,
    "/accounts/?where=region+%3D+EMEA&sort=name": 11,
    "/accounts/?q=n&page=2": 12,
    "/accounts/rows/": 12,
    "/accounts/filter/?field=region": 5,
    "/accounts/counts/": 7,
}


@pytest.fixture
def book(make_account: Any, alice: User) -> None:
    for number in range(70):
        make_account(
            f"N{number}",
            region="EMEA",
            owner=alice,
            arr_minor=number,
            tags=("pilot",),
            plan_ids=["pro"],
            product_ids=["core"],
        )
    totals.keep(timezone.now().date())


@pytest.mark.parametrize(("url", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(sign_in: Any, lea: User, book: None, url: str, most: int) -> None:
    browser = sign_in(lea)
    browser.get(url)
    caches["process"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    assert len(asked) == most, "\n".join(query["sql"] for query in asked)


def test_all_columns_cost_three_queries_more_whatever_the_number_of_rows(sign_in: Any, lea: User, book: None) -> None:
    ColumnChoice.objects.create(user=lea, columns=list(COLUMNS))
    browser = sign_in(lea)
    browser.get("/accounts/")
    caches["process"].clear()
    with CaptureQueriesContext(connection) as asked:
        browser.get("/accounts/")
    assert len(asked) == BASELINE["/accounts/"] + 3
    assert len(asked) <= 15
