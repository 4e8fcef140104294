"""Accepted rows against the operational database: what is new, what differs, and one upsert for both.

Rows that are equal to what is stored are not written, so the same file twice changes nothing. Columns that the file
does not have keep their stored value. Chunks are transactions of their own: a run that is killed has written whole
chunks, and running it again finds them unchanged and goes on.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, models, transaction

from tenure.core.facts import FactTable
from tenure.customers.models import Account
from tenure.engine.operational import copy_as_text
from tenure.ingest.checks import CHECKED
from tenure.ingest.files import ROW
from tenure.ingest.parsing import field_of
from tenure.ingest.quoting import name, text
from tenure.ingest.references import FEW, by_parts, model_of
from tenure.ingest.staging import Staging

CHUNK = 20_000
SAID: Final = "file_said"  # of an EditableFact
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"


@dataclass(frozen=True, slots=True)
class Stored:
    """A canonical column that the model keeps."""

    column: str
    field: "models.Field[Any, Any]"
    only_new: str = ""  # SQL of the value a new row gets, where the file says nothing; a stored one is left alone

    @property
    def value(self) -> str:
        """SQL of the accepted value, never null where the model has no null."""
        raw = self.only_new or f"c.{name(self.column)}"
        if self.field.null:
            return raw
        default = self.field.get_default()
        if default is None:
            return raw
        return f"coalesce({raw}, {text(_word(default))}::{self.type})"

    @property
    def type(self) -> str:
        field = self.field
        if isinstance(field, models.DecimalField):
            return f"DECIMAL({field.max_digits}, {field.decimal_places})"
        kinds: list[tuple[type[models.Field[Any, Any]], str]] = [
            (models.BooleanField, "BOOLEAN"),
            (models.DateTimeField, "TIMESTAMP"),
            (models.DateField, "DATE"),
            (models.IntegerField, "BIGINT"),
            (models.ForeignKey, "VARCHAR"),
        ]
        found = next((kind for known, kind in kinds if isinstance(field, known)), "VARCHAR")
        return "BIGINT" if isinstance(field, models.ForeignKey) and self.column == "owner_id" else found

    @property
    def for_database(self) -> str:
        """SQL of the value in a form both databases take."""
        if self.type == "TIMESTAMP":
            # SQLite keeps instants as text, in Django's spelling.
            written = f"replace(strftime({self.value}, '{_MOMENT}'), '.000000', '')"
            return written if connection.vendor == "sqlite" else f"{written} || '+00'"
        if self.type in ("BIGINT", "BOOLEAN", "VARCHAR"):
            return self.value
        return f"({self.value})::VARCHAR"


def _word(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


@dataclass(slots=True)
class Written:
    created: int = 0
    changed: int = 0
    unchanged: int = 0


def stored_columns(table: FactTable, present: Sequence[str]) -> list[Stored]:
    found = [(c, field_of(table, table.column(c))) for c in present if table.attribute(c) != "id"]
    columns = [Stored(column, field) for column, field in found if field is not None]
    if table.name == "accounts" and "name" not in present:
        columns.append(Stored("name", Account._meta.get_field("name"), only_new="left(c.id, 200)"))
    return columns


def compare(staging: Staging, columns: Sequence[Stored]) -> Written:
    """Fill `verdicts` from `stored`: the id of each accepted row and whether it is new, changed or same."""
    differs = " OR ".join(
        f"TRY_CAST(s.{name(str(c.field.column))} AS {c.type}) IS DISTINCT FROM {c.value}"
        for c in columns
        if not c.only_new
    )
    verdict = f"CASE WHEN s.id IS NULL THEN 'new' WHEN {differs or 'false'} THEN 'changed' ELSE 'same' END"
    staging.run(
        f"CREATE OR REPLACE TABLE verdicts AS SELECT c.{ROW} AS row, c.id, {verdict} AS verdict FROM {CHECKED} c "
        "LEFT JOIN stored s ON s.id = c.id WHERE len(c.problems) = 0"
    )
    counts = dict(staging.rows("SELECT verdict, count(*) FROM verdicts GROUP BY verdict"))
    return Written(counts.get("new", 0), counts.get("changed", 0), counts.get("same", 0))


def load_stored(staging: Staging, table: FactTable, of: Sequence[Stored]) -> None:
    """Fill `stored`: the stored rows that the file may meet, as text. Few are asked for by id, many are read all.

    `loaded_at` comes with them, by which a row is known again that somebody saved after it was read here.
    """
    model, columns = model_of(table), ["id", "loaded_at", *(str(c.field.column) for c in of)]
    ids = staging.rows(f"SELECT id FROM {CHECKED} WHERE len(problems) = 0 LIMIT {FEW + 1}")
    if len(ids) > FEW:
        copy_as_text(model, columns, staging.connection, "stored")
        return
    shown = ", ".join(f'CAST("{column}" AS text)' for column in columns)
    select = f'SELECT {shown} FROM "{model._meta.db_table}"'
    staging.fill("stored", columns, _with_ids(select, [row[0] for row in ids]))


def _with_ids(select: str, ids: Sequence[str]) -> Iterator[Sequence[str | None]]:
    for part in by_parts(ids):
        with connection.cursor() as cursor:
            cursor.execute(f'{select} WHERE "id" IN ({", ".join(["%s"] * len(part))})', part)
            yield from cursor.fetchall()


def write(
    staging: Staging,
    table: FactTable,
    columns: Sequence[Stored],
    source: str,
    *,
    overtaken: Callable[[list[str]], Collection[str]] = lambda ids: (),
    alongside: Callable[[list[str]], None] = lambda ids: None,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Upsert the new and the changed rows; how many of them were left, because they are `overtaken`.

    That and `alongside` get the ids of a chunk's changed rows, in its transaction.
    """
    statement = _upsert(table, columns)
    values = ", ".join(["v.verdict", "c.id", *(column.for_database for column in columns)])
    rows = f"{CHECKED} c JOIN verdicts v ON v.row = c.{ROW}"
    select = f"SELECT {values} FROM {rows} WHERE v.verdict <> 'same' ORDER BY c.id"
    rest, done, left = [source, *_defaults(table, columns)], 0, 0
    for batch in staging.batches(select, CHUNK):
        now = datetime.now(UTC)
        stamp = now.strftime(_MOMENT) + ("" if connection.vendor == "sqlite" else "+00")
        with transaction.atomic():
            later = overtaken([row[1] for row in batch if row[0] == "changed"])
            mine = [row for row in batch if row[1] not in later]
            alongside([row[1] for row in mine if row[0] == "changed"])
            with connection.cursor() as cursor:
                cursor.executemany(statement, [(*row[1:], stamp, *rest) for row in mine])
        done, left = done + len(batch), left + len(later)
        progress(done)
    return left


