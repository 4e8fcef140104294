"""Where a file waits while it is checked: a DuckDB file of its own with bounded memory, thrown away afterwards."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
from django.conf import settings

from tenure.engine.duck import connect
from tenure.ingest.quoting import name

BATCH = 20_000


class Staging:
    """Tables of text on disk. What does not fit the memory limit spills into the folder."""

    def __init__(self) -> None:
        home = Path(settings.HOME) / "tmp"
        home.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="import-", dir=home))
        self._made = 0
        self.connection = connect(self.folder / "staging.duckdb")
        self.connection.execute("SET preserve_insertion_order = true")  # row numbers are those of the file

    def __enter__(self) -> "Staging":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_name(self, stem: str) -> str:
        self._made += 1
        return f"{stem}_{self._made}"

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.connection.execute(sql, list(parameters)).fetchall()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(parameters)).fetchall()

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        found = self.rows(sql, parameters)
        return found[0][0] if found else None

    def batches(self, sql: str, size: int = BATCH) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of a query, some at a time, while other statements run beside it."""
        cursor = self.connection.cursor()
        cursor.execute("SET TimeZone = 'UTC'")
        try:
            cursor.execute(sql)
            while rows := cursor.fetchmany(size):
                yield rows
        finally:
            cursor.close()

    def columns(self, table: str) -> list[str]:
        return [row[0] for row in self.rows(f"DESCRIBE {name(table)}")]

    def has(self, table: str) -> bool:
        return bool(self.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = $1", [table]))

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """A new table of text columns from rows of text, in batches."""
        declared = ", ".join(f"{name(column)} VARCHAR" for column in columns)
        self.run(f"CREATE OR REPLACE TABLE {name(table)} ({declared})")
        schema = pa.schema([(f"c{i}", pa.string()) for i in range(len(columns))])
        iterator = iter(rows)
        while batch := list(islice(iterator, BATCH)):
            arrays = [pa.array(column, pa.string()) for column in zip(*batch, strict=True)]
            self.connection.register("incoming", pa.Table.from_arrays(arrays, schema=schema))
            self.run(f"INSERT INTO {name(table)} SELECT * FROM incoming")
            self.connection.unregister("incoming")
