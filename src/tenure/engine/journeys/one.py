"""The way of one account, computed when its page asks: the same days and the same rules as in the book."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.journeys.asking import Asker
from tenure.engine.journeys.kept import REACH
from tenure.engine.journeys.narrowing import narrow
from tenure.engine.journeys.travelling import Law, places
from tenure.metrics.journeys import Criterion, Journey, Visits
from tenure.metrics.journeys.asking import Bools, Floats
from tenure.metrics.journeys.journey import condition
from tenure.metrics.journeys.visits import number


@dataclass(frozen=True, slots=True)
class Way:
    """`first` is the first day that was looked at. `because` has for each visit the criteria that decided on its
    first day: that began to hold, or, where the account fell back or was called no longer, that do not hold.

    `missing` and `values` are of the last day: what it has to meet to go on, and all measures that were looked at.
    """

    law: Law
    first: date
    visits: Visits
    because: tuple[tuple[Criterion, ...], ...]
    missing: tuple[Criterion, ...]
    values: dict[str, float | None]


def way(law: Law, account: str, day: date) -> Way | None:
    """Its visits up to the end of the day, which may be the running one; None if it is not on the journey then.

    Raises NothingPublished.
    """
    return _way(publication.current().id, law, account, day)


@lru_cache(maxsize=64)
def _way(_publication: str, law: Law, account: str, day: date) -> Way | None:
    now = publication.current()
    running = now.today if day == now.today else None
    before = law.journey.falls_back_after - 1
    days = [day - n * DAY for n in range(REACH + before, -1, -1)]
    with connect() as connection:
        publication.attach(connection, now)
        if not _fits(Asker(connection, law.known, [day], [account], running), law):
            return None
        narrow(connection, account)
        asker = Asker(connection, law.known, days, [account], running, keep=True)
        visits = Visits.of(places(asker, law)[before:], days[before])
    held = {one: asker.holds(condition(one, law.known))[:, 0] for one in law.journey.criteria()}
    place = int(visits.stage[-1])
    missing = tuple(one for one in law.journey.asked(place) if not held[one][-1])
    because = tuple(_because(law.journey, visits, held, days[0]))
    return Way(law, days[before], visits, because, missing, {n: _known(v) for n, v in asker.values.items()})


def _fits(asker: Asker, law: Law) -> bool:
    """Cheaply, whether it is on the journey at all."""
    asker.prepare([law.journey.fits()])
    return bool((asker.there() & asker.holds(law.journey.fits()))[-1, 0])


def _because(
    journey: Journey, visits: Visits, held: dict[Criterion, Bools], first: date
) -> Iterator[tuple[Criterion, ...]]:
    came_from = None
    for stage, entered, seen in zip(*(c.tolist() for c in (
            visits.stage, visits.entered, visits.seen)), strict=True):  # fmt: skip
        row = entered - number(first)
        if came_from is None or not seen or not row:
            yield ()
        elif journey.stages[came_from].from_anywhere:
            yield tuple(one for one in journey.stages[came_from].enter if not held[one][row])
        elif journey.falls(came_from, stage):
            yield tuple(one for one in journey.asked(stage) if not held[one][row])
        else:
            yield tuple(one for one in _asked_before(journey, stage)
                        if held[one][row] and not held[one][row - 1])  # fmt: skip
        came_from = stage


def _asked_before(journey: Journey, end: int) -> tuple[Criterion, ...]:
    """What brings an account to a stage; of all stages before, because their criteria may have lapsed meanwhile."""
    if journey.stages[end].from_anywhere:
        return journey.stages[end].enter
    passed = (one for place in journey.walk if place < end for one in journey.asked(place))
    return tuple(dict.fromkeys(passed))


def _known(values: Floats) -> float | None:
    return None if np.isnan(values[0]) else float(values[0])
