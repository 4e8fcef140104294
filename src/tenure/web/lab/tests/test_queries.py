"""How many queries the lab's pages and panels ask: a baseline. Fewer is a reason to write a smaller number here."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenure.library import verbs
from tenure.library.models import Document, Kind

BASELINE = {
    "/health-lab/": 5,
    "/health-lab/new-scorecard/": 4,
    "/health-lab/standard/": 5,
    "/health-lab/standard/?whole=1": 11,
    "/health-lab/standard/proof/": 6,
    "/health-lab/standard/ahead/": 6,
    "/health-lab/standard/today/": 8,
    "/health-lab/standard/dry-run/": 8,
    "/health-lab/standard/known/": 5,
    "/health-lab/standard/moves/": 8,
    "/health-lab/standard/missed/": 9,
    "/health-lab/standard/suggested/": 4,
    "/health-lab/standard/suggested/fit/": 7,
    "/health-lab/standard/versions/1/": 5,
    "/health-lab/measure-spread/nps/": 4,
}


@pytest.mark.parametrize(("url", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(book: None, as_lea: Client, url: str, most: int) -> None:
    body = Document.objects.get(kind=Kind.SCORECARD, key="standard").body
    verbs.draft(Kind.SCORECARD, body | {"groups": body["groups"][1:]}, None)
    as_lea.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert as_lea.get(url).status_code == 200
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
