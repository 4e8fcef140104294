"""The way of one account, computed when its page asks: the same days and the same rules as in the book."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.journeys.kept import REACH
from tenure.engine.journeys.travelling import Law, places_between
from tenure.metrics.journeys import Visits


@dataclass(frozen=True, slots=True)
class Way:
    """`first` is the first day that was looked at."""

    law: Law
    first: date
    visits: Visits


def way(law: Law, account: str, day: date) -> Way:
    """Its visits up to the end of the day, which may be the running one. Raises NothingPublished."""
    now = publication.current()
    return Way(law, day - REACH * DAY, _visits(now.id, law, account, day))


@lru_cache(maxsize=64)
def _visits(_publication: str, law: Law, account: str, day: date) -> Visits:
    now = publication.current()
    first = day - REACH * DAY
    with connect() as connection:
        publication.attach(connection, now)
        running = now.today if day == now.today else None
        return Visits.of(places_between(connection, law, first, day, [account], running), first)
