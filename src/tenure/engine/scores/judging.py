"""Scores of all accounts on some days, by the scorecards given: in memory, for files and for replays alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import numpy.typing as npt

from tenure.engine.measures import Panel, evaluate
from tenure.engine.scores.choosing import Chosen, choose
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import Scorecard, Scored, score
from tenure.metrics.scorecards.bands import POINT


@dataclass(frozen=True, slots=True)
class Judged:
    """`scored` holds each scorecard's scores of all; `chosen` says whose counts."""

    cards: tuple[Scorecard, ...]
    panel: Panel
    chosen: Chosen
    scored: tuple[Scored, ...]

    def score(self) -> npt.NDArray[np.float64]:
        """Days x accounts, in points; not a number for who is not judged or has no score."""
        found = np.full(self.chosen.shape, np.nan)
        for place, scored in enumerate(self.scored):
            mine = (self.chosen == place) & (scored.score >= 0)
            found[mine] = scored.score[mine] / POINT
        return found


def judge(
    connection: duckdb.DuckDBPyConnection, cards: Sequence[Scorecard], measures: Mapping[str, Measure],
    days: Sequence[date], accounts: Sequence[str] | None = None, *, running: date | None = None,
    also: Sequence[str] = (),
) -> Judged:  # fmt: skip
    """On a connection whose tables are those of a publication; each day knows only what was dated up to it.

    `also` are measures to evaluate beside those that the scorecards read.
    """
    asked = dict.fromkeys([*(name for card in cards for name in card.measures), *also])
    panel = evaluate(connection, [measures[name] for name in asked], days, accounts, running=running)
    chosen = choose(connection, [card.fits() for card in cards], days, len(panel.accounts))
    scored = tuple(score(card, panel.values, panel.coverage) for card in cards)
    return Judged(tuple(cards), panel, chosen, scored)
