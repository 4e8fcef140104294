"""A number's declaration: what it is called, what it means, and the rows it is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tenure.core.conditions import ConditionError
from tenure.metrics.ask import Ask
from tenure.metrics.ends import Table
from tenure.metrics.params import PARAMS, Param
from tenure.metrics.values import Row, Value, ratio

Shown = Literal["ratio", "money", "count", "days"]


@dataclass(frozen=True)
class Kpi:
    """One number.

    `expression(ask)` gives a table of one row per unit: `unit_id`, `numerator`, `denominator`, `reason` and the columns
    of `details` (name to kind: money, count, days, date, text). `reason` is null for the rows in the number and
    says why a unit was left out otherwise; numerator and denominator of those are null. The value is the sum of the
    numerators over the sum of the denominators, for which `brief` may give the same rows without costly details.
    Where it is not, `summarise` gives the one row that `combine` reads.
    `source` names the tables it reads, `section` the place of its definition in docs/numbers.md.
    """

    id: str
    name: str
    sentence: str
    formula: str
    unit: Shown
    good: Literal["up", "down", "none"]
    grain: str
    section: str
    expression: Callable[[Ask], Table]
    window: str
    source: str = "subscriptions, fx_rates"
    version: str = "1"
    takes: tuple[str, ...] = ()
    by_length: bool = False  # the expression looks at how many days the period has, not only at days by `days.day`
    details: Mapping[str, str] = field(default_factory=dict)
    brief: Callable[[Ask], Table] | None = None
    summarise: Callable[[Ask, Table], Table] | None = None
    combine: Callable[[Ask, Row], Value] = ratio

    @property
    def params(self) -> tuple[Param, ...]:
        return tuple(PARAMS[name] for name in self.takes)

    def resolved(self, ask: Ask) -> Ask:
        """The question with each choice of this number filled in and checked; a choice it does not take is refused."""
        unknown = sorted(set(ask.params) - set(self.takes))
        if unknown:
            known = ", ".join(self.takes) or "no choices"
            raise ConditionError(f"{self.name} does not take {', '.join(unknown)}; it takes {known}.")
        return replace(ask, params={p.name: p.read(ask.value(p.name)) for p in self.params})

    def rows(self, ask: Ask) -> Table:
        """One row per unit, in the number or left out of it; see the class."""
        return self.expression(self.resolved(ask))
