"""Which accounts another version would put in another band today, and what they are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tenure.customers.models import AccountState
from tenure.engine.scores.record import EDGES
from tenure.engine.scores.trial import Trial
from tenure.metrics.proof.cases import Floats, Ints
from tenure.metrics.scorecards import BANDS
from tenure.web.measures import TONES

NAMES: Final = ("none", *(name for name, _ in BANDS))
_AT_ONCE: Final = 5_000  # ids, which is what both databases take


@dataclass(frozen=True, slots=True)
class Move:
    """`before` and `after` are bands, scores None where there is none."""

    account: str
    before: str
    after: str
    was: float | None
    now: float | None
    arr_minor: int

    @property
    def key(self) -> str:
        return f"{self.before}-{self.after}"


@dataclass(frozen=True, slots=True)
class Shift:
    """Accounts that would go from one band to another, and their ARR."""

    key: str
    before: str
    after: str
    accounts: int
    arr_minor: int


def moves(found: Trial) -> list[Move]:
    """Accounts that would change their band, the most valuable first."""
    was, now = _band(found.before), _band(found.after)
    moved = [int(n) for n in np.flatnonzero(was != now)]
    arr = _arr([found.accounts[n] for n in moved])
    made = [
        Move(found.accounts[n], NAMES[was[n]], NAMES[now[n]], _known(found.before[n]), _known(found.after[n]),
             arr.get(found.accounts[n], 0))
        for n in moved
    ]  # fmt: skip
    return sorted(made, key=lambda move: (-move.arr_minor, move.account))


def shifts(found: Sequence[Move]) -> list[Shift]:
    """The most valuable first."""
    worth: dict[str, list[int]] = {}
    for move in found:
        worth.setdefault(move.key, []).append(move.arr_minor)
    made = [Shift(key, *words(key), len(each), sum(each)) for key, each in worth.items()]
    return sorted(made, key=lambda shift: (-shift.arr_minor, shift.key))


def words(key: str) -> tuple[str, str]:
    before, _, after = key.partition("-")
    return TONES[before][1], TONES[after][1]


def histogram(scores: Floats) -> list[int]:
    """Accounts in each ten points, the last with 100."""
    counts, _ = np.histogram(scores[~np.isnan(scores)], bins=np.arange(0, 101, 10))
    return [int(count) for count in counts]


def _band(scores: Floats) -> Ints:
    """The place in NAMES."""
    return np.where(np.isnan(scores), 0, np.searchsorted(EDGES, scores, side="right") + 1)


def _known(score: float) -> float | None:
    return None if np.isnan(score) else float(score)


def _arr(ids: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for at in range(0, len(ids), _AT_ONCE):
        rows = AccountState.objects.filter(account_id__in=ids[at : at + _AT_ONCE]).values_list(
            "account_id", "arr_minor"
        )
        found |= {key: value or 0 for key, value in rows}
    return found
