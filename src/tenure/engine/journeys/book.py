"""The book of a journey for pages: from its file, computed at once where that is quick, or asked of the worker."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, cast

import duckdb

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.journeys import kept
from tenure.engine.journeys.kept import Book
from tenure.engine.journeys.travelling import Law, visits
from tenure.engine.publication import Publication
from tenure.library.reading import drafted_journeys, published_journeys, published_measures
from tenure.metrics.journeys import Journey
from tenure.metrics.journeys.journey import measures_read
from tenure.metrics.measures import Measure

AT_ONCE: Final = 3_000  # accounts; of a larger book the worker makes it


class NotMadeYet(LookupError):
    """The ways of a large book are being computed."""

    def __init__(self) -> None:
        super().__init__("The ways of all accounts are being computed. In a large book that takes a minute or two.")


def law(journey: Journey, known: Mapping[str, Measure]) -> Law:
    """`known` are all measures in force."""
    return Law(journey, tuple(known[name] for name in measures_read(journey, known)))


def book(asked: Law) -> Book:
    """The ways up to the last complete day. Raises NothingPublished.

    In a large book those of earlier facts stand in until the worker has made them; NotMadeYet where there are none.
    """
    now = publication.current()
    where = kept.path(now, asked)
    if where.exists():
        return _loaded(where)
    made = _make(now, asked, AT_ONCE)
    if made:
        kept.save(where, made)
        return made
    if before := kept.older(where):
        return replace(_loaded(before), older=True)
    raise NotMadeYet


def counts(asked: Law) -> tuple[date, list[int]]:
    """The last complete day, and how many accounts would be in each stage on it; quick enough for what is being typed.

    Raises NothingPublished.
    """
    now = publication.current()
    made = _counted(now.id, asked)
    return now.as_of, list(made)


@lru_cache(maxsize=16)
def _counted(_publication: str, asked: Law) -> tuple[int, ...]:
    now = publication.current()
    with connect() as connection:
        publication.attach(connection, now)
        there = visits(connection, asked, _accounts(connection), now.as_of, now.as_of)
    return tuple(int((there.stage == place).sum()) for place in range(len(asked.journey.stages)))


def _accounts(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return tuple(key for (key,) in connection.execute("SELECT account_id FROM accounts ORDER BY account_id").fetchall())


def _make(
    now: Publication, asked: Law, most: int = 0, said: Callable[[int, int], None] = lambda done, total: None
) -> Book | None:
    """None where there are more accounts than that."""
    with connect() as connection:
        publication.attach(connection, now)
        accounts = _accounts(connection)
        if most and len(accounts) > most:
            return None
        first = now.as_of - kept.REACH * DAY
        return Book(accounts, first, now.as_of, visits(connection, asked, accounts, first, now.as_of, said))


# A hundred thousand accounts take some 30 MB.
@lru_cache(maxsize=4)
def _loaded(where: Path) -> Book:
    return kept.load(where)


def keep(said: Callable[[int, int, str], None]) -> int:
    """Make the books of all journeys and drafts that are not there; returns how many there are."""
    now, known = publication.current(), published_measures()
    laws = [law(held.journey, known) for held in (*published_journeys(known), *drafted_journeys(known))]
    files = [kept.path(now, asked) for asked in laws]
    for asked, where in zip(laws, files, strict=True):
        if not where.exists():
            made = _make(now, asked, said=partial(_say, said, f"Following accounts on {asked.journey.name}"))
            kept.save(where, cast(Book, made))
    kept.clear_away(files)
    return len(files)


def _say(said: Callable[[int, int, str], None], sentence: str, done: int, total: int) -> None:
    said(done, total, sentence)
