"""A journey's declaration, and the sentences about one that cannot be used."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from tenure.core.conditions import EVERYTHING, All, Condition, ConditionError, parse
from tenure.metrics.journeys.asking import fields
from tenure.metrics.measures import Measure
from tenure.metrics.measures.documents import Unusable, declared
from tenure.metrics.measures.kinds import Strict
from tenure.metrics.scorecards.fields import FIELDS

_Name = Annotated[str, Field(min_length=1, max_length=60)]


class BadJourney(Unusable):
    """The journey cannot be used; the sentences name the field, one a line."""


class Criterion(Strict):
    """A condition over measures, what the account is, and milestones it has reached; `name` is what people read."""

    name: Annotated[str, Field(max_length=80)] = ""
    when: Annotated[str, Field(min_length=1, max_length=400)]


class Touchpoint(Strict):
    """What is planned to happen so many days after an account came to the stage."""

    name: _Name
    kind: Literal["call", "meeting", "email", "note"]
    day: Annotated[int, Field(ge=0, le=730)]


class Stage(Strict):
    """An account comes when all of `enter` holds and goes on when all of `leave` holds; `days` is how long we expect.

    Into a stage `from_anywhere` an account is called from whichever stage it is in, and from it it returns.
    """

    name: _Name
    sentence: str = ""
    days: Annotated[int, Field(ge=1, le=1100)] | None = None
    from_anywhere: bool = False
    enter: Annotated[tuple[Criterion, ...], Field(max_length=10)] = ()
    leave: Annotated[tuple[Criterion, ...], Field(max_length=10)] = ()
    touchpoints: Annotated[tuple[Touchpoint, ...], Field(max_length=20)] = ()


class Journey(Strict):
    """`condition` says for which accounts it is, empty for all.

    An account that does not meet anymore what brought it to a stage falls back after so many days in a row.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    sentence: str = ""
    condition: str = ""
    falls_back_after: Annotated[int, Field(ge=1, le=365)] = 14
    stages: Annotated[tuple[Stage, ...], Field(min_length=2, max_length=12)]

    @model_validator(mode="after")
    def _can_be_walked(self) -> "Journey":
        names = [stage.name.lower() for stage in self.stages]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"stages: {', '.join(twice)} is there twice; give each stage a name of its own")
        first = self.stages[0]
        if first.from_anywhere or first.enter:
            raise ValueError(f"stages: {first.name} is the first and takes every account the journey is for, "
                             "so it has no entry criteria and is not entered from anywhere")  # fmt: skip
        for stage in self.stages:
            if stage.from_anywhere and not stage.enter:
                raise ValueError(f"stages: {stage.name} is entered from anywhere, so it needs an entry criterion")
        for before, after in pairwise(self.walk):
            if not self.stages[before].leave and not self.stages[after].enter:
                raise ValueError(f"stages: nothing leads from {self.stages[before].name} to {self.stages[after].name}; "
                                 "give the one an exit criterion or the other an entry criterion")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _asks_what_is_known(self) -> "Journey":
        try:
            self.fits()
        except ConditionError as error:
            raise ValueError(f"condition: {error}") from None
        return self

    def fits(self) -> Condition:
        return parse(self.condition, FIELDS) if self.condition else EVERYTHING

    @property
    def walk(self) -> tuple[int, ...]:
        """The places of the stages that follow each other."""
        return tuple(place for place, stage in enumerate(self.stages) if not stage.from_anywhere)

    def next(self, place: int) -> int | None:
        """The place of the stage that follows; none after the last, and none of one that is entered from anywhere."""
        later = [other for other in self.walk if other > place]
        return later[0] if later and not self.stages[place].from_anywhere else None

    def asked(self, place: int) -> tuple[Criterion, ...]:
        """What an account in this stage has to meet to go on."""
        after = self.next(place)
        return (*self.stages[place].leave, *(self.stages[after].enter if after is not None else ()))

    def falls(self, start: int, end: int) -> bool:
        """Whether going from one place to the other is falling back; being called and returning is not."""
        return end < start and not (self.stages[start].from_anywhere or self.stages[end].from_anywhere)

    def criteria(self) -> Iterator[Criterion]:
        for stage in self.stages:
            yield from (*stage.enter, *stage.leave)


def all_of(criteria: tuple[Criterion, ...], measures: Mapping[str, Measure]) -> Condition:
    return All(tuple(condition(one, measures) for one in criteria))


def condition(criterion: Criterion, measures: Mapping[str, Measure]) -> Condition:
    return parse(criterion.when, fields(measures))


def read(document: Mapping[str, Any] | str, measures: Mapping[str, Measure], where: str = "journey") -> Journey:
    """The journey of a mapping or of YAML text, all of whose criteria can be asked; raises BadJourney."""
    found = declared(Journey, document, where, BadJourney)
    if wrong := list(_wrong(found, measures)):
        raise BadJourney("\n".join(f"{where}, {sentence}" for sentence in wrong))
    return found


def _wrong(journey: Journey, measures: Mapping[str, Measure]) -> Iterator[str]:
    for stage in journey.stages:
        for side, criteria in (("enters when", stage.enter), ("leaves when", stage.leave)):
            for number, one in enumerate(criteria, 1):
                try:
                    condition(one, measures)
                except ConditionError as error:
                    yield f"{stage.name}, {side}, {number}: {error}"


def measures_read(journey: Journey, measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """The measures that its criteria ask, in the order of their first mention."""
    asked = [check.field for one in journey.criteria() for check in condition(one, measures).tests()]
    return tuple(name for name in dict.fromkeys(asked) if name in measures)
