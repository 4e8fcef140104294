"""What the churn risk is learned from: measures of accounts on days of the past, and who left within the horizon."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.measures import Panel, evaluate
from tenure.engine.publication import Publication
from tenure.engine.scores.happened import Happened, happened
from tenure.engine.scores.replay import sample
from tenure.metrics.learning import Examples, gather
from tenure.metrics.measures import Measure, read
from tenure.metrics.proof import longest_silence
from tenure.metrics.proof.cases import Floats, Ints

_SILENCE: Final = read(
    {"id": "silence", "name": "Days since last use", "group": "usage", "formula": {"kind": "recency", "of": "usage"}}
).model_copy(update={"id": "churn.silence"})  # an id that no measure of the library has
# Few leave, so a long past tells more than close days: neighbouring weeks say nearly the same.
WEEKS: Final = 156
EVERY: Final = 4
MOST: Final = 40_000  # examples; of more, so many are drawn, always the same ones
_SEED: Final = 90


@dataclass(frozen=True, slots=True)
class Past:
    """`silence` says the days since last use of each example, as a risk. `accounts` were looked at, of `of`."""

    examples: Examples
    silence: Floats
    accounts: int
    of: int
    left_out: tuple[str, ...]  # measures that were never known, or always the same


def past(now: Publication, measures: Sequence[Measure], horizon: int, said: Callable[[str], None]) -> Past:
    """Of every fourth of the last weeks whose horizon has passed by the last complete day; nothing later is read."""
    said("Looking back over the measures of three years")
    panel, events, of = _looked_back(now, measures)
    said("Setting beside each account whether it left")
    there = (events.since, events.until)
    last = int(numbers([now.as_of])[0])
    found = gather(panel.values, numbers(panel.days), events.events["churn"], there, horizon, last)
    found = _drawn(found)
    telling = [measure.id for measure in measures if _tells(found.column(measure.id))]
    silence = longest_silence(found.column(_SILENCE.id))
    left_out = tuple(measure.id for measure in measures if measure.id not in telling)
    return Past(_columns(found, telling), silence, len(panel.accounts), of, left_out)


def _looked_back(now: Publication, measures: Sequence[Measure]) -> tuple[Panel, Happened, int]:
    days = [now.as_of - 7 * n * DAY for n in range(WEEKS - EVERY, -1, -EVERY)]
    with connect() as connection:
        publication.attach(connection, now)
        accounts, of = sample(connection)
        panel = evaluate(connection, [*measures, _SILENCE], days, accounts)
        return panel, happened(connection, len(panel.accounts)), of


def numbers(days: Sequence[date]) -> Ints:
    """Days since 1970."""
    return np.array([(day - date(1970, 1, 1)).days for day in days], dtype=np.int64)


def _drawn(found: Examples) -> Examples:
    if len(found) <= MOST:
        return found
    chosen = np.random.default_rng(_SEED).permutation(len(found))[:MOST]
    return found.only(np.isin(np.arange(len(found)), chosen))


def _tells(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return len(known) > 0 and bool((known != known[0]).any())


def _columns(found: Examples, names: Sequence[str]) -> Examples:
    x = np.column_stack([found.column(name) for name in names]) if names else np.empty((len(found), 0))
    return Examples(tuple(names), x, found.happened, found.account, found.day)
