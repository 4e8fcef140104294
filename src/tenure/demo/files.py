"""Rows to files: one Parquet or CSV file a canonical table, with its columns and types, in bounded memory."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from tenure.core.facts import FactTable, Kind
from tenure.core.registry import fact_tables

_TYPES: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.CURRENCY: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.MONEY: pa.int64(),
    Kind.DECIMAL: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.INSTANT: pa.timestamp("ms", tz="UTC"),
    Kind.FLAG: pa.bool_(),
}
# What Tenure makes itself unless another system did: a simulated company has none to bring.
OWN = frozenset({"health_scores", "playbook_runs"})
_ROWS = 200_000  # kept before they are written: a Parquet row group

Row = dict[str, Any]


def schema(table: FactTable) -> pa.Schema:
    return pa.schema([pa.field(column.name, _TYPES[column.kind]) for column in table.columns])


class Files:
    """Open files of one folder by table name; a table without rows still gets a file with its columns."""

    def __init__(self, folder: Path, *, csv: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._sinks = {name: _Sink(folder, table, csv) for name, table in fact_tables().items() if name not in OWN}

    def add(self, table: str, row: Row) -> None:
        self._sinks[table].add(row)

    def add_all(self, table: str, rows: Iterable[Row]) -> None:
        for row in rows:
            self._sinks[table].add(row)

    def add_arrow(self, table: str, rows: pa.Table) -> None:
        self._sinks[table].add_arrow(rows)

    @property
    def counts(self) -> dict[str, int]:
        return {name: sink.count for name, sink in self._sinks.items()}

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for sink in self._sinks.values():
            sink.close()


class _Sink:
    def __init__(self, folder: Path, table: FactTable, csv: bool) -> None:
        self.count = 0
        self._schema = schema(table)
        self._names = frozenset(table.names)
        self._rows: list[Row] = []
        self._tables: list[pa.Table] = []
        self._waiting = 0
        path = folder / f"{table.name}.{'csv' if csv else 'parquet'}"
        self._out = (
            pa_csv.CSVWriter(path, self._schema) if csv else pq.ParquetWriter(path, self._schema, compression="zstd")
        )

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= _ROWS // 10:
            self._gather()

    def add_arrow(self, rows: pa.Table) -> None:
        self.count += rows.num_rows
        self._keep(rows)

    def close(self) -> None:
        self._gather()
        self._write()
        self._out.close()

    def _gather(self) -> None:
        rows, self._rows = self._rows, []
        for row in rows[:1]:
            if unknown := row.keys() - self._names:
                raise ValueError(f"Not canonical columns: {', '.join(sorted(unknown))}.")
        self._keep(_table(rows, self._schema))

    def _keep(self, table: pa.Table) -> None:
        self._tables.append(table)
        self._waiting += table.num_rows
        if self._waiting >= _ROWS:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._out.write_table(pa.concat_tables(self._tables).combine_chunks())
        self._tables, self._waiting = [], 0


def _table(rows: Sequence[Row], columns: pa.Schema) -> pa.Table:
    return pa.Table.from_arrays([_array([row.get(f.name) for row in rows], f.type) for f in columns], schema=columns)


def _array(values: Sequence[Any], kind: pa.DataType) -> "pa.Array[Any]":
    """Days and instants are counted in days and seconds since 1970."""
    if pa.types.is_date(kind):
        return pa.array(values, pa.int32()).cast(kind)
    if pa.types.is_timestamp(kind):
        return pa.array(values, pa.int64()).cast(pa.timestamp("s", tz="UTC")).cast(kind)
    return pa.array(values, kind)
