"""What a scorecard's word was worth: its scores of the past beside what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.http import QueryDict

from tenure.customers.models import AccountState
from tenure.engine.scores.happened import KINDS
from tenure.engine.scores.replay import Replay, replay
from tenure.metrics import proof
from tenure.metrics.proof import Capture, Cases, Comparison, Confusion, Lead, Rate, TooFew
from tenure.metrics.proof.cases import Floats
from tenure.metrics.scorecards import BANDS, Scorecard
from tenure.metrics.scorecards.bands import POINT
from tenure.web.measures import TONES

BEFORE: Final = (30, 60, 90, 180)
_WINDOWS: Final = 12  # of 30 days each
_HIGHEST: Final = 100.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which kind of event, how many days before it, and below which score one is warned of."""

    kind: str
    before: int
    cut: int

    @classmethod
    def read(cls, given: QueryDict) -> "Asked":
        kind, before, cut = given.get("kind", ""), given.get("before", ""), given.get("cut", "")
        return cls(
            kind if kind in KINDS else "churn",
            int(before) if before in map(str, BEFORE) else 90,
            int(cut) if cut.isdigit() and 1 <= int(cut) <= 99 else 70,
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One scorecard's record. What there is too little of is `TooFew`, with a sentence."""

    verdict: Comparison | TooFew
    areas: Sequence[tuple[int, Comparison | TooFew]]
    capture: Capture | TooFew
    confusion: Confusion
    bands: Sequence[Rate]
    lead: Lead
    today: Floats  # the score of each account on the last day, not a number without one


def record(card: Scorecard, asked: Asked) -> tuple[Replay, Record]:
    past = replay(card)
    cases = {before: _cases(past, past.said, asked.kind, before) for before in BEFORE}
    chosen = cases[asked.before]
    cut = _HIGHEST - asked.cut
    return past, Record(
        _compared(past, chosen, asked.kind, asked.before),
        [(before, _compared(past, found, asked.kind, before)) for before, found in cases.items()],
        proof.capture(chosen), proof.confusion(chosen, cut), _by_band(chosen),
        proof.lead(_HIGHEST - past.said, past.numbers, past.happened.events[asked.kind], cut), past.said[-1],
    )  # fmt: skip


def _cases(past: Replay, said: Floats, kind: str, before: int, turned: bool = True) -> Cases:
    last = int(past.numbers[-1])
    windows = [(last - 30 * (n + 1), last - 30 * n) for n in range(_WINDOWS)]
    risk = _HIGHEST - said if turned else said
    there = (past.happened.since, past.happened.until)
    return proof.look(risk, past.numbers, past.happened.events[kind], there, windows, before, past.level)


def _compared(past: Replay, cases: Cases, kind: str, before: int) -> Comparison | TooFew:
    silent = _cases(past, past.silence, kind, before, turned=False)
    return proof.compare(cases, {"days since last use": proof.longest_silence(silent.risk)})


def _by_band(cases: Cases) -> list[Rate]:
    told = cases.told()
    edges = [least / POINT for _, least in BANDS[1:]]
    names = tuple(TONES[name][1] for name, _ in BANDS)
    return proof.rates(told.happened, np.searchsorted(edges, _HIGHEST - told.risk, side="right"), names)


@dataclass(frozen=True, slots=True)
class Shift:
    """Accounts that would be in another band today, and their ARR."""

    before: str
    after: str
    accounts: int
    arr_minor: int


def shifts(accounts: Sequence[str], published: Floats, draft: Floats) -> list[Shift]:
    """The most valuable shifts first."""
    names = [name for name, _ in BANDS]
    edges = [least / POINT for _, least in BANDS[1:]]
    both = ~np.isnan(published) & ~np.isnan(draft)
    was, now = (np.searchsorted(edges, side, side="right") for side in (published, draft))
    moved = [int(n) for n in np.flatnonzero(both & (was != now))]
    arr = _arr([accounts[n] for n in moved])
    found: dict[tuple[int, int], list[int]] = {}
    for n in moved:
        found.setdefault((int(was[n]), int(now[n])), []).append(arr.get(accounts[n], 0))
    shown = [Shift(TONES[names[a]][1], TONES[names[b]][1], len(worth), sum(worth)) for (a, b), worth in found.items()]
    return sorted(shown, key=lambda shift: -shift.arr_minor)


def _arr(ids: Sequence[str]) -> Mapping[str, int]:
    """Some thousand ids at a time, which is what both databases take."""
    found: dict[str, int] = {}
    for at in range(0, len(ids), 5_000):
        rows = AccountState.objects.filter(account_id__in=ids[at : at + 5_000]).values_list("account_id", "arr_minor")
        found |= {key: value or 0 for key, value in rows}
    return found


def histogram(scores: Floats) -> list[int]:
    """Accounts in each ten points, the last with 100."""
    known = scores[~np.isnan(scores)]
    counts, _ = np.histogram(known, bins=np.arange(0, 101, 10))
    return [int(count) for count in counts]


def curve_points(found: Capture | TooFew, steps: int = 20) -> list[dict[str, Any]]:
    """Few enough to draw."""
    if isinstance(found, TooFew):
        return []
    return [{"share": n / steps, "caught": found.at(n / steps)[0]} for n in range(steps + 1)]
