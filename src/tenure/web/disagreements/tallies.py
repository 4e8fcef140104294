"""Who turned out right, for all and for each CSM, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tenure.company.models import User
from tenure.engine.scores.disagreeing import Settled, settled
from tenure.health.pulses import FRESH
from tenure.metrics.proof.cases import LEAST
from tenure.metrics.proof.right import Right, Tally, tally
from tenure.web import format as words

WITHIN: Final = (30, 90, 180)
_MOST: Final = 50  # CSMs shown
_VERDICTS: Final = {
    Right.PERSON: ("good", "The CSM, more often"),
    Right.SCORE: ("info", "The score, more often"),
    None: ("idle", "Cannot be told"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. `share` and `interval` are empty where too few were decided."""

    name: str
    tally: Tally
    share: str
    interval: str
    mark: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Told:
    all: Line
    sides: tuple[Line, ...]
    people: tuple[Line, ...]
    more: int


def told(within: int, *, only: str = "") -> Told:
    """`only` is the e-mail of the one person whose own line is shown; empty for everybody's."""
    found = settled(within, FRESH)
    sides = [("Where the CSM was kinder", True), ("Where the CSM was harsher", False)]
    people = _people(found, only.lower())
    return Told(
        _line("All disagreements", found),
        tuple(_line(name, (one for one in found if one.disagreement.kinder == kinder)) for name, kinder in sides),
        tuple(people[:_MOST]), max(0, len(people) - _MOST),
    )  # fmt: skip


def _people(found: Iterable[Settled], only: str) -> list[Line]:
    """Those with most decided first."""
    by_person: dict[str, list[Settled]] = defaultdict(list)
    for one in found:
        if one.disagreement.who and (not only or one.disagreement.who == only):
            by_person[one.disagreement.who].append(one)
    names = dict(User.objects.filter(email__in=by_person).values_list("email", "name"))
    lines = [_line(names.get(email) or email, cases) for email, cases in by_person.items()]
    return sorted(lines, key=lambda line: (-line.tally.decided, -line.tally.cases, line.name))


def _line(name: str, cases: Iterable[Settled]) -> Line:
    counted = tally(one.right for one in cases)
    if counted.person is None:
        need = f"Too few to say: {LEAST} must be decided"
        return Line(name, counted, "", "", "idle", need)
    share, low, high = counted.person
    mark, verdict = _VERDICTS[counted.better]
    interval = f"{words.percent(low, 0)} to {words.percent(high, 0)}"
    return Line(name, counted, words.percent(share, 0), interval, mark, verdict)
