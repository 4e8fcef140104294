"""A scorecard's form: measures with their groups, weights and curves as fields, read back into its declaration.

Weights are shown as shares of the whole that add up to 100, so that one number says what a measure counts; a group
counts what its measures do. What was not touched keeps its exact weight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Final

from django.http import QueryDict

from tenure.metrics.scorecards import BadScorecard, Scorecard

MOST_POINTS: Final = 12
_WHOLE: Final = 100.0
_ABOUT: Final = ("name", "sentence", "condition", "order")


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in the form, as text: what was typed is kept as it is."""

    measure: str
    group: str
    weight: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    about: Mapping[str, str]
    lines: tuple[Line, ...]
    exact: Mapping[str, float] = field(default_factory=dict)  # weights behind the rounded texts

    def grouped(self) -> list[tuple[str, list[Line]]]:
        """Groups in the order in which they are first named."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.group, []).append(line)
        return list(found.items())

    def without(self, measure: str) -> "Form":
        return replace(self, lines=tuple(line for line in self.lines if line.measure != measure))

    def weighing(self, weights: Mapping[str, str]) -> "Form":
        return replace(self, lines=tuple(replace(line, weight=weights[line.measure]) for line in self.lines))

    def with_line(self, line: Line) -> "Form":
        return replace(self, lines=(*self.lines, line))


def form_of(card: Scorecard) -> Form:
    exact = {one.measure: _WHOLE * share for one, share in card.weighted()}
    lines = tuple(
        Line(one.measure, group.name, _weight(exact[one.measure]), points_text(one.curve))
        for group in card.groups for one in group.inputs
    )  # fmt: skip
    return Form({name: str(getattr(card, name)) for name in _ABOUT}, lines, exact)


def typed(given: QueryDict, card: Scorecard) -> Form:
    """The form as somebody filled it in; a field that was not sent is as the scorecard says."""
    held = form_of(card)
    about = {name: given.get(name, text).strip() for name, text in held.about.items()}
    if "measure" not in given:
        return replace(held, about=about)
    names = dict(zip(given.getlist("group-was"), map(str.strip, given.getlist("group")), strict=False))
    old = {line.measure: line for line in held.lines}
    lines = (_line(given, old.get(measure), measure, names) for measure in dict.fromkeys(given.getlist("measure")))
    return replace(held, about=about, lines=tuple(lines))


def _line(given: QueryDict, old: Line | None, measure: str, names: Mapping[str, str]) -> Line:
    """`names` are groups that were renamed; a measure moved to another group says so itself."""
    group = given.get(f"in-{measure}", old.group if old else "").strip()
    at, to = given.getlist(f"at-{measure}"), given.getlist(f"to-{measure}")
    points = tuple((a.strip(), b.strip()) for a, b in zip(at, to, strict=False) if a.strip() or b.strip())
    weight = given.get(f"weight-{measure}", old.weight if old else "").strip()
    return Line(measure, names.get(group, group), weight, points if at else old.points if old else ())


def body_of(form: Form, card_id: str, names: Mapping[str, str]) -> dict[str, Any]:
    """The body of a document; raises BadScorecard with a sentence for each field that cannot be read.

    `names` are those of measures by id, for the sentences.
    """
    problems: list[str] = []
    order = _number(form.about["order"])
    if order is None or not order.is_integer():
        problems.append(f"Order: {form.about['order']!r} is no whole number; the lowest is asked first.")
    weights = {line.measure: _weight_of(line, form, names, problems) for line in form.lines}
    total = sum(weights.values())
    groups = [
        {"name": name, "weight": _WHOLE * sum(weights[line.measure] for line in lines) / total if total else 1,
         "inputs": [{"measure": line.measure, "weight": weights[line.measure], "curve": _curve(line, names, problems)}
                    for line in lines]}
        for name, lines in form.grouped()
    ]  # fmt: skip
    problems += ["Group: give each group a name."] if any(not name for name, _ in form.grouped()) else []
    problems += [] if form.lines else ["Measures: a scorecard needs at least one; add one, or discard the draft."]
    if problems:
        raise BadScorecard("\n".join(problems))
    return {"id": card_id, **form.about, "order": int(order or 0), "groups": groups}


def _weight_of(line: Line, form: Form, names: Mapping[str, str], problems: list[str]) -> float:
    exact = form.exact.get(line.measure)
    if exact is not None and _weight(exact) == line.weight:
        return exact
    weight = _number(line.weight)
    if weight is None or not 0 < weight <= _WHOLE:
        name = names.get(line.measure, line.measure)
        problems.append(f"{name}, weight: {line.weight!r} is no number above 0 and up to 100.")
        return 1.0
    return weight


def _curve(line: Line, names: Mapping[str, str], problems: list[str]) -> list[list[float]]:
    """Points by rising value, in whatever order they were typed."""
    name, found = names.get(line.measure, line.measure), []
    for place, (value, level) in enumerate(line.points, start=1):
        at, to = _number(value), _number(level)
        if at is None:
            problems.append(f"{name}, point {place}: the value {value!r} cannot be read as a number.")
        elif to is None or not 0 <= to <= _WHOLE:
            problems.append(f"{name}, point {place}: the level {level!r} is no number from 0 to 100.")
        else:
            found.append([at, to])
    problems += _too_many_or_twice(name, line, sorted(found))
    return sorted(found)


def _too_many_or_twice(name: str, line: Line, found: Sequence[Sequence[float]]) -> list[str]:
    values = [value for value, _ in found]
    if not 2 <= len(line.points) <= MOST_POINTS:
        return [f"{name}, curve: it has {len(line.points)} points; give 2 to {MOST_POINTS}."]
    twice = sorted({value for value in values if values.count(value) > 1})
    return [f"{name}, curve: {number_text(value)} is there twice; each value has one level." for value in twice]


def _number(text: str) -> float | None:
    """As people write it: a comma or a point, and either minus."""
    try:
        found = float(text.replace("\u2212", "-").replace(",", ".").replace(" ", ""))
    except ValueError:
        return None
    return found if isfinite(found) else None


def points_text(curve: Sequence[tuple[float, float]]) -> tuple[tuple[str, str], ...]:
    return tuple((number_text(value), number_text(level)) for value, level in curve)


def number_text(number: float) -> str:
    return f"{number:.12g}"


def _weight(share: float) -> str:
    return f"{share:.4g}"
