"""The kinds of measures: how dated rows become one number an account on a day.

For a day d and a window of w days, "in the window" means on the days (d - w, d].

| kind | value on day d | unknown when |
|---|---|---|
| level | rows in force on d, or the sum of an amount over them | before the first row of the source |
| sum | rows in the window, or the sum of an amount over them | before the first row of the source |
| distinct | different things in the window | before the first row of the source |
| recency | days since the last row; with `ahead`, days until the next one that is not settled | there is none |
| ratio | one formula divided by another | either is unknown, or the divisor is 0 |
| change | a formula minus the same one some days before; `relative` divides by that | either is unknown, or 0 before |
| latest | the amount of the last row; it fades out, so its coverage falls from 1 to 0 | none within `fade` days |
| share | features in use in the window, of those the account is entitled to on d | entitled to none |
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tenure.core.conditions import EVERYTHING, Condition, ConditionError, parse
from tenure.metrics.measures.sources import SOURCES, Source

_Days = Annotated[int, Field(ge=1, le=1100)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Rows(Strict):
    """Rows of a source that meet a filter."""

    of: str
    where: str = ""

    @model_validator(mode="after")
    def _known(self) -> "Rows":
        if self.of not in SOURCES:
            raise ValueError(f"of: {self.of!r} is no source; use one of {', '.join(SOURCES)}")
        try:
            self.condition()
        except ConditionError as error:
            raise ValueError(f"where: {error}") from None
        kind = getattr(self, "kind", "")
        if self.source.only and kind not in self.source.only:
            raise ValueError(f"of: {self.of} cannot be used with kind {kind}; use {', '.join(self.source.only)}")
        for name, allowed in (("amount", self.source.amounts), ("count", self.source.things)):
            chosen = getattr(self, name, "")
            if chosen and chosen not in allowed:
                raise ValueError(f"{name}: {self.of} has no {chosen!r}; use one of {', '.join(allowed) or 'none'}")
        return self

    @property
    def source(self) -> Source:
        return SOURCES[self.of]

    def condition(self) -> Condition:
        return parse(self.where, self.source.fields) if self.where else EVERYTHING


class Level(Rows):
    kind: Literal["level"]
    amount: str = ""

    @model_validator(mode="after")
    def _lasts(self) -> "Level":
        if not self.source.until and not self.source.steps:
            raise ValueError(f"of: rows of {self.of} happen on one day; count them with kind sum")
        return self


class Sum(Rows):
    kind: Literal["sum"]
    days: _Days
    amount: str = ""


class Distinct(Rows):
    kind: Literal["distinct"]
    days: _Days
    count: str


class Recency(Rows):
    kind: Literal["recency"]
    ahead: bool = False


class Latest(Rows):
    kind: Literal["latest"]
    amount: str
    fade: _Days = 365


class Share(Strict):
    kind: Literal["share"]
    days: _Days = 30


class Ratio(Strict):
    kind: Literal["ratio"]
    over: "Formula"
    under: "Formula"


class Change(Strict):
    kind: Literal["change"]
    of: "Formula"
    days: _Days
    relative: bool = True


def depth(formula: "Formula") -> int:
    """1 for a formula that is not made of others."""
    match formula:
        case Ratio():
            return 1 + max(depth(formula.over), depth(formula.under))
        case Change():
            return 1 + depth(formula.of)
    return 1


Formula = Annotated[Level | Sum | Distinct | Recency | Latest | Share | Ratio | Change, Field(discriminator="kind")]
Ratio.model_rebuild()
Change.model_rebuild()
