"""Run inside a process of its own: events of some days into the lake, a refresh on a given day, one more day, judging,
looking back over the weeks, replaying a scorecard over them.

`day` refreshes on the day before, lets the events of that day arrive, and then measures: a worker has refreshed before,
so its statements are compiled.
"""

import argparse
import json
import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import django
import time_machine

UTC = ZoneInfo("UTC")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=("append", "refresh", "day", "judge", "weeks", "replay"))
    parser.add_argument("stream", nargs="?")
    parser.add_argument("--before", type=date.fromisoformat, default=date.max)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date.min)
    parser.add_argument("--today", type=date.fromisoformat)
    given = parser.parse_args()
    django.setup()
    _say(_STEPS[given.step](given))


def _say(told: dict[str, float]) -> None:
    print(json.dumps(told))


def _append_days(given: argparse.Namespace) -> dict[str, float]:
    started = time.perf_counter()
    _append(given.stream, given.first, given.before)
    return {"seconds": time.perf_counter() - started}


def _day(given: argparse.Namespace) -> dict[str, float]:
    before = given.today - timedelta(days=1)
    _refresh(before)
    _append(given.stream, before, given.today)
    return _refresh(given.today)


def _judge(given: argparse.Namespace) -> dict[str, float]:
    """After a refresh on that day, which is not measured here."""
    from tenure.engine.scores.current import judge

    _refresh(given.today)
    with time_machine.travel(datetime.combine(given.today, clock(9), tzinfo=UTC), tick=True):
        started = time.perf_counter()
        changed = judge()
        return {"seconds": time.perf_counter() - started, "accounts": changed}


def _weeks(given: argparse.Namespace) -> dict[str, float]:
    from tenure.engine.scores import replay

    started = time.perf_counter()
    measures = replay.keep(lambda done, total, sentence: None)
    return {"seconds": time.perf_counter() - started, "measures": measures}


def _replay(given: argparse.Namespace) -> dict[str, float]:
    """The shipped scorecard, and the same one with another weight, as somebody who edits it would."""
    from tenure.engine.scores.replay import replay
    from tenure.library.reading import published_cards, published_measures

    card = next(held.scorecard for held in published_cards(published_measures()) if held.scorecard.id == "standard")
    edited = card.model_copy(update={"groups": (card.groups[0].model_copy(update={"weight": 99.0}), *card.groups[1:])})
    started = time.perf_counter()
    first = replay(card)
    between = time.perf_counter()
    again = replay(edited)
    ended = time.perf_counter()
    if (first.said == again.said).all():
        raise SystemExit("Another weight changed nothing.")
    return {
        "seconds": between - started, "again": ended - between,
        "weeks": len(first.days), "accounts": len(first.accounts),
    }  # fmt: skip


def _append(stream: str, first: date, before: date) -> None:
    """A month at a time, as imports would come."""
    import duckdb

    from tenure.engine import lake

    days = f"SELECT DISTINCT ts_utc::DATE FROM '{stream}' WHERE ts_utc >= '{max(first, date(1970, 1, 1))}'"
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        wanted = sorted(day for (day,) in connection.execute(days).fetchall() if day < before)
        for at in range(0, len(wanted), 31):
            low, high = wanted[at], wanted[min(at + 31, len(wanted)) - 1] + timedelta(days=1)
            select = f"""SELECT event_id, account_id, user_id, feature, event, ts_utc AS ts, qty FROM '{stream}'
                WHERE ts_utc >= '{low}' AND ts_utc < '{high}'"""
            lake.append(select, source="benchmark", version=(high - date(1970, 1, 1)).days, connection=connection)


def _refresh(today: date) -> dict[str, float]:
    from tenure.company.models import settings_row
    from tenure.demo.catalogue import PAGE_VIEW
    from tenure.engine.refresh import refresh

    company = settings_row()
    company.not_core_events = [PAGE_VIEW]
    company.save()
    # tick: durations stay true; only the day is another.
    with time_machine.travel(datetime.combine(today, clock(9), tzinfo=UTC), tick=True):
        started = time.perf_counter()
        report = refresh()
        return {"seconds": time.perf_counter() - started, "tables": len(report.tables), "days": report.days}


_STEPS = {
    "append": _append_days,
    "refresh": lambda given: _refresh(given.today),
    "day": _day,
    "judge": _judge,
    "weeks": _weeks,
    "replay": _replay,
}


if __name__ == "__main__":
    main()
