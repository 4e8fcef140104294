"""Connections to DuckDB with the limits of this installation, and text that is safe inside SQL."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

import duckdb
from django.conf import settings

from tenure.engine.durable import make_folder

Item = TypeVar("Item")
Made = TypeVar("Made")


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


@contextmanager
def side_by_side(
    connection: duckdb.DuckDBPyConnection,
    work: Callable[[duckdb.DuckDBPyConnection, Item], Made],
    items: Iterable[Item],
) -> Iterator[Iterator[Made]]:
    """What `work` makes of each item, in their order, on as many cursors at once as there are threads.

    For queries that are too small to keep several threads busy. Leaving early ends after those that have begun.
    """
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()

    def run(item: Item) -> Made:
        cursor = free.get()
        try:
            return work(cursor, item)
        finally:
            free.put(cursor)

    count = settings.ENVIRONMENT.engine_threads
    with ExitStack() as held:
        for _ in range(count):
            cursor = held.enter_context(closing(connection.cursor()))
            cursor.execute("SET TimeZone = 'UTC'")
            free.put(cursor)
        threads = ThreadPoolExecutor(count)
        held.callback(threads.shutdown, cancel_futures=True)
        yield threads.map(run, items)


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
