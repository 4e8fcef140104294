"""The visits of accounts on a journey, day by day, from the tables of a publication."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb
import numpy as np

from tenure.core.conditions import Condition
from tenure.core.periods import DAY
from tenure.engine.journeys.asking import Asker
from tenure.metrics.journeys import Journey, Visits
from tenure.metrics.journeys.journey import all_of
from tenure.metrics.journeys.walking import Places, stages
from tenure.metrics.measures import Measure

CELLS_AT_ONCE: Final = 12_000_000  # days x accounts held in memory; a grid of numbers then takes 100 MB


@dataclass(frozen=True, slots=True)
class Law:
    """A journey and the measures that its criteria ask."""

    journey: Journey
    measures: tuple[Measure, ...]

    @property
    def known(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    def enter(self, place: int) -> Condition:
        return all_of(self.journey.stages[place].enter, self.known)

    def leave(self, place: int) -> Condition:
        return all_of(self.journey.stages[place].leave, self.known)


def places(asker: Asker, law: Law) -> Places:
    """The stage of each account on each of the days that are asked; the first know less, as `walking.stages` says."""
    count, fits = range(len(law.journey.stages)), law.journey.fits()
    enter, leave = [law.enter(place) for place in count], [law.leave(place) for place in count]
    asker.prepare([fits, *enter, *leave])
    there = asker.there() & asker.holds(fits)
    return stages(law.journey, there, [asker.holds(one) for one in enter], [asker.holds(one) for one in leave])


def places_between(
    connection: duckdb.DuckDBPyConnection, law: Law, first: date, last: date, accounts: Sequence[str] | None = None,
    running: date | None = None,
) -> Places:  # fmt: skip
    """The stages on every day of this stretch; the accounts are those of table `asked_accounts` afterwards."""
    before = law.journey.falls_back_after - 1
    days = [first + n * DAY for n in range(-before, (last - first).days + 1)]
    return places(Asker(connection, law.known, days, accounts, running), law)[before:]


def visits(
    connection: duckdb.DuckDBPyConnection, law: Law, accounts: Sequence[str], first: date, last: date,
    said: Callable[[int, int], None] = lambda done, total: None,
) -> Visits:  # fmt: skip
    """Of these accounts, a part of them at a time."""
    found = Visits.of(np.zeros((1, 0), dtype=np.int8), first)
    done = 0
    for part in _parts(accounts, (last - first).days + law.journey.falls_back_after):
        found = found.joined(Visits.of(places_between(connection, law, first, last, part), first), done)
        done += len(part)
        said(done, len(accounts))
    return found


def _parts(accounts: Sequence[str], days: int) -> Iterator[Sequence[str]]:
    most = max(1, CELLS_AT_ONCE // days)
    for at in range(0, len(accounts), most):
        yield accounts[at : at + most]
