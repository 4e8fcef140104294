"""A measure of the whole book: today as far as it is known, and on the weeks of a year before.

What was computed is kept in this process until the next publication; a formula nobody asked for before takes up to some
seconds in a large book.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from tenure.core.conditions import EVERYTHING
from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.measures.panel import Grid, Panel, evaluate
from tenure.engine.reading import limited
from tenure.engine.scores.choosing import choose
from tenure.metrics.measures import Measure
from tenure.metrics.measures.kinds import Formula

WEEKS: Final = 53
_ONE: Final = "asked"


@dataclass(frozen=True, slots=True)
class Book:
    """Days x accounts. `there` says who held a subscription on a day: only those belong to the book of that day."""

    accounts: tuple[str, ...]
    days: tuple[date, ...]
    there: npt.NDArray[np.bool_]
    values: tuple[Grid, ...]  # one a formula asked; not a number where unknown

    @property
    def today(self) -> date:
        return self.days[-1]

    def of(self, ids: Container[str] | None) -> npt.NDArray[np.bool_]:
        """Who belonged to the book on each day, of these accounts alone if they are given."""
        if ids is None:
            return self.there
        chosen = np.array([account in ids for account in self.accounts], dtype=np.bool_)
        there: npt.NDArray[np.bool_] = self.there & chosen
        return there


def today(measures: Sequence[Measure]) -> Book:
    """All of these measures on the running day. Raises NothingPublished and TooSlow."""
    return _today(publication.current().id, tuple(measure.formula for measure in measures))


def weeks(measure: Measure) -> Book:
    """The measure today and on every week before for a year."""
    return _weeks(publication.current().id, measure.formula)


def of_account(measures: Sequence[Measure], account: str, days: Sequence[date]) -> Panel:
    """These measures of one account on these days, ascending, none of them after today."""
    now = publication.current()
    with connect() as connection, limited(connection):
        publication.attach(connection, now)
        return evaluate(connection, measures, days, [account], running=now.today)


@lru_cache(maxsize=32)
def _today(_publication: str, formulas: tuple[Formula, ...]) -> Book:
    return _book(formulas, 1)


# A hundred thousand accounts take 45 MB.
@lru_cache(maxsize=3)
def _weeks(_publication: str, formula: Formula) -> Book:
    return _book((formula,), WEEKS)


def _book(formulas: Sequence[Formula], weeks: int) -> Book:
    now = publication.current()
    days = [now.today - 7 * n * DAY for n in range(weeks - 1, -1, -1)]
    # Only the formula matters for the value; measures that share one are the same here.
    asked = [Measure(id=f"{_ONE}_{n}", name=_ONE, group="usage", formula=one) for n, one in enumerate(formulas)]
    with connect() as connection, limited(connection):
        publication.attach(connection, now)
        panel = evaluate(connection, asked, days, running=now.today)
        there = choose(connection, [EVERYTHING], days, len(panel.accounts)) >= 0
    return Book(panel.accounts, panel.days, there, tuple(panel.values[one.id] for one in asked))
