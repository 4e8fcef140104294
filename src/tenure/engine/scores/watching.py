"""Signals of all accounts on some days: which fired, and what the tests saw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.scores.judging import Judged, judge
from tenure.library.reading import published_cards, published_measures, published_signals
from tenure.metrics.scorecards import Scorecard
from tenure.metrics.signals import SCORES, Grid, Signal

_CELLS_AT_ONCE = 1_000_000  # days x accounts held in memory


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


def fired(
    first: date, last: date, *, signals: Sequence[Signal] | None = None, cards: Sequence[Scorecard] | None = None
) -> list[Fired]:
    """Signals that fired on the days first..last, by day, from the current publication.

    By the signals and scorecards in force, or by others, to see what they would have done.
    """
    now, measures = publication.current(), published_measures()
    signals = published_signals(measures) if signals is None else signals
    cards = [card.scorecard for card in published_cards(measures)] if cards is None else cards
    also = [test.measure for signal in signals for test in signal.tests if test.measure not in SCORES]
    found: list[Fired] = []
    with connect() as connection:
        publication.attach(connection, now)
        for run in _runs(connection, first, last):
            days = sorted({day for one in run for day in _needed(one)})
            judged = judge(connection, cards, measures, days, running=now.today, also=also)
            found += [one for day in run for signal in signals for one in _on(day, signal, judged)]
    return sorted(found, key=lambda one: (one.day, one.account_id, one.signal.id))


def _needed(day: date) -> Iterator[date]:
    """The day and the one before, and what their scores are compared with."""
    for at in (day - DAY, day):
        yield from (at - back * DAY for back in SCORES.values())


def _runs(connection: duckdb.DuckDBPyConnection, first: date, last: date) -> Iterator[list[date]]:
    """Many days at once of a small book, one at a time of a large one."""
    [(accounts,)] = connection.execute("SELECT count(*) FROM accounts").fetchall()
    most = max(1, _CELLS_AT_ONCE // max(1, accounts) - 2 * max(SCORES.values()))
    days = [first + n * DAY for n in range((last - first).days + 1)]
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
