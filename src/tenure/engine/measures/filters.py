"""A measure's filter as SQL over the columns of its source."""

from tenure.core.conditions import All, AnyOf, Check, Condition, Not
from tenure.engine.duck import text

_SIGNS = {"is": "=", "is_not": "<>", "at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


def sql(condition: Condition) -> str:
    """True where the condition holds. Fields were checked against the source, values become quoted literals."""
    match condition:
        case All(parts=parts):
            return f"({' AND '.join(map(sql, parts))})" if parts else "true"
        case AnyOf(parts=parts):
            return f"({' OR '.join(map(sql, parts))})"
        case Not(part=part):
            return f"NOT {sql(part)}"
    return _check(condition)


def _check(check: Check) -> str:
    column = f'"{check.field}"'
    match check.op:
        case "empty":
            return f"coalesce({column}::VARCHAR, '') = ''"
        case "not_empty":
            return f"coalesce({column}::VARCHAR, '') <> ''"
        case "in" | "not_in":
            values = ", ".join(_literal(value) for value in check.value or ())  # type: ignore[union-attr]
            return f"coalesce({column} {'NOT ' if check.op == 'not_in' else ''}IN ({values}), {check.op == 'not_in'})"
        case "contains":
            return f"coalesce(contains(lower({column}), lower({_literal(check.value)})), false)"
    return f"coalesce({column} {_SIGNS[check.op]} {_literal(check.value)}, {check.op == 'is_not'})"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else text(value)
