"""100,000 jobs and as many quarantined rows, for as long as the pages that list them are measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

_ROWS = 100_000


@contextmanager
def backlog() -> Iterator[None]:
    """The rows are taken back at the end: the book is shared with other benchmarks."""
    from django.db import transaction

    with transaction.atomic():
        _jobs()
        _quarantined()
        yield
        transaction.set_rollback(True)


def _jobs() -> None:
    from django.utils import timezone

    from tenure.jobs.models import Attempt, Job

    now, states = timezone.now(), ("done",) * 8 + ("failed", "cancelled")

    def job(number: int) -> Any:
        at = now - timedelta(minutes=number)
        return Job(
            id=f"{number:032x}", task="tenure.engine.tasks.refresh", title="Refresh", state=states[number % 10],
            enqueued_at=at, due_at=at, started_at=at, finished_at=at, attempt=1, quiet=number % 3 == 0,
        )  # fmt: skip

    Job.objects.bulk_create(map(job, range(_ROWS)))
    attempts = (Attempt(job_id=f"{n:032x}", number=1, worker="w", started_at=now) for n in range(_ROWS))
    Attempt.objects.bulk_create(attempts)


def _quarantined() -> None:
    from tenure.ingest.models import ImportRun, QuarantinedRow

    tables, kinds = ("accounts", "subscriptions", "contacts"), ("missing", "unknown_account", "not_a_date")
    run = ImportRun.objects.order_by("pk")[0]

    def row(number: int) -> Any:
        kind = kinds[number % 7 % 3]
        return QuarantinedRow(
            run=run, source="crm", table=tables[number % 3], row_number=number, fingerprint=f"{number:032x}",
            values={"account_id": f"X{number}"}, kind=kind,
            problems=[{"kind": kind, "column": "account_id", "sentence": "There is no such account."}],
        )  # fmt: skip

    QuarantinedRow.objects.bulk_create(map(row, range(_ROWS)))
