"""How many queries each page asks: a baseline. Fewer is a reason to write a smaller number here."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.customers import totals

BASELINE = {
    "/kpis/": 7,
    "/kpis/?as_of=2025-12-31": 7,
    "/kpis/part/card/nrr/": 8,
    "/kpis/bridge/": 5,
    "/kpis/cohorts/": 5,
    "/kpis/nrr/": 9,
    "/kpis/movements/churn/": 6,
    "/kpis/definitions/": 2,
    "/kpis/closed/": 5,
}


@pytest.mark.parametrize(("url", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(company: Any, sign_in: Any, lea: Any, url: str, most: int) -> None:
    totals.keep(timezone.now().date())  # as every refresh does
    browser = sign_in(lea)
    browser.get(url, headers={"HX-Request": "true"})
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url, headers={"HX-Request": "true"}).status_code == 200
    assert len(asked) == most, "\n".join(query["sql"] for query in asked)
