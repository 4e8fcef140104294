"""Learning, testing on what was not seen, and the card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

import numpy as np

from tenure.metrics.learning.basis import Basis, knots_of
from tenure.metrics.learning.card import Card
from tenure.metrics.learning.examples import Examples
from tenure.metrics.learning.fitting import choose, solve
from tenure.metrics.learning.risk import Risk, from_weights
from tenure.metrics.learning.splitting import FOLDS, decided_before, in_time_and_by_account, tested_from
from tenure.metrics.proof.calibration import Rate, brier, deciles
from tenure.metrics.proof.cases import Bools, Cases, Floats, TooFew, too_few
from tenure.metrics.proof.verdict import Comparison, compare, same_for_all

Said = Callable[[int, int], None]


def _silent(_done: int, _fits: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Learned:
    """`risk` is None where its card says that it is not to be shown: nobody can show it by mistake."""

    risk: Risk | None
    card: Card


def learn(
    examples: Examples, horizon: int, made_on: date, baselines: Mapping[str, Floats], say: Said = _silent
) -> Learned:
    """A risk from all examples, and its card from a test in time and by account.

    `baselines` say something of every example, higher is riskier (`proof.longest_silence` of days since the last
    event); the rate of the days before is always one more. `say` hears before each fit how many of all are done, and
    may end it by raising.
    """
    known = examples.only(decided_before(examples.day, horizon)) if len(examples) else examples
    if few := too_few(Cases.of(np.zeros(len(known)), known.happened, known.account)):
        return Learned(None, _card(examples, horizon, made_on, few))
    said, rate = said_unseen(examples, horizon, say), float(known.happened.mean())
    tested = ~np.isnan(said)
    test = examples.only(tested)
    rivals = {name: risk[tested] for name, risk in baselines.items()}
    rivals["last period's rate"] = same_for_all(rate, len(test))
    found = compare(Cases.of(said[tested], test.happened, test.account), rivals)
    card = _card(examples, horizon, made_on, found)
    if isinstance(found, TooFew):
        return Learned(None, card)
    say(FOLDS, FOLDS + 1)
    risk, strength = fit_with_strength(examples)
    card = replace(card, strength=strength, **_figures(said[tested], test.happened, rate))
    return Learned(risk if card.shown else None, card)


def said_unseen(examples: Examples, horizon: int, say: Said = _silent) -> Floats:
    """The probability for each example of the test, by a risk that saw neither its account nor its days; not a number
    for the others.
    """
    said = np.full(len(examples), np.nan)
    parts = in_time_and_by_account(examples.day, examples.account, examples.happened, horizon)
    for done, (known, asked) in enumerate(parts):
        say(done, FOLDS + 1)
        said[asked] = fit(examples.only(known)).predict(examples.x[asked])
    return said


def fit(examples: Examples) -> Risk:
    """A risk from these examples, untested."""
    return fit_with_strength(examples)[0]


def fit_with_strength(examples: Examples) -> tuple[Risk, float]:
    basis = Basis(tuple(knots_of(examples.x[:, i]) for i in range(len(examples.measures))))
    design, penalty = basis.design(examples.x), basis.roughness()
    strength = choose(design, examples.happened, examples.account, penalty)
    weights = solve(design, examples.happened.astype(np.float64), strength * penalty)
    return from_weights(examples.measures, basis, weights, design), strength


class _Figures(TypedDict):
    brier: float
    brier_of_rate: float
    deciles: tuple[Rate, ...]


def _figures(said: Floats, happened: Bools, rate: float) -> _Figures:
    flat, parts = same_for_all(rate, len(said)), tuple(deciles(said, happened))
    return {"brier": brier(said, happened), "brier_of_rate": brier(flat, happened), "deciles": parts}


def _card(examples: Examples, horizon: int, made_on: date, tested: Comparison | TooFew) -> Card:
    day = examples.day if len(examples) else np.zeros(1, dtype=np.int64)
    left = len(np.unique(examples.account[examples.happened]))
    return Card(
        made_on, horizon, examples.measures, int(day.min()), int(day.max()), tested_from(day), len(examples),
        len(np.unique(examples.account)), int(examples.happened.sum()), tested, left=left,
    )  # fmt: skip
