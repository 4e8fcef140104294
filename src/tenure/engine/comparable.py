"""Which accounts an account can be compared with, as of a day.

Those that pay, of the same segment and tier; where they are too few, of the same segment, then of the same tier. Of a
large group a sample is looked at, always the same one, so that the comparison does not change because it was asked
again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from tenure.core.periods import DAY
from tenure.engine import publication, reading
from tenure.engine.account.attributes import attributes
from tenure.engine.duck import connect
from tenure.engine.measures.panel import Panel, evaluate
from tenure.engine.reading import limited
from tenure.metrics.measures import Measure

FEWEST: Final = 5
MOST: Final = 1_000
_BY: Final = (("segment", "tier"), ("segment",), ("tier",))
_HELD: Final = """
    SELECT account_id FROM attributes WHERE attribute = ? AND value = ?
      AND coalesce(valid_from <= ?, true) AND coalesce(valid_to_excl > ?, true)"""
_PAYING: Final = """
    SELECT account_id FROM subscriptions WHERE status IN ('active', 'past_due') AND mrr_minor > 0 AND start_date <= ?
      AND coalesce(end_date_excl > ?, true)"""


@dataclass(frozen=True, slots=True)
class Comparable:
    """`by` is what they have in common, such as {"tier": "gold"}. `total` counts all, `accounts` may be a sample.

    Nothing is in them where fewer than FEWEST have anything in common with the account.
    """

    by: dict[str, str]
    accounts: tuple[str, ...]
    total: int

    @property
    def in_words(self) -> str:
        """Such as "segment Enterprise, tier gold"."""
        return ", ".join(f"{name} {value}" for name, value in self.by.items())


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles of a measure among comparable accounts, and of how many it is known; null where too few know it."""

    low: float | None
    middle: float | None
    high: float | None
    known: int


def comparable(account_id: str, day: date) -> Comparable:
    """Those that pay on `day` and share segment and tier with the account, else segment, else tier; never itself.

    From `subscriptions` and `attributes`, each at the end of the day; where nothing of an attribute is known, nobody
    shares it. Of more than MOST the ones with the smallest digest of their id. Raises NothingPublished and TooSlow.
    """
    own = attributes(account_id, day)
    for names in _BY:
        by = {name: own[name] for name in names if own.get(name)}
        if len(by) == len(names) and (found := _alike(account_id, by, day)):
            return found
    return Comparable({}, (), 0)


def _alike(account_id: str, by: dict[str, str], day: date) -> Comparable | None:
    statement = " INTERSECT ".join([_PAYING, *([_HELD] * len(by))])
    asked = [day, day, *(part for name, value in by.items() for part in (name, value, day, day))]
    rows = reading.query(
        f"SELECT account_id, count(*) OVER () AS total FROM ({statement}) WHERE account_id <> ? "
        f"ORDER BY md5(account_id) LIMIT {MOST}",
        [*asked, account_id],
    )
    if len(rows) < FEWEST:
        return None
    return Comparable(by, tuple(sorted(row["account_id"] for row in rows)), rows[0]["total"])


def measured(measures: Sequence[Measure], accounts: Sequence[str], days: Sequence[date]) -> Panel:
    """These measures of these accounts on these days, ascending, none of them after today.

    A panel, days x accounts a measure, in the unit of each; unknown is not a number. An account or a day that nothing
    is known of stays in it. Raises NothingPublished and TooSlow.
    """
    now = publication.current()
    with connect() as connection, limited(connection):
        publication.attach(connection, now)
        return evaluate(connection, measures, days, accounts, running=now.today)


def spread(values: npt.NDArray[np.float64]) -> Spread:
    """Of the values of some accounts on a day, in their unit; those that are not a number are left out.

    Quantiles by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
    """
    known = values[~np.isnan(values)]
    if len(known) < FEWEST:
        return Spread(None, None, None, len(known))
    low, middle, high = (float(value) for value in np.quantile(known, (0.25, 0.5, 0.75)))
    return Spread(low, middle, high, len(known))


def week_ends(as_of: date, weeks: int) -> list[date]:
    """The last `weeks` days that are whole weeks before `as_of`, oldest first; it is the last of them."""
    return [as_of - 7 * n * DAY for n in range(weeks - 1, -1, -1)]
