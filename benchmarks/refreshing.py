"""Full refresh and one more day, at 10,000 accounts and 100 million events over a year.

The facts are imported and all events but the last day's put into the lake; a refresh on the day before yesterday's
clock makes everything; then the last day arrives and the clock moves on. The floor is a DuckDB script written by hand
(refresh_floor.py) that reads the same files of the lake and makes the same tables.
"""

import json
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.ground import YESTERDAY, Ground, Ran
from benchmarks.line import Line, gigabytes, seconds

NAME = "refresh"
_MEMORY = 4 * 2**30


def run(ground: Ground) -> Iterator[Line]:
    days = max(12, round(365 * min(1.0, ground.scale * 4)))
    accounts, events = ground.many(10_000, 30), ground.many(100_000_000, 4_000)
    files = ground.files(accounts=accounts, events=events, usage_days=days)
    home = ground.home("refresh")
    facts = sorted(path for path in files.iterdir() if path.stem != "usage_events")
    ground.tenure(home, "import", "--no-refresh", *facts)
    stream = files / "usage_events.parquet"
    ground.run(home, "benchmarks.refresh_steps", "append", stream, "--before", YESTERDAY)

    full = ground.run(home, "benchmarks.refresh_steps", "refresh", "--today", YESTERDAY)
    floor = ground.run(home, "benchmarks.refresh_floor", files, home / "floor")
    today = YESTERDAY + timedelta(days=1)
    more = ground.run(home, "benchmarks.refresh_steps", "day", stream, "--today", today)
    idle = ground.run(home, "benchmarks.refresh_steps", "refresh", "--today", today)
    judged = ground.run(home, "benchmarks.refresh_steps", "judge", "--today", today)
    again = ground.run(home, "benchmarks.refresh_steps", "judge", "--today", today + timedelta(days=1))
    back = ground.run(home, "benchmarks.refresh_steps", "weeks")
    replayed = json.loads(ground.run(home, "benchmarks.refresh_steps", "replay").output.strip().splitlines()[-1])

    size = f"{accounts:,} accounts, {events / 1e6:g} M events, {days} days"
    by_hand = f"DuckDB by hand, same tables: {seconds(_took(floor))}, {gigabytes(floor.peak)}"
    ratio = _took(full) / _took(floor)
    yield Line(NAME, f"full, {size}", seconds(_took(full)), by_hand, ratio, "at most 2×", ratio <= 2)
    yield Line(NAME, "peak memory of it", gigabytes(full.peak), aim="under 4 GiB", met=full.peak < _MEMORY)
    share = _took(more) / _took(full)
    yield Line(NAME, "one more day", seconds(_took(more)), "full refresh", share, "under 2 %", share < 0.02)
    yield Line(NAME, "nothing new", seconds(_took(idle)), "full refresh", _took(idle) / _took(full))
    half = f"{seconds(_took(judged))}, {gigabytes(judged.peak)}"
    yield Line(NAME, "judging half a year of days", half, "full refresh", _took(judged) / _took(full))
    yield Line(NAME, "judging one more day", seconds(_took(again)), "full refresh", _took(again) / _took(full))

    yield from _replays(back, replayed)


def _replays(back: Ran, replayed: dict[str, float]) -> Iterator[Line]:
    """A scorecard over the past, with the measures as the worker keeps them; all beside evaluating those."""
    size, floor = f"{replayed['weeks']} weeks, {replayed['accounts']:,} accounts", "all measures from the facts"
    looked = _took(back)
    yield Line(NAME, f"looking back, {size}", f"{seconds(looked)}, {gigabytes(back.peak)}")
    for what, took in (("replay, the first", replayed["seconds"]), ("replay, a weight changed", replayed["again"])):
        yield Line(NAME, f"{what}, {size}", seconds(took), floor, took / looked, "under 2 s", took < 2)


def _took(ran: Ran) -> float:
    """Seconds without the start of Python, as the step itself measured them."""
    return float(json.loads(ran.output.strip().splitlines()[-1])["seconds"])
