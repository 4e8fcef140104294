"""How many queries the pages around the book ask: a baseline. Fewer is a reason to write a smaller number here."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenure.company.models import User
from tenure.ingest.models import ImportRun, QuarantinedRow
from tenure.jobs.models import Attempt, Job

BASELINE = {
    "/data/": 9,
    "/data/imports/": 4,
    "/data/quarantine/": 6,
    "/data/quarantine/?table=accounts&kind=missing&page=2": 6,
    "/jobs/": 8,
    "/jobs/?quiet=1&page=2": 8,
    "/settings/": 4,
    "/me/": 5,
}


@pytest.fixture
def backlog(lea: User) -> None:
    """Two pages of each."""
    now = timezone.now()
    run = ImportRun.objects.create(batch="b", source="crm", file="a.csv", table="accounts", started_at=now)
    for number in range(70):
        job = Job.objects.create(
            id=f"j{number}", task="t", title="T", state="done", enqueued_at=now - timedelta(number), due_at=now
        )
        Attempt.objects.create(job=job, number=1, worker="w", started_at=now)
        QuarantinedRow.objects.create(
            run=run, source="crm", table="accounts", row_number=number, fingerprint=str(number), kind="missing"
        )


@pytest.mark.parametrize(("url", "most"), BASELINE.items())
def test_a_page_asks_no_more_queries_than_before(
    home: Any, client: Client, ada: User, backlog: None, url: str, most: int
) -> None:
    client.force_login(ada)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) == most <= 15, "\n".join(query["sql"] for query in asked)
