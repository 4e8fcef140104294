"""Splits that do not leak: an account is on one side only, and what is tested lies after what is learned from."""

from collections.abc import Iterator

import numpy as np

from tenure.metrics.proof.cases import Bools, Ints

FOLDS = 5


def folds(happened: Bools, account: Ints, parts: int, seed: int) -> Ints:
    """The fold of each row. All rows of an account share one; those with and without an event are dealt evenly."""
    accounts, of_row = np.unique(account, return_inverse=True)
    hit = np.bincount(of_row, happened, len(accounts)) > 0
    dice, dealt = np.random.default_rng(seed), np.zeros(len(accounts), dtype=np.int64)
    for side in (hit, ~hit):
        places = dice.permutation(np.flatnonzero(side))
        dealt[places] = np.arange(len(places)) % parts
    return dealt[of_row]


def in_time_and_by_account(
    day: Ints, account: Ints, happened: Bools, horizon: int, tested: float = 1 / 3, seed: int = 42
) -> Iterator[tuple[Bools, Bools]]:
    """(learn from, test on), once for each fold of accounts; together the tests hold all accounts of the later days.

    The last third of the days is tested. What is learned from was decided before the first of them: its day and
    the whole horizon after it lie earlier. With one day only, the split is by account alone.
    """
    fold, late = folds(happened, account, FOLDS, seed), day >= tested_from(day, tested)
    early = decided_before(day, horizon, tested)
    for part in range(FOLDS):
        yield early & (fold != part), late & (fold == part)


def decided_before(day: Ints, horizon: int, tested: float = 1 / 3) -> Bools:
    """Rows of which everything was known before the first day of the test; all of them when there is one day only."""
    first = tested_from(day, tested)
    return np.ones(len(day), dtype=bool) if first == day.min() else day + horizon < first


def tested_from(day: Ints, tested: float = 1 / 3) -> int:
    """The first day of the test."""
    days = np.unique(day)
    return int(days[min(int(np.ceil(len(days) * (1 - tested))), len(days) - 1)])
