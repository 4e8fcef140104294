"""What a scorecard's word was worth: its scores of the past beside what happened, in one look."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from tenure.engine.scores.replay import Replay, replay
from tenure.metrics import proof
from tenure.metrics.proof import (
    Capture,
    Cases,
    Comparison,
    Confusion,
    Events,
    Foretold,
    Lead,
    Rate,
    Survival,
    TooFew,
)
from tenure.metrics.proof.cases import Floats
from tenure.metrics.scorecards import BANDS, Scorecard
from tenure.metrics.scorecards.bands import POINT

BEFORE: Final = (30, 60, 90, 180)
MONTH: Final = 30  # days
_HIGHEST: Final = 100.0
_SILENT: Final = 30  # days
_HALF_A_HUNDREDTH: Final = 0.005  # scores are hundredths: what lies at the cut belongs to the sign of good news
EDGES: Final = [least / POINT for _, least in BANDS[1:]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which kind of event (`happened.KINDS`), how many days before it, below which score one is warned of, and in how
    many months of 30 days until the last complete day.
    """

    kind: str = "churn"
    before: int = 90
    cut: int = 70
    months: int = 12

    @property
    def good(self) -> bool:
        """Whether one hopes for it: then a high score announces it."""
        return self.kind == "expansion"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of those to whom it happened: how many in each band, worst first; and of how many nothing was."""

    bands: tuple[int, ...]
    announced: int
    unsaid: int
    silent: int  # not announced, and nobody used the product in the month before
    never: int  # not announced, and nothing was ever used

    @property
    def of(self) -> int:
        return sum(self.bands)

    @property
    def missed(self) -> int:
        return self.of - self.announced


@dataclass(frozen=True, slots=True)
class Record:
    """One scorecard's record. What there is too little of is `TooFew`, with a sentence."""

    said: Said
    verdict: Comparison | TooFew
    capture: Capture | TooFew
    confusion: Confusion
    bands: Sequence[Rate]  # named as in `scorecards.BANDS`, worst first
    foretold: Foretold | TooFew
    lead: Lead
    after: Survival
    areas: Sequence[tuple[int, Comparison | TooFew]] = ()  # how far ahead, by days before

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
    """With how far ahead. Raises NothingPublished."""
    past = replay(card)
    return past, replace(look(past, asked), areas=horizons(past, asked))


def look(past: Replay, asked: Asked) -> Record:
    """All but how far ahead."""
    chosen, cut, risk = cases(past, asked, asked.before), cut_of(asked), _risk(past.said, asked)
    return Record(
        _said(past, chosen, asked), _compared(past, chosen, asked, asked.before), proof.capture(chosen),
        proof.confusion(chosen, cut), _by_band(chosen, asked), _foretold(past, asked),
        proof.lead(risk, past.numbers, _events(past, asked), cut), _after(past, risk, asked, cut),
    )  # fmt: skip


def horizons(past: Replay, asked: Asked) -> list[tuple[int, Comparison | TooFew]]:
    return [(before, _compared(past, cases(past, asked, before), asked, before)) for before in BEFORE]


def cut_of(asked: Asked) -> float:
    """Announced is whose risk lies above it."""
    return asked.cut - _HALF_A_HUNDREDTH if asked.good else _HIGHEST - asked.cut


def windows(past: Replay, asked: Asked) -> list[tuple[int, int]]:
    """Oldest first."""
    end = int(past.numbers[-1]) + 1
    return [(end - MONTH * (n + 1), end - MONTH * n) for n in reversed(range(asked.months))]


def cases(past: Replay, asked: Asked, before: int, only: Sequence[tuple[int, int]] | None = None) -> Cases:
    return _looked(past, _risk(past.said, asked), asked, before, windows(past, asked) if only is None else only)


def _looked(past: Replay, risk: Floats, asked: Asked, before: int, asked_windows: Sequence[tuple[int, int]]) -> Cases:
    there = (past.happened.since, past.happened.until)
    events = past.happened.events[asked.kind]
    return proof.look(risk, past.numbers, events, there, asked_windows, before, past.level)


def _risk(said: Floats, asked: Asked) -> Floats:
    return said if asked.good else _HIGHEST - said


def _silence(past: Replay, asked: Asked, before: int) -> Floats:
    return _looked(past, past.silence, asked, before, windows(past, asked)).risk


def _compared(past: Replay, found: Cases, asked: Asked, before: int) -> Comparison | TooFew:
    silent = proof.longest_silence(_silence(past, asked, before))
    return proof.compare(found, {"days since last use": -silent if asked.good else silent})


def _said(past: Replay, found: Cases, asked: Asked) -> Said:
    told = found.happened & ~np.isnan(found.risk)
    score = found.risk if asked.good else _HIGHEST - found.risk
    bands = np.bincount(np.searchsorted(EDGES, score[told], side="right"), minlength=len(BANDS))
    missed = told & ~(found.risk > cut_of(asked))
    silence = _silence(past, asked, asked.before)
    return Said(
        tuple(map(int, bands)), int(np.count_nonzero(told & ~missed)),
        int(np.count_nonzero(found.happened & ~told)),
        int(np.count_nonzero(missed & (silence > _SILENT))), int(np.count_nonzero(missed & np.isnan(silence))),
    )  # fmt: skip


def _by_band(found: Cases, asked: Asked) -> list[Rate]:
    told = found.told()
    score = told.risk if asked.good else _HIGHEST - told.risk
    names = tuple(name for name, _ in BANDS)
    return proof.rates(told.happened, np.searchsorted(EDGES, score, side="right"), names)


def _foretold(past: Replay, asked: Asked) -> Foretold | TooFew:
    """Last period's rate is the dumb thing to say; the bands' rates have to beat it."""
    all_windows, half = windows(past, asked), (asked.months + 1) // 2
    earlier, later = (cases(past, asked, asked.before, part) for part in (all_windows[:half], all_windows[half:]))
    return proof.foretold(earlier, later, _edges(asked))


def _edges(asked: Asked) -> list[float]:
    """Where bands part, as risks; a score at the edge belongs to the better band."""
    return EDGES if asked.good else [_HIGHEST - edge + _HALF_A_HUNDREDTH for edge in reversed(EDGES)]


def _events(past: Replay, asked: Asked) -> Events:
    """Those in the time asked."""
    events, first = past.happened.events[asked.kind], windows(past, asked)[0][0]
    inside = (events.day >= first) & (events.day <= past.numbers[-1])
    return Events(events.account[inside], events.day[inside])


def _after(past: Replay, risk: Floats, asked: Asked, cut: float) -> Survival:
    """How soon it happened once the score had crossed the cut."""
    events, first = past.happened.events[asked.kind], np.full(len(past.accounts), np.inf)
    since = events.day >= past.numbers[0]
    np.minimum.at(first, events.account[since], events.day[since].astype(np.float64))
    until = np.minimum(past.happened.until, past.numbers[-1])
    return proof.after_falling(risk, past.numbers, first, until, cut)


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
