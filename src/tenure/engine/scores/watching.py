"""Signals of all accounts on some days: which fired, and what the tests saw."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.publication import Publication
from tenure.engine.scores.judging import Judged, judge
from tenure.engine.scores.replay import sample
from tenure.library.reading import published_cards, published_measures, published_signals
from tenure.metrics.scorecards import Scorecard
from tenure.metrics.signals import SCORES, Grid, Signal

_CELLS_AT_ONCE = 1_000_000  # days x accounts held in memory
MOST_TRIED = 5_000  # accounts; whoever tries something waits for it


@dataclass(frozen=True, slots=True)
class Seen:
    """What a test saw: the value on the day before and on the day; None where it was not known."""

    measure: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Fired:
    day: date
    account_id: str
    signal: Signal
    seen: tuple[Seen, ...]


def fired(first: date, last: date) -> list[Fired]:
    """Signals in force that fired on the days first..last, by day, from the current publication."""
    measures = published_measures()
    signals, cards = published_signals(measures), [card.scorecard for card in published_cards(measures)]
    with _attached() as (connection, now):
        return _fired(connection, now, _days(first, last), signals, cards, None)


@dataclass(frozen=True, slots=True)
class Tried:
    """What would have fired, among `looked` of the `of` accounts; of a large book always the same sample."""

    fired: tuple[Fired, ...]
    looked: int
    of: int


def tried(days: int, signals: Sequence[Signal] | None = None, cards: Sequence[Scorecard] | None = None) -> Tried:
    """What would have fired on the last days up to the running one, under other signals or scorecards than in force.

    Raises NothingPublished.
    """
    measures = published_measures()
    signals = published_signals(measures) if signals is None else signals
    cards = [card.scorecard for card in published_cards(measures)] if cards is None else cards
    with _attached() as (connection, now):
        accounts, of = sample(connection, MOST_TRIED)
        found = _fired(connection, now, _days(now.today - (days - 1) * DAY, now.today), signals, cards, accounts)
    return Tried(tuple(found), len(accounts), of)


@contextmanager
def _attached() -> Iterator[tuple[duckdb.DuckDBPyConnection, Publication]]:
    now = publication.current()
    with connect() as connection:
        publication.attach(connection, now)
        yield connection, now


def _days(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def _fired(
    connection: duckdb.DuckDBPyConnection, now: Publication, days: Sequence[date], signals: Sequence[Signal],
    cards: Sequence[Scorecard], accounts: Sequence[str] | None,
) -> list[Fired]:  # fmt: skip
    also = [test.measure for signal in signals for test in signal.tests if test.measure not in SCORES]
    measures, found = published_measures(), list[Fired]()
    for run in _runs(connection, days, accounts):
        wanted = sorted({day for one in run for day in _needed(one)})
        judged = judge(connection, cards, measures, wanted, accounts, running=now.today, also=also)
        found += [one for day in run for signal in signals for one in _on(day, signal, judged)]
    return sorted(found, key=lambda one: (one.day, one.account_id, one.signal.id))


def _needed(day: date) -> Iterator[date]:
    """The day and the one before, and what their scores are compared with."""
    for at in (day - DAY, day):
        yield from (at - back * DAY for back in SCORES.values())


def _runs(
    connection: duckdb.DuckDBPyConnection, days: Sequence[date], asked: Sequence[str] | None
) -> Iterator[Sequence[date]]:
    """Many days at once of a small book, one at a time of a large one."""
    [(accounts,)] = connection.execute("SELECT count(*) FROM accounts").fetchall()
    held = accounts if asked is None else len(asked)
    most = max(1, _CELLS_AT_ONCE // max(1, held) - 2 * max(SCORES.values()))
    for at in range(0, len(days), most):
        yield days[at : at + most]


def _on(day: date, signal: Signal, judged: Judged) -> list[Fired]:
    """Only accounts that are judged on the day: who holds nothing cannot be saved."""
    values = _values(day, judged)
    fires = signal.fires(values)[1] & (judged.chosen[judged.panel.days.index(day)] >= 0)
    return [
        Fired(day, judged.panel.accounts[n], signal, tuple(
            Seen(test.measure, _known(values[test.measure][0, n]), _known(values[test.measure][1, n]))
            for test in signal.tests))
        for n in np.flatnonzero(fires)
    ]  # fmt: skip


def _values(day: date, judged: Judged) -> Mapping[str, Grid]:
    """Measures and scores on the day before and on the day."""
    at = {known: row for row, known in enumerate(judged.panel.days)}
    both, score = (day - DAY, day), judged.score()
    values = {name: grid[[at[one] for one in both]] for name, grid in judged.panel.values.items()}
    for name, back in SCORES.items():
        now = score[[at[one] for one in both]]
        values[name] = now - score[[at[one - back * DAY] for one in both]] if back else now
    return values


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
