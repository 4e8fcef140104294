"""What a criterion may ask: measures as numbers, what an account is as text, milestones it has reached.

An unknown measure meets no test but `!=`, `not in` and `is empty`; an attribute nobody knows is empty text.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from tenure.core.conditions import Check, Field
from tenure.metrics.measures import Measure
from tenure.metrics.scorecards.fields import FIELDS

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
MILESTONES: Final = "milestones"
STAGE: Final = "stage"  # of the contract: onboarding or established
# A negative test is the opposite of a positive one, the same for texts and for what there may be many of.
POSITIVE: Final = {"is_not": "is", "not_in": "in", "empty": "not_empty"}


def fields(measures: Mapping[str, Measure]) -> dict[str, Field]:
    """A measure that is called as an attribute is hidden by it."""
    numbers = {name: Field(name, "number", measure.name) for name, measure in measures.items()}
    return numbers | FIELDS | {MILESTONES: Field(MILESTONES, "many", "Milestones reached")}


def number_holds(check: Check, values: Floats) -> Bools:
    """Of a measure's values; not a number is unknown."""
    match check.op:
        case "empty":
            return np.isnan(values)
        case "not_empty":
            return ~np.isnan(values)
        case "in" | "not_in":
            found: Bools = np.isin(values, np.array(check.value, dtype=np.float64))
            return ~found if check.op == "not_in" else found
    compare = {"is": np.equal, "is_not": np.not_equal, "at_least": np.greater_equal, "at_most": np.less_equal,
               "above": np.greater, "below": np.less}  # fmt: skip
    with np.errstate(invalid="ignore"):
        held: Bools = compare[check.op](values, float(check.value))  # type: ignore[arg-type]
    return held


def text_holds(check: Check, text: str) -> bool:
    match check.op:
        case "empty" | "not_empty":
            return (text == "") == (check.op == "empty")
        case "in" | "not_in":
            return (text in (check.value or ())) == (check.op == "in")  # type: ignore[operator]
        case "contains":
            return str(check.value).lower() in text.lower()
    return (text == check.value) == (check.op == "is")
