"""The way accounts went: one visit is an account's stay in a stage, from the day it came until it was elsewhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from tenure.metrics.journeys.walking import OUT, Places

Ints = npt.NDArray[np.int64]
OPEN: Final = np.iinfo(np.int64).max
_EPOCH: Final = date(1970, 1, 1)


def number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True, slots=True)
class Visits:
    """One entry a visit, by account and then by day; days are numbers since 1970.

    `left` is the first day elsewhere, OPEN while it lasts, and `then` the place where the account was on that day.
    `seen` is false where the visit had begun before the days that were looked at, so that its beginning is not known.
    """

    account: Ints
    stage: Ints
    entered: Ints
    left: Ints
    then: Ints
    seen: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, places: Places, first: date, began: bool = False) -> Self:
        """Of consecutive days x accounts; `began` says that nothing was before the first of these days."""
        start = number(first)
        changed = np.ones(places.shape, dtype=np.bool_)
        changed[1:] = places[1:] != places[:-1]
        account, row = np.nonzero(changed.T)
        stage = places[row, account].astype(np.int64)
        last = np.append(account[1:] != account[:-1], True)[: len(account)]
        left = np.where(last, OPEN, np.append(row[1:], 0)[: len(row)] + start)
        then = np.where(last, OUT, np.append(stage[1:], OUT)[: len(stage)])
        inside = stage != OUT
        return cls(account[inside], stage[inside], row[inside] + start, left[inside], then[inside],
                   (row[inside] > 0) | began)  # fmt: skip

    @property
    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        return self.account, self.stage, self.entered, self.left, self.then, self.seen

    def __len__(self) -> int:
        return len(self.account)

    def chosen(self, which: npt.NDArray[np.bool_] | Ints) -> "Visits":
        return Visits(self.account[which], self.stage[which], self.entered[which], self.left[which],
                      self.then[which], self.seen[which])  # fmt: skip

    def up_to(self, day: date) -> "Visits":
        """What was known at the end of the day: later visits are not there, those that lasted are open."""
        known = self.chosen(self.entered <= number(day))
        lasts = known.left > number(day)
        return Visits(known.account, known.stage, known.entered, np.where(lasts, OPEN, known.left),
                      np.where(lasts, OUT, known.then), known.seen)  # fmt: skip

    def on(self, day: date) -> "Visits":
        """The visits that lasted on the day, at most one an account, as known at its end."""
        known = self.up_to(day)
        return known.chosen(known.left == OPEN)

    def days(self, day: date) -> Ints:
        """How many days each visit lasted, or has lasted on the day."""
        return np.minimum(self.left, number(day)) - self.entered

    def joined(self, later: "Visits", accounts: int) -> "Visits":
        """With the visits of other accounts, which are counted on from `accounts`."""
        account = np.concatenate((self.account, later.account + accounts))
        stage, then = np.concatenate((self.stage, later.stage)), np.concatenate((self.then, later.then))
        entered, left = np.concatenate((self.entered, later.entered)), np.concatenate((self.left, later.left))
        return Visits(account, stage, entered, left, then, np.concatenate((self.seen, later.seen)))
