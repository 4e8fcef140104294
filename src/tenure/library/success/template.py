"""What a success plan template is, and reading one with sentences about what is wrong."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tenure.core.conditions import EVERYTHING, Condition, ConditionError, parse
from tenure.core.money import CURRENCIES
from tenure.metrics.measures.documents import Unusable, declared
from tenure.metrics.scorecards.fields import ATTRIBUTES, FIELDS

_Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n\x00]*$")]
_Text = Annotated[str, Field(max_length=1_000)]
Outcome = Literal["efficiency", "growth", "risk", "adoption", "service", "cost"]
OUTCOMES: Final[Mapping[str, str]] = {
    "efficiency": "Efficiency", "growth": "Growth", "risk": "Risk and compliance", "adoption": "Adoption",
    "service": "Service quality", "cost": "Cost",
}  # fmt: skip


ASKED: Final = {name: FIELDS[name] for name in ATTRIBUTES}  # what the condition of a template may ask


class BadSuccessTemplate(Unusable):
    """The template cannot be used; the sentences name the field, one a line."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


class PlannedTask(_Strict):
    """What is to be done for an objective, `week` weeks after the plan begins; `side` says by whom."""

    title: _Line
    note: _Text = ""
    week: Annotated[int, Field(ge=0, le=156)]
    side: Literal["us", "customer"] = "us"


class Worth(_Strict):
    """What one unit of the number is worth to the customer, as a suggestion; they say what is true for them."""

    amount: Annotated[float, Field(gt=0, le=10_000_000)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    per: Literal["month", "once"]
    note: _Text = ""

    @model_validator(mode="after")
    def _known(self) -> "Worth":
        if self.currency not in CURRENCIES:
            raise ValueError(f"currency: {self.currency} is no currency")
        return self


class SuccessObjective(_Strict):
    """`measures` are suggested in their order, the first is taken; without one the number is typed, in `unit`.

    The target is a number (`target`), or so many percent away from the baseline (`lift`, negative to fall); where
    neither is given it is agreed with the customer.
    """

    statement: Annotated[str, Field(min_length=1, max_length=300)]
    why: _Text = ""
    measures: Annotated[tuple[str, ...], Field(max_length=5)] = ()
    unit: Annotated[str, Field(max_length=40)] = ""
    target: float | None = None
    lift: Annotated[float, Field(ge=-100, le=1_000)] | None = None
    weeks: Annotated[int, Field(ge=1, le=156)]
    importance: Literal["high", "normal", "low"] = "normal"
    worth: Worth | None = None
    tasks: Annotated[tuple[PlannedTask, ...], Field(max_length=12)] = ()

    @model_validator(mode="after")
    def _measurable(self) -> "SuccessObjective":
        if not self.measures and not self.unit:
            raise ValueError("unit: say in what the number is counted, or suggest a measure")
        if self.target is not None and self.lift is not None:
            raise ValueError("lift: give a target or a lift, not both")
        if self.lift == 0:
            raise ValueError("lift: nothing changes by 0 percent")
        if self.lift is not None and not self.measures:
            raise ValueError("lift: only a measure knows the baseline; leave it out, the target is agreed")
        return self


class SuccessTemplate(_Strict):
    """`condition` says for which accounts it is suggested, empty for all; it may be used anywhere."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    name: Annotated[_Line, Field(max_length=80)]
    sentence: Annotated[str, Field(max_length=300)] = ""
    outcome: Outcome
    summary: _Text = ""
    condition: Annotated[str, Field(max_length=400)] = ""
    objectives: Annotated[tuple[SuccessObjective, ...], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _asks_what_is_known(self) -> "SuccessTemplate":
        try:
            self.fits()
        except ConditionError as error:
            raise ValueError(f"condition: {error}") from None
        return self

    def fits(self) -> Condition:
        return parse(self.condition, ASKED) if self.condition else EVERYTHING


def read(document: Mapping[str, Any] | str, known: Collection[str], where: str = "template") -> SuccessTemplate:
    """The template of a mapping or of YAML text, whose measures are among the `known`; raises BadSuccessTemplate."""
    found = declared(SuccessTemplate, document, where, BadSuccessTemplate)
    if problems := [*_unknown(found, known)]:
        raise BadSuccessTemplate("\n".join(f"{where}, {problem}" for problem in problems))
    return found


def _unknown(found: SuccessTemplate, known: Collection[str]) -> Iterator[str]:
    for number, objective in enumerate(found.objectives, 1):
        for measure in objective.measures:
            if measure not in known:
                yield f"objectives.{number}.measures: there is no measure {measure!r}."
