"""How a summary row becomes a value: divided once, at the end, and null where there is nothing to divide (rule R2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from tenure.metrics.ask import Ask

Row = Mapping[str, Any]

NO_RATE: Final = "no exchange rate for a currency it pays in"
NOT_ELAPSED: Final = "its window has not elapsed"


@dataclass(frozen=True, slots=True)
class Value:
    """Exact numerator and denominator, the value they make, and the status: ok, no_base, immature, missing_rate, or
    not_reached (a quantile that lies beyond what has happened)."""

    numerator: int | Fraction | None
    denominator: int | Fraction | None
    value: Fraction | int | None
    status: str


MISSING: Final = Value(None, None, None, "missing_rate")


def status(row: Row, has_base: bool) -> str:
    """A missing rate beats everything; a cohort of which nothing has matured is not an empty one."""
    if row["no_rate"]:
        return "missing_rate"
    if has_base:
        return "ok"
    return "immature" if row["immature"] else "no_base"


def ratio(ask: Ask, row: Row) -> Value:
    return divided(row, row["numerator"] or 0, row["denominator"] or 0)


def divided(row: Row, numerator: int | Fraction, denominator: int | Fraction) -> Value:
    """`numerator` ÷ `denominator`, or why it is null."""
    found = status(row, denominator != 0)
    if found == "missing_rate":
        return MISSING
    return Value(numerator, denominator, Fraction(numerator) / denominator if denominator else None, found)


def amount(ask: Ask, row: Row) -> Value:
    """A sum without denominator: nothing to add is a true zero."""
    total = row["numerator"] or 0
    return MISSING if row["no_rate"] else Value(total, None, total, "ok")
