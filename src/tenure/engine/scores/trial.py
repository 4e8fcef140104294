"""What a scorecard would say of every account today, if it were published; nothing is kept.

The draft takes the place of the scorecard of its id, so an account may also come to, or leave, another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from tenure.core.conditions import Condition
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.measures import Panel, evaluate
from tenure.engine.scores.choosing import Chosen, choose
from tenure.engine.scores.judging import Judged, judge
from tenure.library.reading import published_cards, published_measures
from tenure.metrics.measures import Measure
from tenure.metrics.proof.cases import Floats
from tenure.metrics.scorecards import Scorecard, score
from tenure.metrics.scorecards.bands import POINT


@dataclass(frozen=True, slots=True)
class Trial:
    """Scores in points, not a number for who is not judged; `before` are those in force."""

    day: date
    accounts: tuple[str, ...]
    before: Floats
    after: Floats


def replaced(card: Scorecard, others: Sequence[Scorecard]) -> list[Scorecard]:
    """The scorecards in force with this one in the place of its older version, in the order in which they are asked."""
    kept = [other for other in others if other.id != card.id]
    return sorted([*kept, card], key=lambda one: (one.order, one.id))


def trial(card: Scorecard) -> Trial:
    """Of all accounts on the running day, by the current publication; raises NothingPublished."""
    known, held = published_measures(), in_force()
    wanted = replaced(card, held)
    asked = tuple(known[name] for name in dict.fromkeys(name for one in (*held, *wanted) for name in one.measures))
    now = publication.current()
    panel, chosen = _today(now.id, asked, _fits(held), _fits(wanted))
    before, after = (_scores(panel, cards, by) for cards, by in zip((held, wanted), chosen, strict=True))
    return Trial(now.today, panel.accounts, before, after)


def judged(cards: Sequence[Scorecard], days: Sequence[date], accounts: Sequence[str]) -> Judged:
    """Some accounts on some days (ascending) by these scorecards, with what each input gave or took."""
    now = publication.current()
    with connect() as connection:
        publication.attach(connection, now)
        return judge(connection, cards, published_measures(), days, accounts, running=now.today)


def in_force() -> list[Scorecard]:
    return [held.scorecard for held in published_cards(published_measures())]


def _fits(cards: Sequence[Scorecard]) -> tuple[Condition, ...]:
    return tuple(card.fits() for card in cards)


@lru_cache(maxsize=2)
def _today(
    publication_id: str, measures: tuple[Measure, ...], *fits: tuple[Condition, ...]
) -> tuple[Panel, tuple[Chosen, ...]]:
    """What does not depend on weights and curves, so that a draft can be changed and seen at once."""
    now = publication.current()
    with connect() as connection:
        publication.attach(connection, now)
        panel = evaluate(connection, measures, [now.today], running=now.today)
        return panel, tuple(choose(connection, conditions, [now.today], len(panel.accounts)) for conditions in fits)


def _scores(panel: Panel, cards: Sequence[Scorecard], chosen: Chosen) -> Floats:
    found = np.full(len(panel.accounts), np.nan)
    for place, card in enumerate(cards):
        scored = score(card, panel.values, panel.coverage).score[0]
        mine = (chosen[0] == place) & (scored >= 0)
        found[mine] = scored[mine] / POINT
    return found
