"""A signal's form: its tests as rows of measure, comparison and value, read back into its declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from django.http import QueryDict

from tenure.core.whole import whole
from tenure.metrics.measures import Measure
from tenure.metrics.signals import BadSignal, Signal
from tenure.metrics.signals import Test as Check

MOST: Final = 6
_LONGEST: Final = 365  # days
OPS: Final[Mapping[str, str]] = {"at_least": "at least", "at_most": "at most", "above": "above", "below": "below"}
SCORES: Final[Mapping[str, str]] = {
    "health": "Health",
    "health_change_7d": "Health, change in 7 days", "health_change_30d": "Health, change in 30 days",
}  # fmt: skip
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, as text; a test is measure, comparison and value."""

    name: str = ""
    sentence: str = ""
    due_days: str = "7"
    tests: tuple[Row, ...] = (("health", "below", "40"),)

    @property
    def rows(self) -> tuple[Row, ...]:
        """With an empty one to add a test, while there is room."""
        return (*self.tests, ("", "at_least", "")) if len(self.tests) < MOST else self.tests


def form_of(signal: Signal) -> Form:
    tests = tuple((test.measure, test.op, f"{test.value:.12g}") for test in signal.tests)
    return Form(signal.name, signal.sentence, str(signal.due_days), tests)


def typed(given: QueryDict, otherwise: Form) -> Form:
    """A test without a measure was taken away; a form that was not sent is as it was."""
    if "measure" not in given:
        return otherwise
    rows = zip(given.getlist("measure"), given.getlist("op"), given.getlist("value"), strict=False)
    tests = tuple((measure, op, value.strip()) for measure, op, value in rows if measure)
    name, sentence, due = (given.get(field, "").strip() for field in ("name", "sentence", "due_days"))
    return Form(name, sentence, due, tests)


def body_of(form: Form, key: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Raises BadSignal with a sentence for each field that cannot be read."""
    problems = [] if form.name else ["Name: give the signal a name; risks are called by it."]
    if not 0 <= whole(form.due_days, 6, -1) <= _LONGEST:
        problems.append(f"Due: {form.due_days!r} is no number of days from 0 to {_LONGEST}.")
    problems += [] if form.tests else ["Tests: a signal needs at least one."]
    tests = [{"measure": measure, "op": op, "value": _number(value)} for measure, op, value in form.tests]
    problems += [
        f"Test {place}, {names.get(measure, measure)}: {value!r} cannot be read as a number."
        for place, (measure, _, value) in enumerate(form.tests, start=1) if _number(value) is None
    ]  # fmt: skip
    if problems:
        raise BadSignal("\n".join(problems))
    return {"id": key, "name": form.name, "sentence": form.sentence, "tests": tests, "due_days": int(form.due_days)}


def _number(text: str) -> float | None:
    try:
        found = float(text.replace("\u2212", "-").replace(",", "."))
    except ValueError:
        return None
    return found if isfinite(found) else None


def names_of(known: Mapping[str, Measure]) -> dict[str, str]:
    """What a test may ask, by id: the score first."""
    return {**SCORES, **{one.id: one.name for one in known.values()}}


def rule(signal: Signal, names: Mapping[str, str]) -> str:
    """Such as: Days to renewal at most 90 and Health below 60."""
    return " and ".join(_said(test, names) for test in signal.tests)


def _said(test: Check, names: Mapping[str, str]) -> str:
    value = f"{test.value:g}".replace("-", "\u2212")
    return f"{names.get(test.measure, test.measure)} {OPS[test.op]} {value}"
