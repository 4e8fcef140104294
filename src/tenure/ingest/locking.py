"""One import at a time for each operational database."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tenure.engine.durable import Busy, one_at_a_time

_KEY = 7_316_201_904_113
WAITING = "Another import is running; this one starts when it is done."


@contextmanager
def one_import(*, wait: float = 3_600, waiting: Callable[[str], None] = lambda sentence: None) -> Iterator[None]:
    """Hold the right to import. `waiting` is told once when another import has to finish first."""
    path = Path(settings.HOME) / "import.lock"
    with ExitStack() as held:
        try:
            held.enter_context(one_at_a_time(path, wait=0, what="An import"))
        except Busy:
            waiting(WAITING)
            held.enter_context(one_at_a_time(path, wait=wait, what="An import"))
        if connection.vendor == "postgresql":
            held.enter_context(_database_lock(wait))
        yield


@contextmanager
def _database_lock(wait: float) -> Iterator[None]:
    """PostgreSQL may serve several machines, which share no lock file."""
    until = time.monotonic() + wait
    while not _asked("pg_try_advisory_lock"):
        if time.monotonic() >= until:
            raise Busy("An import is still running on another machine; try again later.")
        time.sleep(0.2)
    try:
        yield
    finally:
        _asked("pg_advisory_unlock")


def _asked(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_KEY])
        return bool(cursor.fetchone()[0])
