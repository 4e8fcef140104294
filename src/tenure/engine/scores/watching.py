"""Signals of all accounts on some days: which fired, and what the tests saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.scores.judging import Judged, judge
from tenure.library.reading import published_cards, published_measures, published_signals
from tenure.metrics.signals import SCORES, Grid, Signal


@dataclass(frozen=True, slots=True)
class Seen:
    """What a test saw: the value on the day before and on the day; None where it was not known."""

    measure: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Fired:
    day: date
    account_id: str
    signal: Signal
    seen: tuple[Seen, ...]


def fired(first: date, last: date) -> list[Fired]:
    """Signals that fired on the days first..last, by day, from the current publication."""
    now, measures = publication.current(), published_measures()
    signals, cards = published_signals(measures), [card.scorecard for card in published_cards(measures)]
    also = [test.measure for signal in signals for test in signal.tests if test.measure not in SCORES]
    reach = max(SCORES.values())
    days = [first - n * DAY for n in range(reach + 1, 0, -1)]
    days += [first + n * DAY for n in range((last - first).days + 1)]
    with connect() as connection:
        publication.attach(connection, now)
        judged = judge(connection, cards, measures, days, running=now.today, also=also)
    values = _values(judged)
    return sorted(
        (one for signal in signals for one in _of(signal, values, judged, reach + 1)),
        key=lambda one: (one.day, one.account_id, one.signal.id),
    )


def _values(judged: Judged) -> Mapping[str, Grid]:
    """Measures and scores; the change of a score is not known before its first day of reach."""
    score = judged.score()
    changes = {}
    for name, days in SCORES.items():
        before = np.full_like(score, np.nan)
        before[days:] = score[: len(score) - days]
        changes[name] = score - before if days else score
    return {**judged.panel.values, **changes}


def _of(signal: Signal, values: Mapping[str, Grid], judged: Judged, skip: int) -> Sequence[Fired]:
    """Only accounts that are judged on the day: who holds nothing cannot be saved."""
    fires = signal.fires(values) & (judged.chosen >= 0)
    fires[:skip] = False
    return [
        Fired(judged.panel.days[k], judged.panel.accounts[n], signal, tuple(
            Seen(test.measure, _known(values[test.measure][k - 1, n]), _known(values[test.measure][k, n]))
            for test in signal.tests))
        for k, n in zip(*np.nonzero(fires), strict=True)
    ]  # fmt: skip


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
