"""A measure's declaration, and the sentences about one that cannot be used."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field, model_validator

from tenure.metrics.measures.documents import Unusable, declared
from tenure.metrics.measures.kinds import Formula, Strict, depth

Unit = Literal["people", "features", "count", "ratio", "days", "score", "hours"]

DEEPEST: Final = 4  # formulas inside one another


class BadMeasure(Unusable):
    """The measure cannot be used."""


class Measure(Strict):
    """One measure: what it is called, what it says, which way is good, and its formula."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    sentence: str = ""
    group: Literal["usage", "support", "relationship", "feedback", "commercial", "outcomes", "judgement"]
    unit: Unit = "count"
    good: Literal["up", "down"] = "up"
    formula: Formula

    @model_validator(mode="after")
    def _shallow(self) -> "Measure":
        if depth(self.formula) > DEEPEST:
            raise ValueError(f"formula: it is nested more than {DEEPEST} deep; simplify it")
        return self


def in_sentence(name: str) -> str:
    """The name inside a sentence: with a small letter, unless it begins with an abbreviation such as NPS."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def read(document: Mapping[str, Any] | str, where: str = "measure") -> Measure:
    """The measure of a mapping or of YAML text; raises BadMeasure."""
    return declared(Measure, document, where, BadMeasure)
