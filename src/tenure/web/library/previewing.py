"""A document as people read it: its declaration, and what of it has to be said in words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.safestring import SafeString
from pydantic import ValidationError

from tenure.library.differing import label
from tenure.library.messages import FIELDS, fill, write
from tenure.library.models import Document, Kind
from tenure.library.reading import MODELS, published_measures
from tenure.library.success.template import OUTCOMES
from tenure.metrics.measures import Measure
from tenure.metrics.measures.describing import KINDS, UNITS
from tenure.metrics.measures.describing import sentence as of_formula
from tenure.onboarding.proposing import nodes_of
from tenure.onboarding.schedule import forecast
from tenure.onboarding.workdays import since
from tenure.web.measures import value

_SENTENCES: Final = ("sentence", "purpose", "summary")
_OURS: Final = {"lead": "Who leads it", "csm": "The account’s CSM"}
_DONE_WITH: Final = {"message": "message", "meeting": "meeting", "goals": "goals inventory", "access": "sign-ins"}
_PER: Final = {"month": "for each, a month", "once": "for each, once"}
_OPS: Final = {"at_least": "at least", "at_most": "at most", "above": "above", "below": "below"}


def sentence(document: Document) -> str:
    """What it is for, in its own words."""
    return next((str(document.body[name]) for name in _SENTENCES if document.body.get(name)), "")


def preview(document: Document) -> dict[str, Any] | None:
    """None for a version of long ago that cannot be read any more."""
    try:
        made = MODELS[document.kind].model_validate(document.body)
    except ValidationError:
        return None
    return {"made": made, **_MORE.get(document.kind, lambda _: {})(made)}


def _measure(made: Any) -> dict[str, Any]:
    return {"formula": of_formula(made.formula), "of": KINDS[made.formula.kind].label, "unit": UNITS[made.unit]}


def _scorecard(made: Any) -> dict[str, Any]:
    names, shares = _names(), {one.measure: share for one, share in made.weighted()}
    groups = [
        (group.name, [(names.get(one.measure, one.measure), shares[one.measure], one.measure) for one in group.inputs])
        for group in made.groups
    ]  # fmt: skip
    return {"groups": groups}


def _signal(made: Any) -> dict[str, Any]:
    names = _names() | {"health": "Health", "health_change_7d": "Change of health in 7 days",
                        "health_change_30d": "Change of health in 30 days"}  # fmt: skip
    return {"tests": [f"{names.get(one.measure, one.measure)} {_OPS[one.op]} {one.value:g}" for one in made.tests]}


def _names() -> dict[str, str]:
    return {key: one.name for key, one in published_measures().items()}


def _message(made: Any) -> dict[str, Any]:
    """With the examples of the merge fields."""
    values = {name: field.example for name, field in FIELDS.items()}
    return {"line": fill(made.subject, values)[0], "inner": SafeString(write(made.body, values).inner)}


def _success(made: Any) -> dict[str, Any]:
    known = published_measures()
    names = {key: one.name for key, one in known.items()}
    objectives = [
        {"made": one, "measures": [(key, names.get(key, key)) for key in one.measures], "goal": _goal(one, known),
         "worth": f"{one.worth.amount:g} {one.worth.currency} {_PER[one.worth.per]}" if one.worth else ""}
        for one in made.objectives
    ]  # fmt: skip
    return {"objectives": objectives, "outcome": OUTCOMES[made.outcome]}


def _goal(one: Any, known: Mapping[str, Measure]) -> str:
    if one.target is not None:
        measure = known.get(one.measures[0]) if one.measures else None
        return f"to reach {value(measure, one.target) if measure else f'{one.target:g}'}"
    if one.lift is not None:
        return f"{abs(one.lift):g} % {'more' if one.lift > 0 else 'less'} than at the start"
    return "the target is agreed with the customer"


_A_MONDAY: Final = date(2026, 1, 5)


def _onboarding(made: Any) -> dict[str, Any]:
    """With the working days of each step if nothing waits, counted from 1."""
    titles = {step.key: step.title for step in made.steps()}
    found = forecast(nodes_of(made.steps()), _A_MONDAY, _A_MONDAY)
    first = since(_A_MONDAY) - 1
    phases = [
        {"name": phase.name, "steps": [
            {"one": step, "owner": _OURS.get(step.owner, label(step.owner)), "kind": _DONE_WITH.get(step.kind, ""),
             "after": ", ".join(titles[key] for key in step.after),
             "from": since(found.bars[step.key].start) - first, "until": since(found.bars[step.key].finish) - first}
            for step in phase.steps]}
        for phase in made.phases
    ]  # fmt: skip
    return {"phases": phases, "days": since(found.finish) - first}


_MORE: Final[Mapping[str, Callable[[Any], dict[str, Any]]]] = {
    Kind.MEASURE: _measure,
    Kind.SCORECARD: _scorecard,
    Kind.SIGNAL: _signal,
    Kind.MESSAGE: _message,
    Kind.SUCCESS_PLAN: _success,
    Kind.ONBOARDING: _onboarding,
}
