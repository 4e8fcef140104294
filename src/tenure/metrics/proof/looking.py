"""Cases from the past: what was said some days before a window, and what happened inside it. Nothing later is read.

Days are whole numbers counted from one origin. What is said "on a day" is known at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenure.metrics.proof.cases import Bools, Cases, Floats, Ints


@dataclass(frozen=True, slots=True)
class Events:
    """What happened: the place of the account, and the day. An account may have several."""

    account: Ints
    day: Ints


def look(
    said: Floats, days: Ints, events: Events, there: tuple[Ints, Ints],
    windows: Sequence[tuple[int, int]], before: int, value: Floats | None = None,
) -> Cases:  # fmt: skip
    """A case for each window [first, last) and each account that is there when it opens.

    `said` is days x accounts, higher is worse; it is taken from the last of `days` (ascending) not after
    `first - before`, and is not a number before the first of them. `before` is at least 1: the opening of a window is
    the end of the day before. `there` gives each account's first day and the day it left (exclusive). `value` is days x
    accounts like `said`, and taken from the same day.
    """
    if before < 1:
        raise ValueError("A prediction must be at least one day older than the window it is held against.")
    parts = [_window(said, days, events, there, window, before, value) for window in windows]
    empty = Cases.of(np.empty(0), np.empty(0, dtype=bool))
    joined = [
        np.concatenate([getattr(part, name) for part in parts or [empty]])
        for name in ("risk", "happened", "account", "value")
    ]
    return Cases(*joined)


def _window(
    said: Floats, days: Ints, events: Events, there: tuple[Ints, Ints],
    window: tuple[int, int], before: int, value: Floats | None,
) -> Cases:  # fmt: skip
    first, last = window
    since, until = there
    open_to = np.flatnonzero((since < first) & (until >= first))
    risk = as_of(said, days, first - before)[open_to]
    stake = np.ones(len(open_to)) if value is None else np.nan_to_num(as_of(value, days, first - before)[open_to])
    return Cases(risk, _hit(events, first, last, len(since))[open_to], open_to, stake)


def as_of(grid: Floats, days: Ints, day: int) -> Floats:
    """The last row not after the day; not a number when there is none."""
    row = int(np.searchsorted(days, day, side="right")) - 1
    return grid[row] if row >= 0 else np.full(grid.shape[1], np.nan)


def _hit(events: Events, first: int, last: int, accounts: int) -> Bools:
    inside = (events.day >= first) & (events.day < last)
    return np.bincount(events.account[inside], minlength=accounts) > 0


def said_before(said: Floats, days: Ints, events: Events, before: Sequence[int]) -> Floats:
    """Events x `before`: what was said of the account so many days before; not a number where nothing was."""
    wanted = events.day[:, None] - np.asarray(before, dtype=np.int64)[None, :]
    rows = np.searchsorted(days, wanted, side="right") - 1
    return np.where(rows >= 0, said[np.maximum(rows, 0), events.account[:, None]], np.nan)
