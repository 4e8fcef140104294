"""Segments as filters: which units a condition holds for at the opening day.

A segment is fixed at the opening, so that a cohort cannot be entered or left by changing segment. Attributes are those
of the unit's own account (the ultimate parent itself when units are parents); what a unit pays and uses is summed over
its accounts. Every test asks for units it hits; "is not", "not in" and "is empty" are the opposite of a hit, so a unit
of which nothing is known meets them.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import ibis

from tenure.core.conditions import All, AnyOf, Check, Condition, ConditionError, Field, Not
from tenure.core.money import minor_exponent
from tenure.metrics.ask import Ask
from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Table
from tenure.metrics.segment_values import VALUES, everyone

_TEXTS: Final = (
    "segment",
    "region",
    "country",
    "industry",
    "tier",
    "motion",
    "channel",
    "owner",
    "name",
    "referred_by",
)
FIELDS: Final[dict[str, Field]] = {
    **{name: Field(name, "text", name.replace("_", " ").capitalize()) for name in _TEXTS},
    "plan": Field("plan", "many", "Plan"),
    "product": Field("product", "many", "Product"),
    "mrr": Field("mrr", "number", "MRR"),
    "arr": Field("arr", "number", "ARR"),
    "seats": Field("seats", "number", "Seats"),
    "active_users": Field("active_users", "number", "Active users (30 days)"),
    "customer_since": Field("customer_since", "date", "Customer since"),
    "referred": Field("referred", "flag", "Referred"),
}
_OPPOSITE: Final = {"is_not": "is", "not_in": "in", "empty": "not_empty"}
_TESTS: Final[dict[str, Callable[[Column, Any], Column]]] = {
    "is": lambda column, value: column == value,
    "in": lambda column, value: column.isin(value),
    "contains": lambda column, value: column.lower().contains(str(value).lower()),
    "at_least": lambda column, value: column >= value,
    "at_most": lambda column, value: column <= value,
    "above": lambda column, value: column > value,
    "below": lambda column, value: column < value,
}


def everywhere(ask: Ask) -> bool:
    """Whether the segment is everybody."""
    return isinstance(ask.condition, All) and not ask.condition.parts


def inside(ask: Ask, ends: AnyEnds, table: Table) -> Table:
    """The rows of `table`, which has `unit_id` and the keys of `ends`, whose unit meets the segment at the opening.

    Raises ConditionError for a field whose past is not known.
    """
    if everywhere(ask):
        return table
    return table.view().semi_join(_selected(ask, ends).view(), [*ends.keys, "unit_id"])


def _selected(ask: Ask, ends: AnyEnds) -> Table:
    checks = tuple(dict.fromkeys(ask.condition.tests()))
    keys = [*ends.keys, "unit_id"]
    units = everyone(ends)
    for number, check in enumerate(checks):
        hits = _hits(ask, ends, check).select(*keys).distinct().mutate(**{f"hit_{number}": ibis.literal(1)})
        units = units.left_join(hits, keys).select(*(units[c] for c in units.columns), f"hit_{number}")
    hit = {check: units[f"hit_{number}"].notnull() for number, check in enumerate(checks)}
    return units.filter(_holds(ask.condition, hit)).select(*keys)


def _hits(ask: Ask, ends: AnyEnds, check: Check) -> Table:
    """Units that the check, or its opposite, holds for."""
    if check.field not in FIELDS:
        raise ConditionError(
            f"{check.field} has no history, so a number cannot be asked by it; use one of {', '.join(sorted(FIELDS))}."
        )
    values = VALUES[check.field](ask, ends)
    operator = _OPPOSITE.get(check.op, check.op)
    if operator == "not_empty":
        return values.filter(_known(values.value, FIELDS[check.field]))
    return values.filter(_TESTS[operator](values.value, _value(ask, check)))


def _known(column: Column, field: Field) -> Column:
    return column.notnull() & (column != "") if field.kind in ("text", "many") else column.notnull()


def _value(ask: Ask, check: Check) -> Any:
    if check.field == "referred":
        return int(bool(check.value))
    if check.field not in ("mrr", "arr"):
        return check.value
    several = check.value if isinstance(check.value, tuple) else (check.value,)
    minor = tuple(_minor(value, ask.currency) for value in several)
    return minor if isinstance(check.value, tuple) else minor[0]


def _minor(value: Any, currency: str) -> int | float:
    """Minor units of an amount that people write in major units."""
    amount = Decimal(str(value)).scaleb(minor_exponent(currency))
    return int(amount) if amount == int(amount) else float(amount)


def _holds(condition: Condition, hit: dict[Check, Column]) -> Column:
    match condition:
        case Check():
            return ~hit[condition] if condition.op in _OPPOSITE else hit[condition]
        case Not():
            return ~_holds(condition.part, hit)
        case AnyOf():
            return ibis.or_(*(_holds(part, hit) for part in condition.parts))
        case All():
            return ibis.and_(*(_holds(part, hit) for part in condition.parts))
