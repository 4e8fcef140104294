"""The history of an account's attributes, from its current values and the journal's changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

NAMES = ("segment", "region", "country", "industry", "tier", "motion", "channel", "do_not_ask")


@dataclass(frozen=True, slots=True)
class Held:
    """An attribute had this value on the days [start, end); None is open."""

    attribute: str
    value: str
    start: date | None
    end: date | None


Change = tuple[date, Mapping[str, object], Mapping[str, object]]  # local day, before, after


def history(current: Mapping[str, object], changes: Iterable[Change]) -> list[Held]:
    """What was known on each day. `changes` are in the order they happened; the last one of a day holds for that day.

    The first known value holds since ever, and the current value holds since the last change. An empty value is no
    value, so it has no row.
    """
    ordered = list(changes)
    return [held for name in NAMES for held in _one(name, word(current.get(name)), ordered)]


def word(value: object) -> str:
    """The value as the attribute's text; a flag is "1" when set and nothing when not."""
    if value is True:
        return "1"
    return "" if value in (None, False) else str(value)


def _one(name: str, current: str, changes: list[Change]) -> list[Held]:
    marks: list[tuple[date | None, str]] = [(None, _first(name, current, changes))]
    for day, _, after in changes:
        marks += [(day, word(after[name]))] if name in after else []
    if marks[-1][1] != current:
        marks[-1] = (marks[-1][0], current)
    return _spans(name, marks)


def _first(name: str, current: str, changes: list[Change]) -> str:
    """The first value anybody knew; that a flag is not set is known, too."""
    for _, before, after in changes:
        for values in (before, after):
            if values.get(name) not in (None, ""):
                return word(values[name])
    return current


def _spans(name: str, marks: list[tuple[date | None, str]]) -> list[Held]:
    ends = [mark[0] for mark in marks[1:]] + [None]
    held = [Held(name, value, start, end) for (start, value), end in zip(marks, ends, strict=True)]
    kept: list[Held] = []
    for item in held:
        if item.end is not None and item.start is not None and item.end <= item.start:
            continue  # changed again on the same day
        if kept and kept[-1].value == item.value:
            kept[-1] = Held(name, item.value, kept[-1].start, item.end)
        else:
            kept.append(item)
    return [item for item in kept if item.value]
