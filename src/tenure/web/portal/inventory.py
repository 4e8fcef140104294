"""The goals inventory as a form: several goals at once, kept while they are typed, mistakes told beside their field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import QueryDict

from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.customers.models import Contact
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning import numbers
from tenure.planning.models import Importance, ProposedGoal

TEXTS: Final = ("statement", "why", "unit", "measure", "baseline", "target", "due_on", "contact_owner", "importance")
MOST: Final = 10
_LONGEST: Final = {"statement": 300, "unit": 40, "why": 10_000}


@dataclass(slots=True)
class Row:
    """One goal as it was typed, and what is wrong with it, by field."""

    number: int
    typed: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.typed.get(name, "") for name in TEXTS if name not in ("importance", "contact_owner"))


def blank(number: int) -> Row:
    return Row(number, {"importance": str(Importance.NORMAL)})


def rows_of(given: QueryDict) -> list[Row]:
    """As many as were sent, up to MOST; what a goal's fields are called says which one it is of."""
    count = given.get("rows", "")
    wanted = min(whole(count, 3, 1), MOST)
    return [Row(number, {name: _typed(given, number, name) for name in TEXTS}) for number in range(max(wanted, 1))]


def from_kept(kept: list[dict[str, Any]]) -> list[Row]:
    return [Row(number, {name: str(row.get(name, "")) for name in TEXTS}) for number, row in enumerate(kept[:MOST])]


def of_proposal(proposal: ProposedGoal) -> Row:
    plain = {name: getattr(proposal, name) for name in ("statement", "why", "unit", "measure", "due_on", "importance")}
    typed = {name: "" if value is None else str(value) for name, value in plain.items()}
    measure = published_measures().get(proposal.measure) if proposal.measure else None
    amounts = {name: numbers.typed(getattr(proposal, name), measure) for name in ("baseline", "target")}
    return Row(0, typed | amounts | {"contact_owner": proposal.contact_owner_id or ""})


def values_of(row: Row, people: Mapping[str, Contact], measures: Mapping[str, Measure]) -> dict[str, Any]:
    """What the verbs take; `row.problems` says what cannot be read."""
    row.problems = dict(_problems(row.typed, people, measures))
    if row.problems:
        return {}
    typed = row.typed
    return {
        "statement": typed["statement"], "why": typed["why"], "unit": typed["unit"], "measure": typed["measure"],
        "baseline": _number(typed["baseline"], measures.get(typed["measure"])),
        "target": _number(typed["target"], measures.get(typed["measure"])), "due_on": _day(typed["due_on"]),
        "contact_owner": people.get(typed["contact_owner"]), "importance": int(typed["importance"]),
    }  # fmt: skip


Problems = Iterator[tuple[str, str]]


def _problems(typed: Mapping[str, str], people: Mapping[str, Contact], measures: Mapping[str, Measure]) -> Problems:
    yield from _of_words(typed)
    yield from _of_numbers(typed)
    for name, known in (("contact_owner", people), ("measure", measures)):
        if typed[name] and typed[name] not in known:
            yield name, "Choose one of the list."
    if typed["importance"] not in {str(value) for value in Importance.values}:
        yield "importance", "Choose how important it is."


def _of_words(typed: Mapping[str, str]) -> Problems:
    if not typed["statement"]:
        yield "statement", "Say in one sentence what is to be reached."
    for name, longest in _LONGEST.items():
        if len(typed[name]) > longest:
            yield name, f"This has {len(typed[name]):,} characters; {longest:,} fit. Shorten it."


def _of_numbers(typed: Mapping[str, str]) -> Problems:
    for name in ("baseline", "target"):
        if typed[name] and _number(typed[name]) is None:
            yield name, f"“{typed[name][:40]}” is no number; write it like 14 or 6.5."
    if typed["baseline"] and _number(typed["baseline"]) == _number(typed["target"]):
        yield "target", "This is where you are today; say what is to change."
    if typed["due_on"] and _day(typed["due_on"]) is None:
        yield "due_on", "This is no day of the calendar; choose one."


def _typed(given: QueryDict, number: int, name: str) -> str:
    value = given.get(f"goal-{number}-{name}", "").replace("\x00", "").replace("\r\n", "\n")
    return value.strip() if name == "why" else " ".join(value.split())


def _number(text: str, measure: Measure | None = None) -> Decimal | None:
    """A share is typed in percent, as everywhere."""
    try:
        return numbers.read(text, measure)
    except NotAccepted:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
