"""A plan lived through day by day: the obvious computation, and a slow one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tenure.onboarding.schedule import Node

DAY = timedelta(days=1)


def works(day: date) -> bool:
    return day.weekday() < 5


def back_to_work(day: date) -> date:
    """The day, or the Friday before a weekend."""
    while not works(day):
        day -= DAY
    return day


def working_days(start: date, end: date) -> int:
    """How many working days there are in (start, end], counted one by one."""
    count = 0
    while start < end:
        start += DAY
        count += works(start)
    return count


def stuck_on(node: Node, day: date, today: date) -> bool:
    return any(one.since <= day and (day <= today if one.until is None else day < one.until) for one in node.stuck)


def live(
    nodes: Sequence[Node], begins: date, today: date, could_be_over: frozenset[str] = frozenset()
) -> dict[str, tuple[date, date]]:
    """First and last day of each step. Those that could be over need not last until today."""
    known = {node.key for node in nodes}
    begun: dict[str, date] = {}
    ended = {node.key: back_to_work(node.ended) for node in nodes if node.ended}
    worked = {node.key: 0 for node in nodes}
    day = begins
    while len(ended) < len(nodes) or len(begun) < len(nodes):
        for node in nodes if works(day) else ():
            may = all(key in ended and ended[key] < day for key in node.after if key in known)
            if not may or day < (node.not_before or begins) or day < begun.get(node.key, begins):
                continue
            begun.setdefault(node.key, day)
            if node.ended or node.key in ended:
                continue
            worked[node.key] += not stuck_on(node, day, today)
            kept = node.promised is None or day >= back_to_work(node.promised)
            if worked[node.key] >= node.days and kept and (day >= today or node.key in could_be_over):
                ended[node.key] = day
        day += DAY
        assert day < begins + 4000 * DAY
    return {node.key: (min(begun[node.key], ended[node.key]), ended[node.key]) for node in nodes}


def end(spans: Mapping[str, tuple[date, date]]) -> date:
    return max(finish for _, finish in spans.values())


def slack(nodes: Sequence[Node], key: str, begins: date, today: date) -> int:
    """Tried out: how many working days later may it end?"""
    spans = live(nodes, begins, today)
    last, finish, tried = end(spans), spans[key][1], 0
    while True:
        finish += DAY
        if not works(finish):
            continue
        put_off = [replace(one, promised=finish) if one.key == key else one for one in nodes]
        if end(live(put_off, begins, today)) > last:
            return tried
        tried += 1


def cost(nodes: Sequence[Node], key: str, begins: date, today: date) -> int:
    """How much earlier would all of it end, had the step taken just its days?"""
    spans = live(nodes, begins, today)
    node = next(one for one in nodes if one.key == key)
    done = spans[key][0]
    for _ in range(node.days - 1):
        done += DAY
        while not works(done):
            done += DAY
    others = [replace(one, ended=done) if one.key == key else one for one in nodes]
    other = live(others, begins, today, frozenset(waiting_for(nodes, key)))
    return working_days(end(other), end(spans))


def waiting_for(nodes: Sequence[Node], key: str) -> set[str]:
    """Who waits for a step, or for one that does; through those that are done nobody waits."""
    found: set[str] = set()
    for node in nodes:
        if key in node.after and not node.ended:
            found |= {node.key} | waiting_for(nodes, node.key)
    return found
