"""A measure's declaration, and the sentences about one that cannot be used."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from tenure.metrics.measures.documents import declared
from tenure.metrics.measures.kinds import Formula, Strict

Unit = Literal["people", "features", "count", "ratio", "days", "score", "hours"]


class BadMeasure(ValueError):
    """The declaration cannot be used; the sentences name the field, one a line."""


class Measure(Strict):
    """One measure: what it is called, what it says, which way is good, and its formula."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    sentence: str = ""
    group: Literal["usage", "support", "relationship", "feedback", "commercial", "outcomes", "judgement"]
    unit: Unit = "count"
    good: Literal["up", "down"] = "up"
    formula: Formula


def read(document: Mapping[str, Any] | str, where: str = "measure") -> Measure:
    """The measure of a mapping or of YAML text; raises BadMeasure."""
    return declared(Measure, document, where, BadMeasure)
