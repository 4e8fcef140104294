"""What is asked of a number: the period, the unit, the segment and the choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tenure.core.conditions import EVERYTHING, Condition, ConditionError
from tenure.core.periods import Period
from tenure.metrics.params import PARAMS

Unit = Literal["parent", "account"]


@dataclass(frozen=True)
class Ask:
    """One question.

    `as_of` is the last day whose facts are complete: cohorts have matured or not by it, and nothing after it is known.
    It is the period's closing day unless given. `currency` is the reporting currency, in whose major units a segment
    states money. `unit` is the ultimate parent under the hierarchy valid at the closing, or the account (rule R10).
    """

    period: Period
    unit: Unit = "parent"
    segment: Condition | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)
    as_of: date | None = None
    currency: str = "USD"
    cuts: tuple[date, ...] = ()  # the days between which neighbouring periods lie; see `ends.cut`
    blank: bool = False  # expressions get blanks for days; see `days`

    def __post_init__(self) -> None:
        if self.unit not in ("parent", "account"):
            raise ConditionError(f"The unit must be parent or account, not {self.unit!r}.")

    @property
    def known_on(self) -> date:
        return self.as_of or self.period.closing

    @property
    def condition(self) -> Condition:
        return self.segment or EVERYTHING

    def text(self, name: str) -> str:
        return str(self.value(name))

    def number(self, name: str) -> int:
        return int(self.value(name))

    def value(self, name: str) -> str | int:
        param = PARAMS[name]
        given = self.params.get(name, param.default)
        if given is None or given == "":
            raise ConditionError(f"Say which {name} it is asked for; there is no number for all of them together.")
        return param.read(given)
