"""What was said of accounts beforehand, beside what happened; and how much of it there must be."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Fewer accounts on either side than this, and a figure would be chance: nothing is claimed.
LEAST: Final = 10


@dataclass(frozen=True, slots=True)
class Cases:
    """One row for an account looked at once. `risk` is what was said, higher is worse, not a number when nothing was.

    Rows with the same number in `account` are one account looked at on several days: they are not independent, so they
    are counted and drawn together. `value` is what was at stake.
    """

    risk: Floats
    happened: Bools
    account: Ints
    value: Floats

    @classmethod
    def of(
        cls, risk: npt.ArrayLike, happened: npt.ArrayLike,
        account: npt.ArrayLike | None = None, value: npt.ArrayLike | None = None,
    ) -> "Cases":  # fmt: skip
        """Each row an account of its own, each worth the same, unless told otherwise."""
        said = np.asarray(risk, dtype=np.float64)
        return cls(
            said, np.asarray(happened, dtype=np.bool_),
            np.arange(len(said)) if account is None else np.asarray(account, dtype=np.int64),
            np.ones(len(said)) if value is None else np.asarray(value, dtype=np.float64),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.risk)

    def told(self) -> "Cases":
        """The rows of which something was said."""
        return self.only(~np.isnan(self.risk))

    def only(self, rows: Bools) -> "Cases":
        return Cases(self.risk[rows], self.happened[rows], self.account[rows], self.value[rows])

    def judged_by(self, risk: npt.ArrayLike) -> "Cases":
        """The same rows under another prediction."""
        return replace(self, risk=np.asarray(risk, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class TooFew:
    """Not enough happened, or nearly everything did. Counted in accounts, so that one account seen often is one."""

    events: int
    others: int

    @property
    def sentence(self) -> str:
        least = f"at least {LEAST} of each are needed before a figure means anything"
        return f"Too few to tell: it happened to {self.events} accounts and not to {self.others}; {least}."


def too_few(cases: Cases) -> TooFew | None:
    """None when there is enough of both sides among the rows of which something was said."""
    told = cases.told()
    events = len(np.unique(told.account[told.happened]))
    others = len(np.unique(told.account)) - events
    return TooFew(events, others) if min(events, others) < LEAST else None
