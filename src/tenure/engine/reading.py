"""Running queries on the publication: read-only, one connection a process, one cursor a thread, with a time limit."""

import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
from django.conf import settings

from tenure.engine import publication
from tenure.engine.durable import make_folder
from tenure.engine.publication import Publication

TIME_LIMIT = 30.0
MEMORY = "1GB"
Parameters = Sequence[object] | dict[str, object]
ROWS = "asked_rows"  # what a query on the rows of a statement calls them
_KEPT = 3  # ... of so many statements a thread keeps the rows
_Config = dict[str, str | bool | int | float | list[str]]


class TooSlow(TimeoutError):
    """A query did not answer in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The question took longer than {seconds:.0f} seconds; ask for a shorter period or a segment.")


class _Open:
    """The publication this process has open. A reader that still works on the one before keeps it alive."""

    def __init__(self, opened: Publication) -> None:
        spill = settings.HOME / "tmp" / "spill"
        make_folder(spill)
        limits: _Config = {
            "threads": 1,
            "memory_limit": MEMORY,
            "temp_directory": str(spill),
        }
        self.publication = opened
        self._connection = duckdb.connect(str(opened.path), read_only=True, config=limits)
        self._connection.execute("SET GLOBAL parquet_metadata_cache = true")
        self._cursors = threading.local()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._cursors, "own"):
            self._cursors.own = self._connection.cursor()
            self._cursors.own.execute("SET TimeZone = 'UTC'")
            self._cursors.kept = {}
        own: duckdb.DuckDBPyConnection = self._cursors.own
        return own

    def show(self, statement: str) -> None:
        """Let the thread's cursor see the rows of this statement as ROWS: computed once, while they are asked again."""
        cursor = self.cursor()
        kept: dict[str, str] = self._cursors.kept
        name = kept.pop(statement, "") or self._make(cursor, statement)
        kept[statement] = name  # the last is the newest
        while len(kept) > _KEPT:
            cursor.execute(f"DROP TABLE {kept.pop(next(iter(kept)))}")
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW {ROWS} AS SELECT * FROM {name}")

    def _make(self, cursor: duckdb.DuckDBPyConnection, statement: str) -> str:
        name = f"temp.rows_{next(_numbers)}"
        cursor.execute(f"CREATE TEMP TABLE {name} AS {statement}")
        return name


_numbers = itertools.count()
_lock = threading.Lock()
_opened: _Open | None = None


def _current() -> _Open:
    global _opened
    now = publication.current()
    with _lock:
        if _opened is None or _opened.publication != now or not _opened.publication.path.exists():
            _opened = _Open(now)
        return _opened


def query(
    statement: str, parameters: Parameters = (), *, rows: str = "", seconds: float = TIME_LIMIT
) -> list[dict[str, Any]]:
    """The rows of a SELECT on the current publication, by column name. Raises NothingPublished and TooSlow.

    It may read `ROWS`, the rows of the statement `rows`: these are kept for the questions that follow about them.
    """
    opened = _current()
    cursor = opened.cursor()
    with limited(cursor, seconds):
        if rows:
            opened.show(rows)
        cursor.execute(statement, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def limited(connection: duckdb.DuckDBPyConnection, seconds: float = TIME_LIMIT) -> Iterator[None]:
    """What is asked of the connection inside ends after `seconds`, with TooSlow."""
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise TooSlow(seconds) from None
    finally:
        timer.cancel()
