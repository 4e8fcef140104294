"""A scorecard over the past: what it would have said of every account each week, beside what happened.

The scorecard, draft or published, takes the place of the one of its id; each week knows only what was dated up to it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import duckdb
import numpy as np

from tenure.core.conditions import Condition
from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.measures import Panel, kept
from tenure.engine.measures.kept import Past
from tenure.engine.scores.choosing import Chosen, choose
from tenure.engine.scores.happened import Happened, happened
from tenure.library.reading import published_cards, published_measures
from tenure.metrics.measures import Measure, in_sentence, read
from tenure.metrics.proof.cases import Floats, Ints
from tenure.metrics.scorecards import Scorecard, score
from tenure.metrics.scorecards.bands import POINT

_SILENCE = read({"id": "silence", "name": "Days since last use", "group": "usage", "unit": "days",
                 "formula": {"kind": "recency", "of": "usage"}})  # fmt: skip
_LEVEL = read({"id": "level", "name": "MRR", "group": "commercial",
               "formula": {"kind": "level", "of": "mrr", "amount": "delta_minor"}})  # fmt: skip
MOST = 20_000  # accounts; of a larger book a sample is looked at, always the same one
WEEKS = 78  # a year of outcomes, and half a year before the first


@dataclass(frozen=True, slots=True)
class Replay:
    """Weeks x accounts. `said` is the score in points, not a number where this scorecard did not judge."""

    accounts: tuple[str, ...]
    days: tuple[date, ...]
    said: Floats
    silence: Floats  # days since anybody used the product
    level: Floats  # MRR in minor units of the account's own currency
    happened: Happened
    of: int  # accounts in the whole book

    @property
    def numbers(self) -> Ints:
        return np.array([(day - date(1970, 1, 1)).days for day in self.days], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What does not depend on weights and curves, so that a draft can be changed and seen at once."""

    panel: Panel
    chosen: Chosen
    silence: Floats
    level: Floats
    happened: Happened
    of: int


def replay(card: Scorecard) -> Replay:
    """Of the last `WEEKS` weeks up to the last complete day."""
    known = published_measures()
    cards = _with(card, [held.scorecard for held in published_cards(known)])
    asked = tuple(known[name] for name in dict.fromkeys(card.measures))
    frame = _frame(publication.current().id, tuple(one.fits() for one in cards), asked)
    scored = score(card, frame.panel.values, frame.panel.coverage)
    mine = (frame.chosen == cards.index(card)) & (scored.score >= 0)
    said = np.where(mine, scored.score / POINT, np.nan)
    return Replay(frame.panel.accounts, frame.panel.days, said, frame.silence, frame.level, frame.happened, frame.of)


def _with(card: Scorecard, others: Sequence[Scorecard]) -> list[Scorecard]:
    """The scorecards in force with this one in the place of its older version."""
    kept = [other for other in others if other.id != card.id]
    return sorted([*kept, card], key=lambda one: (one.order, one.id))


def keep(said: Callable[[int, int, str], None]) -> int:
    """Make what replays read of all published measures, so that nobody waits for it; returns how many there are."""
    measures = [*published_measures().values(), _SILENCE, _LEVEL]
    with _past() as (past, _):
        for done, measure in enumerate(measures, 1):
            past.panel([measure])
            said(done, len(measures), f"Looking back at {in_sentence(measure.name)}")
        kept.clear_away(past.files(measures))
    return len(measures)


@lru_cache(maxsize=2)
def _frame(publication_id: str, fits: tuple[Condition, ...], measures: tuple[Measure, ...]) -> _Frame:
    asked = {measure.id: measure for measure in (*measures, _SILENCE, _LEVEL)}
    with _past() as (past, of):
        panel = past.panel(list(asked.values()))
        chosen = choose(past.connection, fits, past.days, len(past.accounts))
        outcomes = happened(past.connection, len(past.accounts))
    return _Frame(panel, chosen, panel.values[_SILENCE.id], panel.values[_LEVEL.id], outcomes, of)


@contextmanager
def _past() -> Iterator[tuple[Past, int]]:
    """The last `WEEKS` weeks of the accounts to look at, and how many there are in the book."""
    now = publication.current()
    days = [now.as_of - 7 * n * DAY for n in range(WEEKS - 1, -1, -1)]
    with connect() as connection:
        publication.attach(connection, now)
        accounts, of = sample(connection)
        yield Past(connection, now, days, accounts), of


def sample(connection: duckdb.DuckDBPyConnection, most: int | None = None) -> tuple[list[str], int]:
    """The accounts to look at, and how many there are."""
    [(of,)] = connection.execute("SELECT count(*) FROM accounts").fetchall()
    rows = connection.execute(
        f"SELECT account_id FROM accounts ORDER BY md5(account_id) LIMIT {most or MOST}"
    ).fetchall()
    return sorted(account for (account,) in rows), int(of)
