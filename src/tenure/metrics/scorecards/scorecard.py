"""A scorecard's declaration, and the sentences about one that cannot be used."""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field, model_validator

from tenure.core.conditions import EVERYTHING, Condition, ConditionError, parse
from tenure.metrics.measures.documents import Unusable, declared
from tenure.metrics.measures.kinds import Strict
from tenure.metrics.scorecards.fields import FIELDS

Point = tuple[float, Annotated[float, Field(ge=0, le=100)]]


class BadScorecard(Unusable):
    """The scorecard cannot be used; the sentences name the field, one a line."""


class Input(Strict):
    """A measure in a group: its weight there, and the curve from its value to 0..100, straight between the points."""

    measure: str
    weight: Annotated[float, Field(gt=0, le=100)] = 1
    curve: Annotated[tuple[Point, ...], Field(min_length=2, max_length=12)]

    @model_validator(mode="after")
    def _rises(self) -> "Input":
        values = [value for value, _ in self.curve]
        if any(b <= a for a, b in pairwise(values)):
            raise ValueError("curve: give the points by rising value, each value once")
        return self


class Group(Strict):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    weight: Annotated[float, Field(gt=0, le=100)] = 1
    inputs: Annotated[tuple[Input, ...], Field(min_length=1, max_length=20)]


class Scorecard(Strict):
    """`condition` says for which accounts it is, empty for all; of several that fit, the lowest `order` counts."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    sentence: str = ""
    condition: str = ""
    order: int = 100
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _once(self) -> "Scorecard":
        names = [one.measure for one, _ in self.weighted()]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"groups: {', '.join(twice)} is there twice; each measure counts once")
        return self

    @model_validator(mode="after")
    def _asks_what_is_known(self) -> "Scorecard":
        try:
            self.fits()
        except ConditionError as error:
            raise ValueError(f"condition: {error}") from None
        return self

    def fits(self) -> Condition:
        return parse(self.condition, FIELDS) if self.condition else EVERYTHING

    def weighted(self) -> Iterator[tuple[Input, float]]:
        """Each input with its weight in the whole: that of its group, shared by the weights inside. They sum to 1."""
        total = sum(group.weight for group in self.groups)
        for group in self.groups:
            inside = sum(one.weight for one in group.inputs)
            for one in group.inputs:
                yield one, group.weight / total * one.weight / inside

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(one.measure for one, _ in self.weighted())


def read(document: Mapping[str, Any] | str, measures: Collection[str], where: str = "scorecard") -> Scorecard:
    """The scorecard of a mapping or of YAML text, all of whose measures are known; raises BadScorecard."""
    found = declared(Scorecard, document, where, BadScorecard)
    if unknown := [name for name in found.measures if name not in measures]:
        raise BadScorecard(f"{where}, groups: {', '.join(unknown)} is no measure; there are {', '.join(measures)}.")
    return found
