"""Connections to DuckDB with the limits of this installation, and text that is safe inside SQL."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
from django.conf import settings

from tenure.engine.durable import make_folder


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A connection for the worker's heavy runs; it spills to HOME/tmp and keeps its clock in UTC."""
    spill = settings.HOME / "tmp" / "spill"
    make_folder(spill)
    connection = duckdb.connect(
        str(path or ":memory:"),
        config={
            "memory_limit": settings.ENVIRONMENT.engine_memory,
            "threads": settings.ENVIRONMENT.engine_threads,
            "temp_directory": str(spill),
            "preserve_insertion_order": False,
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def text(value: object) -> str:
    """The value as a quoted SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"


def listed(values: Iterable[object]) -> str:
    """The values as a SQL list of text."""
    return "[" + ", ".join(text(value) for value in values) + "]"


def parquet(paths: Iterable[object], *, hive: bool = False) -> str:
    """These Parquet files as a table expression; with `hive` the folder name gives the column `day`."""
    partitions = "hive_partitioning = true, hive_types = {'day': DATE}" if hive else "hive_partitioning = false"
    return f"read_parquet({listed(paths)}, {partitions})"
