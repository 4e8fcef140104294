"""Criteria in words."""

from collections.abc import Mapping
from typing import Final

from tenure.core.conditions import All, AnyOf, Check, Condition, Not
from tenure.metrics.journeys import Criterion
from tenure.metrics.journeys.asking import fields
from tenure.metrics.journeys.journey import condition
from tenure.metrics.measures import Measure, in_sentence
from tenure.web import measures as measure_words

_SAID: Final = {"is": "is", "is_not": "is not", "at_least": "at least", "at_most": "at most", "above": "above",
                "below": "below", "in": "is one of", "not_in": "is none of", "contains": "contains",
                "empty": "is not known", "not_empty": "is known"}  # fmt: skip


def label(criterion: Criterion, known: Mapping[str, Measure]) -> str:
    return criterion.name or said(condition(criterion, known), known)


def said(asked: Condition, known: Mapping[str, Measure]) -> str:
    match asked:
        case All(parts=parts):
            return " and ".join(said(part, known) for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(said(part, known) for part in parts)
        case Not(part=part):
            return f"not: {said(part, known)}"
    return _check(asked, known)


def _check(check: Check, known: Mapping[str, Measure]) -> str:
    measure = known.get(check.field)
    name = measure.name if measure else fields(known)[check.field].label
    if check.value is None:
        return f"{name} {_SAID[check.op]}"
    values = check.value if isinstance(check.value, tuple) else (check.value,)
    shown = ", ".join(measure_words.value(measure, float(one)) if measure else str(one) for one in values)  # type: ignore[arg-type]
    return f"{name} {_SAID[check.op]} {shown}"


def observed(criterion: Criterion, known: Mapping[str, Measure], values: Mapping[str, float | None]) -> str:
    """The values that a criterion looked at; empty where it asks no measure."""
    asked = dict.fromkeys(check.field for check in condition(criterion, known).tests() if check.field in known)
    shown = [_observed(known[name], values.get(name)) for name in asked]
    return ", ".join(shown)


def _observed(measure: Measure, value: float | None) -> str:
    return f"{in_sentence(measure.name)} {'not known' if value is None else measure_words.value(measure, value)}"
