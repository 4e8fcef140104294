"""Area under ROC: how often the account to which it happened was judged worse than one to which it did not."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tenure.metrics.proof.cases import Bools, Cases, Floats, Ints, TooFew, too_few

DRAWS: Final = 1000
SEED: Final = 20_240_229
# Whoever asks for many outcomes and horizons would find one good by chance at one in forty; a claim needs more.
DOUBT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Area:
    """`low` and `high` hold the middle 95 % of the draws; `doubt` is the share of draws no better than chance."""

    value: float
    low: float
    high: float
    doubt: float

    @property
    def better_than_chance(self) -> bool:
        return self.doubt < DOUBT


def area(risk: Floats, happened: Bools, weight: Floats | None = None) -> float:
    """Of all pairs (happened, did not), the share with the higher risk on the first; an equal risk counts as half.

    Not a number when one side is empty. A weight says how many times a row counts.
    """
    return _area(_places(risk), happened, np.ones(len(risk)) if weight is None else weight)


def area_with_interval(cases: Cases, draws: int = DRAWS, seed: int = SEED) -> Area | TooFew:
    """The area with its bootstrap interval. Accounts are drawn with all their rows, from those to which it happened
    and from the others apart, each as many as there are. The same cases and seed give the same interval.
    """
    told = cases.told()
    if few := too_few(told):
        return few
    return measured(told, draws, seed)


def measured(cases: Cases, draws: int = DRAWS, seed: int = SEED) -> Area:
    """`area_with_interval` of cases that are enough, each with a risk."""
    drawn = drawn_areas(cases, draws, seed)
    low, high = np.quantile(drawn, (0.025, 0.975))
    value = area(cases.risk, cases.happened)
    return Area(value, float(low), float(high), float(np.mean(drawn <= 0.5)))


def drawn_areas(cases: Cases, draws: int, seed: int) -> Floats:
    """The area of each draw. Two predictions of the same rows meet the same draws."""
    accounts, of_row = np.unique(cases.account, return_inverse=True)
    hit = np.bincount(of_row, cases.happened, len(accounts)) > 0
    sides, places = (np.flatnonzero(hit), np.flatnonzero(~hit)), _places(cases.risk)
    dice, found = np.random.default_rng(seed), np.empty(draws)
    for draw in range(draws):
        found[draw] = _area(places, cases.happened, _times(dice, sides, len(accounts))[of_row])
    return found


def _times(dice: np.random.Generator, sides: tuple[Ints, Ints], accounts: int) -> Floats:
    """How often each account is drawn."""
    drawn = np.concatenate([dice.choice(side, len(side)) for side in sides])
    return np.bincount(drawn, minlength=accounts).astype(np.float64)


def _places(risk: Floats) -> Ints:
    """Each row's place among the different risks, lowest first; equal risks share one."""
    return np.unique(risk, return_inverse=True)[1]


def _area(places: Ints, happened: Bools, weight: Floats) -> float:
    size = int(places.max(initial=-1)) + 1
    hit = np.bincount(places, np.where(happened, weight, 0.0), size)
    missed = np.bincount(places, np.where(happened, 0.0, weight), size)
    pairs = hit.sum() * missed.sum()
    # An account at a place beats all below it and ties with those beside it.
    won = float(hit @ (np.cumsum(missed) - missed / 2))
    return won / float(pairs) if pairs else float("nan")
