"""Signals: tests on measures and on the score that begin to hold on a day, and so give an early warning."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from tenure.metrics.measures.documents import Unusable, declared
from tenure.metrics.measures.kinds import Strict

Grid = npt.NDArray[np.float64]
# What may be tested beside measures: the score in points, and what it changed in so many days.
SCORES: Final = {"health": 0, "health_change_7d": 7, "health_change_30d": 30}


class BadSignal(Unusable):
    """The signal cannot be used; the sentences name the field, one a line."""


class Test(Strict):
    """A measure, or `health`, `health_change_7d`, `health_change_30d`, against a number. The unknown meets no test."""

    __test__ = False  # not one of pytest's

    measure: str
    op: Literal["at_least", "at_most", "above", "below"]
    value: float

    def holds(self, values: Grid) -> npt.NDArray[np.bool_]:
        compare = {"at_least": np.greater_equal, "at_most": np.less_equal, "above": np.greater, "below": np.less}
        with np.errstate(invalid="ignore"):
            held: npt.NDArray[np.bool_] = compare[self.op](values, self.value)
            return held


class Signal(Strict):
    """It fires for an account on the day on which all tests hold and on the day before they did not."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    sentence: str = ""
    tests: Annotated[tuple[Test, ...], Field(min_length=1, max_length=6)]
    due_days: Annotated[int, Field(ge=0, le=365)] = 7

    def fires(self, values: Mapping[str, Grid]) -> npt.NDArray[np.bool_]:
        """Days x accounts, as the values; the first day only tells what was before."""
        holds = np.logical_and.reduce([test.holds(values[test.measure]) for test in self.tests])
        begins = holds.copy()
        begins[1:] &= ~holds[:-1]
        begins[0] = False
        return np.asarray(begins)


def read(document: Mapping[str, Any] | str, measures: Collection[str], where: str = "signal") -> Signal:
    """The signal of a mapping or of YAML text, all of whose measures are known; raises BadSignal."""
    found = declared(Signal, document, where, BadSignal)
    unknown = [test.measure for test in found.tests if test.measure not in measures and test.measure not in SCORES]
    if unknown:
        known = ", ".join([*SCORES, *measures])
        raise BadSignal(f"{where}, tests: {', '.join(unknown)} is no measure; there are {known}.")
    return found
