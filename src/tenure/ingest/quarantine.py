"""Rows that wait to be mended: how they get there, and how they leave."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils import timezone

from tenure.ingest.checks import CHECKED
from tenure.ingest.files import ROW, RawTable
from tenure.ingest.models import ImportRun, QuarantinedRow
from tenure.ingest.problems import KINDS
from tenure.ingest.quoting import name, text
from tenure.ingest.staging import Staging

# So many rows of one kind are kept to be mended one by one; more than that is mended in the file.
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Rejected:
    row_number: int
    fingerprint: str
    original: dict[str, str]
    values: dict[str, str]
    problems: list[dict[str, str]]


def counts(staging: Staging, raw: RawTable) -> dict[str, int]:
    """Kind of problem -> rows; a row counts with its first problem."""
    select = f"SELECT problems[1].kind AS kind, count(*) FROM {CHECKED} WHERE len(problems) > 0 GROUP BY 1 ORDER BY 1"
    found = {kind: int(number) for kind, number in staging.rows(select)}
    return found | ({"broken_line": len(raw.broken)} if raw.broken else {})


def rejected(staging: Staging, raw: RawTable, view: str, table: str, kept: int = 0) -> Iterator[Rejected]:
    """The rows that cannot be accepted, at most `kept` (KEPT by default) of each kind."""
    kept = kept or KEPT
    values = [column for column in staging.columns(view) if column != ROW]
    select = (
        f"WITH bad AS (SELECT {ROW}, problems FROM {CHECKED} WHERE len(problems) > 0 "
        f"QUALIFY row_number() OVER (PARTITION BY problems[1].kind ORDER BY {ROW}) <= {kept}) "
        f"SELECT b.{ROW}, {_fingerprint(table, raw.columns, 'b.problems', 'b.' + ROW)}, {_pairs(raw.columns, 'r')}, "
        f"{_pairs(values, 'm')}, b.problems FROM bad b JOIN {raw.name} r ON r.{ROW} = b.{ROW} "
        f"JOIN {view} m ON m.{ROW} = b.{ROW} ORDER BY b.{ROW}"
    )
    for batch in staging.batches(select, 1_000):
        for row, digest, original, mapped, problems in batch:
            yield Rejected(row, digest, _filled(original), _filled(mapped), problems)
    for line, content, sentence in raw.broken[:kept]:
        problem = {"kind": "broken_line", "column": "", "sentence": sentence}
        digest = staging.value(f"SELECT md5({text(table)} || {text(str(line))} || $1)", [content])
        yield Rejected(line, digest, {"line": content}, {}, [problem])


def _pairs(columns: list[str], alias: str) -> str:
    return f"[{', '.join(f'[{text(c)}, {alias}.{name(c)}]' for c in columns)}]"


def _filled(pairs: list[list[str | None]]) -> dict[str, str]:
    return {str(key): value for key, value in pairs if value is not None}


def _fingerprint(table: str, columns: list[str], problems: str, row: str) -> str:
    """Equal for the same row of the same source, however often it comes; a repeated key is told by its place."""
    joined = ", ".join(f"coalesce(r.{name(c)}, '')" for c in columns)
    place = f"CASE WHEN {problems}[1].kind = 'duplicate_key' THEN {row}::VARCHAR ELSE '' END"
    return f"md5(concat_ws(chr(31), {text(table)}, {joined}, {place}))"


def keep(run: ImportRun, found: Iterator[Rejected]) -> None:
    """Put rows into quarantine. A row that is there already, waiting, mended or discarded, is not put there again."""
    while part := list(islice(found, 1_000)):
        QuarantinedRow.objects.bulk_create([_row(run, row) for row in part], ignore_conflicts=True)


def _row(run: ImportRun, row: Rejected) -> QuarantinedRow:
    return QuarantinedRow(
        run=run,
        source=run.source,
        table=run.table,
        row_number=row.row_number,
        fingerprint=row.fingerprint,
        original=row.original,
        values=row.values,
        problems=row.problems,
        kind=row.problems[0]["kind"],
    )


def release(staging: Staging, raw: RawTable, run: ImportRun) -> int:
    """Rows that waited and are accepted now, because what they needed came, wait no more."""
    waiting = QuarantinedRow.objects.filter(source=run.source, table=run.table, state=QuarantinedRow.Outcome.WAITING)
    staging.fill("waiting", ["fingerprint"], waiting.values_list("fingerprint").iterator(chunk_size=10_000))
    if not staging.value("SELECT count(*) FROM waiting"):
        return 0
    digest = _fingerprint(run.table, raw.columns, "c.problems", f"c.{ROW}")
    accepted = staging.rows(
        f"SELECT w.fingerprint FROM {CHECKED} c JOIN {raw.name} r ON r.{ROW} = c.{ROW} "
        f"JOIN waiting w ON w.fingerprint = {digest} WHERE len(c.problems) = 0"
    )
    keys = [row[0] for row in accepted]
    outcome = {
        "state": QuarantinedRow.Outcome.RESOLVED,
        "resolved_at": timezone.now(),
        "reason": "Accepted with a later file.",
    }
    return sum(waiting.filter(fingerprint__in=keys[i : i + 500]).update(**outcome) for i in range(0, len(keys), 500))


def describe(counted: dict[str, int]) -> list[str]:
    """What was wrong, most frequent first."""
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{KINDS.get(kind, kind)}: {number:,} row{'' if number == 1 else 's'}" for kind, number in ordered]


def notes(counted: dict[str, int]) -> list[str]:
    much = {kind: number for kind, number in counted.items() if number > KEPT}
    return [
        f"{KINDS.get(kind, kind)}: {number:,} rows; the first {KEPT:,} are kept to be mended here, "
        "mend the others in the file and import it again."
        for kind, number in sorted(much.items())
    ]
