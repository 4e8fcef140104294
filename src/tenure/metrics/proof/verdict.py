"""The verdict: is there anything in it, and is it better than what costs nothing to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tenure.metrics.proof.cases import Cases, Floats, TooFew, too_few
from tenure.metrics.proof.roc import Area, measured


class Verdict(StrEnum):
    NO_SIGNAL = "no signal"
    NOT_BETTER = "not better than a baseline"
    BETTER = "better than the baselines"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One prediction beside baselines, all on the same rows; `left_out` counts those of which nothing was said."""

    area: Area
    baselines: Mapping[str, Area]
    cases: int
    events: int
    left_out: int

    @property
    def verdict(self) -> Verdict:
        """Better: surely above chance, and above the interval of each baseline."""
        if not self.area.better_than_chance:
            return Verdict.NO_SIGNAL
        beaten = all(self.area.value > other.high for other in self.baselines.values())
        return Verdict.BETTER if beaten else Verdict.NOT_BETTER

    @property
    def sentence(self) -> str:
        found = f"Area under ROC {self.area.value:.2f} ({self.area.low:.2f} to {self.area.high:.2f})"
        if self.verdict is Verdict.NO_SIGNAL:
            return f"{found}: no signal, this cannot be told from chance."
        if not self.baselines:
            return f"{found}: better than chance."
        name, best = max(self.baselines.items(), key=lambda item: item[1].high)
        word = "better" if self.verdict is Verdict.BETTER else "not surely better"
        return f"{found}: {word} than {name} with {best.value:.2f} ({best.low:.2f} to {best.high:.2f})."


def compare(cases: Cases, baselines: Mapping[str, Floats]) -> Comparison | TooFew:
    """A prediction against others of the same rows, of which each must say something (see `longest_silence`)."""
    told = ~np.isnan(cases.risk)
    rows = cases.only(told)
    if few := too_few(rows):
        return few
    others = {name: _area(rows.judged_by(risk[told]), name) for name, risk in baselines.items()}
    return Comparison(measured(rows), others, len(rows), int(rows.happened.sum()), len(cases) - len(rows))


def _area(cases: Cases, name: str) -> Area:
    if np.isnan(cases.risk).any():
        raise ValueError(f"The baseline {name} must say something of every row.")
    return measured(cases)


def longest_silence(days_since: Floats) -> Floats:
    """Days since the last event as a risk: an account that never had one has been silent the longest."""
    return np.where(np.isnan(days_since), np.inf, days_since)


def same_for_all(rate: float, cases: int) -> Floats:
    """Last period's rate, said of everyone: it cannot order accounts, but its Brier score is the one to beat."""
    return np.full(cases, rate)
