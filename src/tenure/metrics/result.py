"""From rows to a result in the shape of rule R1. The database adds up; the division happens here, once, at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tenure.core.periods import Period
from tenure.metrics.ask import Ask
from tenure.metrics.ends import Table
from tenure.metrics.exact import flag, total
from tenure.metrics.kpi import Kpi
from tenure.metrics.values import NO_RATE, NOT_ELAPSED, Row


@dataclass(frozen=True, slots=True)
class Result:
    """A number. `counted` and `left_out` are units in it and left out of it. Money is in minor units."""

    kpi: str
    numerator: int | Fraction | None
    denominator: int | Fraction | None
    value: float | None
    unit: str
    status: str
    period: Period
    as_of: date
    params: Mapping[str, str | int]
    definition_version: str
    counted: int
    left_out: int

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON: an exact fraction that is not whole is written as text, such as "7/12"."""
        exact = {"numerator": _plain(self.numerator), "denominator": _plain(self.denominator)}
        return {
            "kpi": self.kpi,
            **exact,
            "value": self.value,
            "unit": self.unit,
            "status": self.status,
            "period": {"from": self.period.start.isoformat(), "to_excl": self.period.end.isoformat()},
            "as_of": self.as_of.isoformat(),
            "params": dict(self.params),
            "definition_version": self.definition_version,
            "counted": self.counted,
            "left_out": self.left_out,
        }


def summary(kpi: Kpi, ask: Ask) -> Table:
    """One row: `numerator` and `denominator` (exact sums, null if there is nothing to add), `counted`, `left_out`,
    `no_rate` and `immature` (units left out for these reasons), and what else `kpi.combine` reads."""
    asked = kpi.resolved(ask)
    return summarised(kpi, asked, (kpi.brief or kpi.expression)(asked))


def summarised(kpi: Kpi, asked: Ask, rows: Table) -> Table:
    """The summary of these rows of the number."""
    return kpi.summarise(asked, rows) if kpi.summarise else rows.aggregate(**sums(rows))


def sums(rows: Table) -> dict[str, Any]:
    """The aggregates every summary has."""
    reason = rows.reason
    return {
        "numerator": total(rows.numerator),
        "denominator": total(rows.denominator),
        "counted": total(flag(reason.isnull())),
        "left_out": total(flag(reason.notnull())),
        "no_rate": total(flag(reason == NO_RATE)),
        "immature": total(flag(reason == NOT_ELAPSED)),
    }


def result(kpi: Kpi, ask: Ask, row: Row) -> Result:
    """The result that a summary's row says."""
    asked = kpi.resolved(ask)
    value = kpi.combine(asked, row)
    return Result(
        kpi=kpi.id,
        numerator=value.numerator,
        denominator=value.denominator,
        value=None if value.value is None else float(value.value),
        unit=kpi.unit,
        status=value.status,
        period=asked.period,
        as_of=asked.known_on,
        params=asked.params,
        definition_version=kpi.version,
        counted=row["counted"] or 0,
        left_out=row["left_out"] or 0,
    )


def _plain(value: int | Fraction | None) -> int | str | None:
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value
