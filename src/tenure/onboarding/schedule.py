"""When each step of a plan begins and ends, as of a day: docs/algorithms/onboarding.md in code. No Django.

Inside, days are numbers of working days; dates go in and come out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from graphlib import TopologicalSorter

from tenure.onboarding.workdays import day, since, until


class State(StrEnum):
    DONE = "done"
    DROPPED = "dropped"
    STUCK = "stuck"
    BEHIND = "behind"
    ON_TRACK = "on_track"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days [since, until) on which a step was stuck; without an end it still is."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A step as the schedule sees it: what was agreed, and what has happened by the day that is asked."""

    key: str
    days: int
    after: tuple[str, ...] = ()
    not_before: date | None = None
    promised: date | None = None
    ended: date | None = None  # done, or dropped
    dropped: bool = False
    stuck: tuple[Stretch, ...] = ()
    planned_finish: date | None = None

    @property
    def is_stuck(self) -> bool:
        return self.ended is None and any(one.until is None for one in self.stuck)


@dataclass(frozen=True, slots=True)
class Bar:
    """A step in time. `late`, `slack` and `delay` are working days; a step that has ended has no slack."""

    key: str
    start: date
    finish: date
    state: State
    late: int
    slack: int | None
    delay: int

    @property
    def is_open(self) -> bool:
        return self.state not in (State.DONE, State.DROPPED)

    @property
    def has_begun(self) -> bool:
        return self.state != State.PLANNED

    @property
    def is_critical(self) -> bool:
        return self.slack == 0


@dataclass(frozen=True, slots=True)
class Forecast:
    bars: Mapping[str, Bar]
    finish: date
    late: int
    state: State
    done_days: int
    all_days: int

    @property
    def done(self) -> float:
        """By days; 0 while there is nothing to do."""
        return self.done_days / self.all_days if self.all_days else 0.0

    def count(self, *states: State) -> int:
        return sum(bar.state in states for bar in self.bars.values())


def forecast(nodes: Sequence[Node], begins: date, today: date, planned_finish: date | None = None) -> Forecast:
    """The plan as of the end of `today`. Without steps it ends on the day it begins."""
    spans = _forward(nodes, begins, today)
    last = max((finish for _, finish in spans.values()), default=since(begins))
    latest = _backward(nodes, spans, last)
    bars = {node.key: _bar(node, spans[node.key], latest.get(node.key), today) for node in nodes}
    late = last - until(planned_finish) if planned_finish else 0
    counted = [node for node in nodes if not node.dropped]
    return Forecast(
        bars, day(last), late, _whole(bars.values(), late),
        sum(node.days for node in counted if node.ended), sum(node.days for node in counted),
    )  # fmt: skip


def cost(nodes: Sequence[Node], key: str, begins: date, today: date) -> int:
    """By how many working days the end would come earlier if this step took just its days.

    Those that wait for it could then have been done by today, so of them today is no bound.
    """
    spans = _forward(nodes, begins, today)
    if not spans:
        return 0
    last = max(finish for _, finish in spans.values())
    undelayed = _forward(nodes, begins, today, just=key)
    return last - max(finish for _, finish in undelayed.values())


@dataclass(frozen=True, slots=True)
class Shift:
    """A step that a change moves."""

    key: str
    start: date
    finish: date
    new_start: date
    new_finish: date


def shifts(before: Forecast, after: Forecast) -> list[Shift]:
    """What differs between two forecasts of the same steps, in the order of the second."""
    both = [(before.bars[key], bar) for key, bar in after.bars.items() if key in before.bars]
    return [
        Shift(now.key, was.start, was.finish, now.start, now.finish)
        for was, now in both if (was.start, was.finish) != (now.start, now.finish)
    ]  # fmt: skip


def moved(nodes: Sequence[Node], key: str, not_before: date | None, days: int) -> list[Node]:
    """The same plan with one step put off until a day, or stretched."""
    return [replace(one, not_before=not_before, days=days, promised=None) if one.key == key else one for one in nodes]


def earliest(nodes: Sequence[Node], key: str, begins: date, today: date) -> date:
    """The first day on which a step can begin, for all that it waits for."""
    spans = _forward(nodes, begins, today)
    node = next(one for one in nodes if one.key == key)
    return day(max((spans[other][1] + 1 for other in node.after if other in spans), default=since(begins)))


def ordered(nodes: Iterable[Node]) -> list[Node]:
    """Each after those it waits for."""
    known = {node.key: node for node in nodes}
    graph = {key: [other for other in node.after if other in known] for key, node in known.items()}
    return [known[key] for key in TopologicalSorter(graph).static_order()]


_Spans = dict[str, tuple[int, int]]


def _forward(nodes: Iterable[Node], begins: date, today: date, just: str = "") -> _Spans:
    """First and last day of each step; `just` is one that takes its days and not one more."""
    found: _Spans = {}
    unbound: set[str] = set()
    for node in ordered(nodes):
        waits = (found[key][1] + 1 for key in node.after if key in found)
        start = max(since(begins), since(node.not_before or begins), *waits)
        if node.ended:
            finish = until(node.ended)
            found[node.key] = min(start, finish), finish
        elif node.key == just:
            found[node.key] = start, start + node.days - 1
            unbound.add(node.key)
        elif unbound.intersection(node.after):
            found[node.key] = start, _expected(node, start, today, least=start)
            unbound.add(node.key)
        else:
            found[node.key] = start, _expected(node, start, today, least=since(today))
    return found


def _expected(node: Node, start: int, today: date, least: int) -> int:
    finish = start + node.days - 1
    for first, end in _standstills(node.stuck, today):
        if max(first, start) <= finish:
            finish += max(end - max(first, start), 0)
    promised = until(node.promised) if node.promised else finish
    return max(finish, promised, least)


def _standstills(stretches: Iterable[Stretch], today: date) -> list[tuple[int, int]]:
    """Half-open stretches of working days, in order, apart from each other. One without an end lasts through today."""
    found: list[tuple[int, int]] = []
    for one in sorted(stretches, key=lambda one: one.since):
        first = max(since(one.since), found[-1][1] if found else 0)
        end = until(today) + 1 if one.until is None else since(one.until)
        if end > first:
            found.append((first, end))
    return found


def _backward(nodes: Sequence[Node], spans: _Spans, last: int) -> dict[str, int]:
    """The latest day on which each open step may end without the end of the plan moving."""
    latest: dict[str, int] = {}
    for node in reversed(ordered(nodes)):
        if node.ended:
            continue
        end = latest.setdefault(node.key, last)
        for key in node.after:
            if key in spans:
                latest[key] = min(latest.get(key, last), end - node.days)
    return latest


def _bar(node: Node, span: tuple[int, int], latest: int | None, today: date) -> Bar:
    start, finish = span
    late = finish - until(node.planned_finish) if node.planned_finish else 0
    slack = None if node.ended or latest is None else latest - finish
    delay = 0 if node.ended else finish - (start + node.days - 1)
    return Bar(node.key, day(start), day(finish), _state(node, start, late, today), late, slack, delay)


def _state(node: Node, start: int, late: int, today: date) -> State:
    if node.ended:
        return State.DROPPED if node.dropped else State.DONE
    if node.is_stuck:
        return State.STUCK
    if start > until(today):
        return State.PLANNED
    return State.BEHIND if late > 0 else State.ON_TRACK


def _whole(bars: Iterable[Bar], late: int) -> State:
    if any(bar.state == State.STUCK and bar.is_critical for bar in bars):
        return State.STUCK
    return State.BEHIND if late > 0 else State.ON_TRACK
