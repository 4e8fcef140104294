"""What is different between two versions of a scorecard, field by field, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tenure.metrics.measures import Measure
from tenure.metrics.scorecards import Scorecard
from tenure.web.lab.editing import Form, Line, form_of

_ABOUT: Final = {"name": "Name", "sentence": "Sentence", "condition": "For", "order": "Order"}
_EVERYBODY: Final = "everybody else"


@dataclass(frozen=True, slots=True)
class Difference:
    """`was` or `now` is empty for what is only in one of the two."""

    what: str
    was: str
    now: str


def between(before: Scorecard, after: Scorecard, known: Mapping[str, Measure]) -> list[Difference]:
    return between_forms(form_of(before), form_of(after), known)


def between_forms(before: Form, after: Form, known: Mapping[str, Measure]) -> list[Difference]:
    """In the order of the form."""
    found = [
        Difference(label, before.about[name] or _empty(name), after.about[name] or _empty(name))
        for name, label in _ABOUT.items() if before.about[name] != after.about[name]
    ]  # fmt: skip
    was, now = ({line.measure: line for line in form.lines} for form in (before, after))
    for measure in dict.fromkeys([*now, *was]):
        name = known[measure].name if measure in known else measure
        found += _of_line(name, was.get(measure), now.get(measure))
    return found


def _empty(name: str) -> str:
    return _EVERYBODY if name == "condition" else "–"


def _of_line(name: str, was: Line | None, now: Line | None) -> Iterator[Difference]:
    if was is None or now is None:
        yield Difference(name, _whole(was), _whole(now))
        return
    if was.weight != now.weight:
        yield Difference(f"{name}, weight", was.weight, now.weight)
    if was.group != now.group:
        yield Difference(f"{name}, group", was.group, now.group)
    if was.points != now.points:
        yield Difference(f"{name}, curve", curve_text(was), curve_text(now))


def _whole(line: Line | None) -> str:
    return f"{line.group}, {line.weight}" if line else ""


def curve_text(line: Line) -> str:
    return ", ".join(f"{value} → {level}" for value, level in line.points)
