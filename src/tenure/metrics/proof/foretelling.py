"""Foretelling: what a band's rate of the earlier time was worth in the later one, beside one rate said of all."""

from dataclasses import dataclass

import numpy as np

from tenure.metrics.proof.calibration import brier
from tenure.metrics.proof.cases import Cases, Floats, Ints, TooFew, too_few
from tenure.metrics.proof.roc import DRAWS, SEED


@dataclass(frozen=True, slots=True)
class Foretold:
    """Brier scores on the later cases, lower is better. The gain is the share of the error of one rate for all that
    goes away; `low` and `high` hold the middle 95 % of its draws.
    """

    by_band: float
    by_rate: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        return 1 - self.by_band / self.by_rate if self.by_rate else 0.0

    @property
    def better(self) -> bool:
        return self.low > 0

    @property
    def sentence(self) -> str:
        word = "better" if self.better else "not surely better"
        low, gain, high = (f"{100 * share:.1f}%".replace("-", "\u2212") for share in (self.low, self.gain, self.high))
        return (
            f"Saying each band's rate of the earlier half about the later half is {word} than last period's rate said "
            f"of all: Brier score {self.by_band:.4f} against {self.by_rate:.4f}, {gain} less error ({low} to {high})."
        )


def foretold(
    earlier: Cases, later: Cases, edges: list[float], draws: int = DRAWS, seed: int = SEED
) -> Foretold | TooFew:
    """`edges` part the risks into bands. A band that was empty before is given the rate of all. Accounts are drawn with
    all their rows.
    """
    known, asked = earlier.told(), later.told()
    if few := too_few(known) or too_few(asked):
        return few
    rate = float(known.happened.mean())
    said = _rates(known, edges, rate)[_bands(asked.risk, edges)]
    flat = np.full(len(asked), rate)
    gain = (flat - asked.happened) ** 2 - (said - asked.happened) ** 2
    drawn = _drawn_means(np.column_stack([gain, (flat - asked.happened) ** 2]), asked.account, draws, seed)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], (0.025, 0.975))
    return Foretold(brier(said, asked.happened), brier(flat, asked.happened), float(low), float(high))


def _bands(risk: Floats, edges: list[float]) -> Ints:
    return np.searchsorted(edges, risk, side="right")


def _rates(known: Cases, edges: list[float], rate: float) -> Floats:
    band, size = _bands(known.risk, edges), len(edges) + 1
    cases = np.bincount(band, minlength=size)
    events = np.bincount(band, known.happened, size)
    return np.where(cases > 0, events / np.maximum(cases, 1), rate)


def _drawn_means(values: Floats, account: Ints, draws: int, seed: int) -> Floats:
    """Draws x columns: the mean over the rows of each draw of accounts."""
    _, of_row = np.unique(account, return_inverse=True)
    sums, rows = np.column_stack([np.bincount(of_row, column) for column in values.T]), np.bincount(of_row)
    dice, found = np.random.default_rng(seed), np.empty((draws, values.shape[1]))
    for draw in range(draws):
        times = np.bincount(dice.integers(len(rows), size=len(rows)), minlength=len(rows))
        found[draw] = (times @ sums) / (times @ rows)
    return found
