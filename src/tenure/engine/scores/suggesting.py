"""Weights that the book's own past suggests for a scorecard: to be looked at, never applied by themselves."""

from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.scores.happened import happened
from tenure.engine.scores.judging import Judged, judge
from tenure.engine.scores.record import Asked
from tenure.engine.scores.replay import WEEKS, sample
from tenure.engine.scores.trial import in_force, replaced
from tenure.library.reading import published_measures
from tenure.metrics.learning import gather
from tenure.metrics.learning.weights import Seen, Suggestion, suggest
from tenure.metrics.measures import Measure
from tenure.metrics.proof import TooFew
from tenure.metrics.proof.cases import Floats
from tenure.metrics.scorecards import START, Scorecard, levels
from tenure.metrics.scorecards.bands import POINT

HORIZON: Final = 90  # days
_EVERY: Final = 4  # weeks


def suggested(card: Scorecard, kind: str) -> Suggestion | TooFew:
    """For the events of a kind (`happened.KINDS`) within `HORIZON` days. Raises NothingPublished."""
    measures = published_measures()
    cards = tuple(replaced(card, in_force()))
    return _suggested(publication.current().id, card, cards, tuple(measures.values()), kind)


@lru_cache(maxsize=8)
def _suggested(
    _: str, card: Scorecard, cards: tuple[Scorecard, ...], measures: tuple[Measure, ...], kind: str
) -> Suggestion | TooFew:
    now, known = publication.current(), {measure.id: measure for measure in measures}
    days = [now.as_of - 7 * n * DAY for n in range(WEEKS - 1, -1, -_EVERY)]
    with connect() as connection:
        publication.attach(connection, now)
        accounts, _of = sample(connection)
        judged = judge(connection, cards, known, days, accounts)
        past = happened(connection, len(accounts))
    numbers = np.array([(day - date(1970, 1, 1)).days for day in days], dtype=np.int64)
    grids = _grids(card, judged, cards.index(card), kind)
    there = (past.since, past.until)
    found = gather(grids, numbers, past.events[kind], there, HORIZON, int(numbers[-1]))
    inputs = len(card.measures)
    told = np.asarray(~np.isnan(found.x[:, :inputs]).all(axis=1))
    seen = Seen(found.x[:, :inputs], np.nan_to_num(found.x[:, inputs:]), found.happened, found.account, found.day)
    return suggest(seen.only(told), np.array([share for _, share in card.weighted()]), HORIZON)


def _grids(card: Scorecard, judged: Judged, place: int, kind: str) -> dict[str, Floats]:
    """Levels, then coverage, of the accounts that this scorecard judges; unknown elsewhere.

    What one hopes for is announced by high levels: they are turned round where healthy begins.
    """
    mine, level = judged.chosen == place, levels(card, judged.panel.values)
    if Asked(kind).good:
        level = {name: 2 * START / POINT - grid for name, grid in level.items()}
    return {
        **{name: np.where(mine, level[name], np.nan) for name in card.measures},
        **{f"coverage of {name}": np.where(mine, judged.panel.coverage[name], 0.0) for name in card.measures},
    }
