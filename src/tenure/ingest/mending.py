"""Mending rows that wait in quarantine: retry them through the same pipeline, or discard them with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from tenure.company.models import User
from tenure.core.registry import fact_tables
from tenure.ingest.checks import CHECKED
from tenure.ingest.files import ROW, RawTable
from tenure.ingest.locking import one_import
from tenure.ingest.mapping import BadMapping, ColumnSource, TableMapping
from tenure.ingest.models import QuarantinedRow
from tenure.ingest.pipeline import Pipeline
from tenure.ingest.quoting import name
from tenure.ingest.staging import Staging
from tenure.journal.write import record

_AT_ONCE = 5_000
# A page waits so long for a running import before it says so.
PATIENCE = 5.0


def retry(row: QuarantinedRow, values: Mapping[str, str], who: User | None = None) -> list[dict[str, str]]:
    """Bring the row in with these canonical values. Returns the problems that are left; none means it is accepted.

    Raises durable.Busy while an import is running.
    """
    if row.state != QuarantinedRow.Outcome.WAITING:
        return []
    known = set(fact_tables()[row.table].names)
    row.values = {column: value for column, value in values.items() if column in known and value != ""}
    _retry_group([row], who)
    return list(row.problems) if row.state == QuarantinedRow.Outcome.WAITING else []


def retry_all(rows: "Sequence[QuarantinedRow]", who: User | None = None) -> int:
    """Try waiting rows again as they are, for example after the account came that they need; how many are accepted."""
    waiting = [row for row in rows if row.state == QuarantinedRow.Outcome.WAITING and row.values]
    order = list(fact_tables())
    waiting.sort(key=lambda row: (order.index(row.table), row.source, row.pk))
    accepted = 0
    for _, group in groupby(waiting, key=lambda row: (row.table, row.source)):
        members = list(group)
        for i in range(0, len(members), _AT_ONCE):
            accepted += _retry_group(members[i : i + _AT_ONCE], who)
    return accepted


def discard(row: QuarantinedRow, reason: str, who: User | None = None) -> None:
    """Leave the row out for good. It is not put into quarantine again when the same file comes again."""
    if not reason.strip():
        raise ValueError("Say why the row is left out.")
    with transaction.atomic():
        waiting = QuarantinedRow.objects.filter(pk=row.pk, state=QuarantinedRow.Outcome.WAITING)
        gone = {"state": QuarantinedRow.Outcome.DISCARDED, "resolved_at": timezone.now(), "resolved_by": who}
        if waiting.update(**gone, reason=reason.strip()):
            _record("row.discarded", row, who, reason.strip())
    row.refresh_from_db()


def _retry_group(rows: Sequence[QuarantinedRow], who: User | None) -> int:
    with one_import(wait=PATIENCE), Staging() as staging:
        try:
            left = _problems_left(staging, rows, who)
        except BadMapping as error:
            left = {row.pk: [{"kind": "empty", "column": "", "sentence": str(error)}] for row in rows}
        return sum(_settle(row, left.get(row.pk, []), who) for row in rows)


def _problems_left(staging: Staging, rows: Sequence[QuarantinedRow], who: User | None) -> dict[int, list[Any]]:
    table = fact_tables()[rows[0].table]
    columns = [c for c in table.names if any(c in row.values for row in rows)]
    staging.fill("rows", [ROW, *columns], _texts(rows, columns))
    staging.run(f"CREATE TABLE raw AS SELECT * REPLACE ({ROW}::BIGINT AS {ROW}) FROM rows")
    mapping = TableMapping(table=table.name, columns={c: ColumnSource(column=c) for c in columns})
    raw = RawTable(f"mended rows of {table.name}", table.name, "raw", columns)
    Pipeline(staging, raw, mapping, trial=False, source=rows[0].source, who=who).go()
    found = staging.rows(f"SELECT {name(ROW)}, problems FROM {CHECKED} WHERE len(problems) > 0")
    return dict(found)


def _texts(rows: Sequence[QuarantinedRow], columns: Sequence[str]) -> Iterator[list[str | None]]:
    # The row's key in quarantine stands for its number, so that each problem finds its row again.
    for row in rows:
        yield [str(row.pk), *(row.values.get(column) for column in columns)]


@transaction.atomic
def _settle(row: QuarantinedRow, problems: list[dict[str, str]], who: User | None) -> bool:
    if problems:
        row.problems, row.kind = problems, problems[0]["kind"]
        row.save(update_fields=["values", "problems", "kind"])
        return False
    row.state, row.resolved_at, row.resolved_by = QuarantinedRow.Outcome.RESOLVED, timezone.now(), who
    row.reason = "Mended."
    row.save(update_fields=["values", "state", "resolved_at", "resolved_by", "reason"])
    _record("row.mended", row, who, "")
    return True


def _record(verb: str, row: QuarantinedRow, who: User | None, reason: str) -> None:
    account = str(row.values.get("account_id", ""))[:190]
    after = {"table": row.table, "row": row.row_number, "source": row.source}
    record(verb, row, actor=who, account_id=account, after=after, reason=reason, origin="import")
