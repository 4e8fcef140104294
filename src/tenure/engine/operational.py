"""Rows of the operational database as Arrow, typed from the Django models.

ADBC reads them four to six times faster than a cursor: PostgreSQL on a connection of its own, SQLite in a process of
its own (see sqlite_reader.py), which pays off from some ten thousand rows on. Where no other connection would see the
rows (inside a transaction, or a database in memory), Django's own connection is asked instead.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from io import IOBase
from typing import IO, Any, cast

import duckdb
import pyarrow as pa
from django.apps import apps
from django.db import connection as django_connection
from django.db import models

from tenure.engine.duck import text

_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "flag": pa.int64(),
    "double": pa.float64(),
}
_SAMPLE = {"text": "''", "integer": "0", "flag": "0", "double": "0.5"}
_BATCH = 10_000
_WORTH_A_PROCESS = 20_000
# Long text is not for computing with, and neither are these.
_LEFT_OUT = frozenset({("feedback.TextLabel", "words")})
# Of these models only some rows are facts for the engine.
_ONLY = {"journal.Change": ("verb", ("account.imported", "account.edited"))}


def watermark(label: str) -> str:
    """A short text that changes when the rows of this model change (see core.model.Fact.loaded_at).

    SQLite has one writer, so the latest change carries the latest time. PostgreSQL's transactions may end in another
    order than they looked at the clock, so there the times are added up.
    """
    model = apps.get_model(label)
    column = "loaded_at" if any(f.name == "loaded_at" for f in model._meta.concrete_fields) else "id"
    told = [f'count(*), max("{column}")']
    if column == "loaded_at" and django_connection.vendor == "postgresql":
        told.append('sum(extract(epoch from "loaded_at"))')
    with django_connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(told)} FROM {_select_of(label, model._meta.db_table)}")
        return ":".join([label, *(str(value) for value in cursor.fetchone() or ())])


def copy(label: str, into: duckdb.DuckDBPyConnection) -> str:
    """Copy all rows of a model into the DuckDB table `raw.<database table>`; returns that name.

    Columns are called as in the operational database. Instants become timestamps in UTC without zone.
    """
    model = apps.get_model(label)
    kept = (f for f in model._meta.concrete_fields if f.column and not isinstance(f, models.TextField))
    fields = [f for f in kept if (label, f.name) not in _LEFT_OUT]
    name = f"raw.{model._meta.db_table}"
    into.execute("CREATE SCHEMA IF NOT EXISTS raw")
    groups = {str(field.column): _group(field) for field in fields}
    with closing(_source(_select_of(label, model._meta.db_table), groups)) as source:
        source.fill(into, name, ", ".join(f'{_typed(field)} AS "{field.column}"' for field in fields))
    return name


def copy_as_text(model: type[models.Model], columns: Sequence[str], into: duckdb.DuckDBPyConnection, name: str) -> None:
    """Copy these columns of all rows of a model, as text, into a new DuckDB table `name`."""
    with closing(_source(f'"{model._meta.db_table}"', dict.fromkeys(columns, "text"))) as source:
        source.fill(into, name, ", ".join(f'"{column}"' for column in columns))


class _Source:
    """A stream of Arrow batches and what must be closed after it."""

    def __init__(self, reader: pa.RecordBatchReader, marked: bool, *closers: Callable[[], None]) -> None:
        self.reader, self.marked, self._closers = reader, marked, closers

    def fill(self, into: duckdb.DuckDBPyConnection, name: str, columns: str) -> None:
        into.register("operational_rows", self.reader)
        where = ' WHERE "is row" = 1' if self.marked else ""
        into.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {columns} FROM operational_rows{where}")
        into.unregister("operational_rows")

    def close(self) -> None:
        for close in self._closers:
            close()


def _select_of(label: str, table: str) -> str:
    """What stands after FROM."""
    if label not in _ONLY:
        return f'"{table}"'
    column, values = _ONLY[label]
    return f'"{table}" WHERE "{column}" IN ({", ".join(text(value) for value in values)})'


def _source(table: str, groups: Mapping[str, str]) -> _Source:
    """The rows of a table: of each column what kind of values it has, a key of _ARROW."""
    if django_connection.in_atomic_block or _in_memory():
        return _through_django(table, groups)
    if django_connection.vendor == "postgresql":
        return _through_postgresql(_select(table, groups))
    if _count(table) < _WORTH_A_PROCESS:
        return _through_django(table, groups)
    # SQLite has no column types: the driver takes them from the first rows, so a row that shows them goes ahead.
    sample = ", ".join(f'{_SAMPLE[group]} AS "{column}"' for column, group in groups.items())
    return _through_process(f'SELECT {sample}, 0 AS "is row" UNION ALL {_select(table, groups, ", 1")}')


def _count(table: str) -> int:
    with django_connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (rows,) = cursor.fetchone() or (0,)
        return int(rows)


def _through_postgresql(query: str) -> _Source:
    import adbc_driver_postgresql.dbapi as driver

    connection = driver.connect(_postgresql_uri())
    cursor = connection.cursor()
    cursor.execute(query)
    return _Source(cursor.fetch_record_batch(), False, cursor.close, connection.close)


def _through_process(query: str) -> _Source:
    command = [sys.executable, "-m", "tenure.engine.sqlite_reader", str(django_connection.settings_dict["NAME"])]
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - read after the process ended
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)  # noqa: S603
    with cast(IO[bytes], process.stdin) as asked:
        asked.write(query.encode())

    def finished() -> None:
        """The process must have sent everything: a stream that only ends looks like a shorter table."""
        code = process.wait()
        errors.seek(0)
        if code:
            raise RuntimeError(f"Reading the operational database failed: {errors.read().strip()[-500:]}")

    try:
        reader = pa.ipc.open_stream(cast(IOBase, process.stdout))
    except pa.ArrowInvalid:
        finished()
        raise
    return _Source(reader, True, finished)


def _through_django(table: str, groups: Mapping[str, str]) -> _Source:
    schema = pa.schema({column: _ARROW[group] for column, group in groups.items()})
    cursor = django_connection.cursor()
    cursor.execute(_select(table, groups))

    def batches() -> Iterator[pa.RecordBatch]:
        while rows := cursor.fetchmany(_BATCH):
            columns = zip(*rows, strict=True)
            yield pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)

    return _Source(pa.RecordBatchReader.from_batches(schema, batches()), False, cursor.close)


def _in_memory() -> bool:
    name = str(django_connection.settings_dict["NAME"])
    return django_connection.vendor == "sqlite" and (":memory:" in name or "mode=memory" in name)


def _postgresql_uri() -> str:
    from psycopg.conninfo import make_conninfo

    parameters = django_connection.get_connection_params()
    kept = {k: v for k, v in parameters.items() if k in {"dbname", "user", "password", "host", "port", "sslmode"}}
    return make_conninfo("", **kept)


def _select(table: str, groups: Mapping[str, str], marker: str = "") -> str:
    casts = {
        "text": 'CAST("{}" AS TEXT)',
        "integer": 'CAST("{}" AS BIGINT)',
        "flag": 'CAST("{}" AS INTEGER)',
        "double": 'CAST("{}" AS DOUBLE PRECISION)',
    }
    columns = ", ".join(casts[group].format(column) for column, group in groups.items())
    return f"SELECT {columns}{marker} FROM {table}"


def _target(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def _group(field: models.Field[Any, Any]) -> str:
    target = _target(field)
    if isinstance(target, models.BooleanField):
        return "flag"
    if isinstance(target, models.IntegerField):
        return "integer"
    return "double" if isinstance(target, models.FloatField) else "text"


def _typed(field: models.Field[Any, Any]) -> str:
    """The column cast to what the model says it is: dates, instants and decimals arrive as text."""
    target, column = _target(field), f'"{field.column}"'
    if isinstance(target, models.DateTimeField):
        return f"CAST({column} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
    if isinstance(target, models.DateField):
        return f"CAST({column} AS DATE)"
    if isinstance(target, models.DecimalField):
        return f"CAST({column} AS DECIMAL({target.max_digits}, {target.decimal_places}))"
    return f"CAST({column} AS BOOLEAN)" if isinstance(target, models.BooleanField) else column