def _upsert(table: FactTable, columns: Sequence[Stored]) -> str:
    model = model_of(table)
    mine = [str(c.field.column) for c in columns]
    names = ["id", *mine, "loaded_at", "source", *(str(f.column) for f in _absent(table, columns))]
    given = [str(c.field.column) for c in columns if not c.only_new]
    updates = ", ".join(f'"{c}" = excluded."{c}"' for c in [*given, "loaded_at", "source"])
    listed = ", ".join(f'"{n}"' for n in names)
    marks = ", ".join(["%s"] * len(names))
    return (
        f'INSERT INTO "{model._meta.db_table}" ({listed}) VALUES ({marks}) ON CONFLICT ("id") DO UPDATE SET {updates}'
    )


def _absent(table: FactTable, columns: Sequence[Stored]) -> list["models.Field[Any, Any]"]:
    """Model fields that the file does not fill: a new row gets their default."""
    filled = {c.field.attname for c in columns} | {"id", "loaded_at", "source"}
    return [f for f in model_of(table)._meta.concrete_fields if f.attname not in filled]


def _defaults(table: FactTable, columns: Sequence[Stored]) -> list[Any]:
    """As the database takes them: a list, for example, as its JSON."""
    return [_default(field) for field in _absent(table, columns)]


def _default(field: Any) -> Any:
    if not field.has_default() and field.null:
        return None
    value = field.get_db_prep_save(field.get_default(), connection)
    return str(value) if isinstance(value, Decimal) else value
