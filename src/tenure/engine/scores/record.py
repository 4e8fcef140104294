"""What a scorecard's word was worth: its scores of the past beside what happened, in one look."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from tenure.engine.scores.replay import Replay, replay
from tenure.metrics import proof
from tenure.metrics.proof import Capture, Cases, Comparison, Confusion, Lead, Rate, TooFew
from tenure.metrics.proof.cases import Floats
from tenure.metrics.scorecards import BANDS, Scorecard
from tenure.metrics.scorecards.bands import POINT

BEFORE: Final = (30, 60, 90, 180)
_WINDOWS: Final = 12  # of 30 days each
_HIGHEST: Final = 100.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which kind of event (`happened.KINDS`), how many days before it, and below which score one is warned of."""

    kind: str = "churn"
    before: int = 90
    cut: int = 70


@dataclass(frozen=True, slots=True)
class Record:
    """One scorecard's record. What there is too little of is `TooFew`, with a sentence."""

    verdict: Comparison | TooFew
    areas: Sequence[tuple[int, Comparison | TooFew]]
    capture: Capture | TooFew
    confusion: Confusion
    bands: Sequence[Rate]  # named as in `scorecards.BANDS`, worst first
    lead: Lead
    today: Floats  # the score of each account on the last day, not a number without one

    def as_dict(self, share: float = 0.2) -> dict[str, Any]:
        """Ready for JSON. Of what there is too little of, only the sentence is there."""
        few = isinstance(self.verdict, TooFew)
        return {
            **_compared_dict(self.verdict),
            "days_before": [{"days": days, **_compared_dict(told)} for days, told in self.areas],
            "bands": [] if few else [_band(rate) for rate in self.bands],
            "confusion": None if few else asdict(self.confusion),
            "capture": None if isinstance(self.capture, TooFew) else _captured(self.capture, share),
            "lead": {"sentence": self.lead.sentence, "median_days": self.lead.median},
        }


def record(card: Scorecard, asked: Asked) -> tuple[Replay, Record]:
    """Raises NothingPublished."""
    past = replay(card)
    cases = {before: _cases(past, past.said, asked.kind, before) for before in {*BEFORE, asked.before}}
    chosen = cases[asked.before]
    cut = _HIGHEST - asked.cut
    return past, Record(
        _compared(past, chosen, asked.kind, asked.before),
        [(before, _compared(past, cases[before], asked.kind, before)) for before in BEFORE],
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
    names = tuple(name for name, _ in BANDS)
    return proof.rates(told.happened, np.searchsorted(edges, _HIGHEST - told.risk, side="right"), names)


def _compared_dict(told: Comparison | TooFew) -> dict[str, Any]:
    if isinstance(told, TooFew):
        return {"verdict": "too few", "sentence": told.sentence, "events": told.events, "area": None, "baselines": {}}
    return {
        "verdict": str(told.verdict), "sentence": told.sentence, "events": told.events, "area": asdict(told.area),
        "baselines": {name: asdict(area) for name, area in told.baselines.items()},
    }  # fmt: skip


def _band(rate: Rate) -> dict[str, Any]:
    return {"band": rate.name, "cases": rate.cases, "events": rate.events, "rate": rate.rate, "low": rate.low,
            "high": rate.high}  # fmt: skip


def _captured(found: Capture, share: float) -> dict[str, Any]:
    events, value = found.at(share)
    return {"share": share, "events": events, "value": value, "sentence": found.sentence(share)}
