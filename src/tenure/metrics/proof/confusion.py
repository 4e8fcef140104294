"""Confusion table: who was warned of at a cut, and to whom it happened."""

from dataclasses import dataclass

import numpy as np

from tenure.metrics.proof.cases import Cases


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of cases. Shares are None when there is nothing to divide by."""

    caught: int
    """Warned of, and it happened."""
    false_alarms: int
    missed: int
    """Not warned of, and it happened."""
    quiet: int

    @property
    def caught_of_events(self) -> float | None:
        return _share(self.caught, self.caught + self.missed)

    @property
    def true_of_warnings(self) -> float | None:
        return _share(self.caught, self.caught + self.false_alarms)

    @property
    def warned(self) -> float | None:
        return _share(self.caught + self.false_alarms, self.caught + self.false_alarms + self.missed + self.quiet)


def confusion(cases: Cases, cut: float) -> Confusion:
    """Warned of is whose risk lies above the cut; of a score turned round, whose score lies below it."""
    told = cases.told()
    warned, happened = told.risk > cut, told.happened
    parts = (warned & happened, warned & ~happened, ~warned & happened, ~warned & ~happened)
    return Confusion(*(int(np.count_nonzero(part)) for part in parts))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
