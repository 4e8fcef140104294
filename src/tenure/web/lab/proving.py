"""A scorecard's record as the lab shows it; that of the same question is kept until anything it rests on changes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tenure.engine import publication
from tenure.engine.scores import record as records
from tenure.engine.scores.record import Asked, Record
from tenure.engine.scores.replay import replay
from tenure.library.models import Document, State
from tenure.metrics.proof import Capture, Comparison, TooFew
from tenure.metrics.scorecards import Scorecard

Ahead = Sequence[tuple[int, Comparison | TooFew]]


def record(card: Scorecard, asked: Asked) -> tuple[Record, tuple[int, int]]:
    """With how many accounts were looked at, of how many. Raises NothingPublished."""
    return _record(stamp(), card, asked)


def horizons(card: Scorecard, asked: Asked) -> Ahead:
    """How far ahead: the verdict for each number of days before."""
    return _horizons(stamp(), card, asked)


def stamp() -> tuple[Any, ...]:
    """What a replay rests on beside the scorecard itself."""
    documents = Document.objects.filter(state=State.PUBLISHED).order_by("kind", "key")
    return publication.current().id, *documents.values_list("kind", "key", "version")


@lru_cache(maxsize=16)
def _record(_: tuple[Any, ...], card: Scorecard, asked: Asked) -> tuple[Record, tuple[int, int]]:
    past = replay(card)
    return records.look(past, asked), (len(past.accounts), past.of)


@lru_cache(maxsize=16)
def _horizons(_: tuple[Any, ...], card: Scorecard, asked: Asked) -> Ahead:
    return records.horizons(replay(card), asked)


def curve_points(found: Capture | TooFew, steps: int = 20) -> list[dict[str, Any]]:
    """Few enough to draw."""
    if isinstance(found, TooFew):
        return []
    return [{"share": n / steps, "caught": found.at(n / steps)[0]} for n in range(steps + 1)]
