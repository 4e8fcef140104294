"""What is learned from: the measures of accounts on past days, and what happened within the horizon after."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tenure.metrics.proof.cases import Bools, Floats, Ints
from tenure.metrics.proof.looking import Events, look


@dataclass(frozen=True, slots=True)
class Examples:
    """One row for an account on a day. `x` is rows x measures, not a number where unknown."""

    measures: tuple[str, ...]
    x: Floats
    happened: Bools
    account: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.x)

    def only(self, rows: Bools) -> "Examples":
        return Examples(self.measures, self.x[rows], self.happened[rows], self.account[rows], self.day[rows])

    def column(self, measure: str) -> Floats:
        return self.x[:, self.measures.index(measure)]


def gather(
    values: Mapping[str, Floats], days: Ints, events: Events, there: tuple[Ints, Ints], horizon: int, today: int
) -> Examples:
    """Examples of each day whose horizon has passed by the end of `today`, of the accounts that are there at its end.

    `values` are grids, days x accounts, by measure. What happened is an event in (day, day + horizon].
    """
    decided = [i for i, day in enumerate(days) if day + horizon <= today]
    parts = [_on_day(values, int(days[i]), i, events, there, horizon) for i in decided]
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        return Examples(tuple(values), np.empty((0, len(values))), empty.astype(bool), empty, empty)
    x, happened, account, day = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Examples(tuple(values), x, happened, account, day)


def _on_day(
    values: Mapping[str, Floats], day: int, row: int, events: Events, there: tuple[Ints, Ints], horizon: int
) -> tuple[Floats, Bools, Ints, Ints]:
    window = (day + 1, day + 1 + horizon)
    nothing = np.zeros((1, len(there[0])))
    cases = look(nothing, np.array([day]), events, there, [window], before=1)
    x = np.column_stack([grid[row, cases.account] for grid in values.values()])
    return x, cases.happened, cases.account, np.full(len(cases), day)
