"""A measure's declaration, and the sentences about one that cannot be used."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError

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
    try:
        parsed = yaml.safe_load(document) if isinstance(document, str) else document
        return Measure.model_validate(parsed)
    except yaml.YAMLError as error:
        raise BadMeasure(f"{where} cannot be read as YAML: {error}.") from None
    except ValidationError as error:
        raise BadMeasure(sentences(where, error)) from None


def sentences(where: str, error: ValidationError) -> str:
    return "\n".join(_sentence(where, item["loc"], item["msg"]) for item in error.errors())


def _sentence(where: str, location: Sequence[Any], message: str) -> str:
    place = ".".join(str(part) for part in _parts(location)) or "as a whole"
    return f"{where}, {place}: {message.removeprefix('Value error, ')}."


def _parts(location: Iterable[Any]) -> list[Any]:
    """Without the names of kinds that pydantic puts in; counted from 1."""
    kinds = {"level", "sum", "distinct", "recency", "latest", "share", "ratio", "change"}
    return [part + 1 if isinstance(part, int) else part for part in location if part not in kinds]
