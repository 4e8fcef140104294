"""Any number with its rows as of any day, at 100,000 accounts: each question is asked for the first time."""

import json
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta

import django

from benchmarks.book import book
from benchmarks.ground import Ground
from benchmarks.line import Line, seconds

NAME = "numbers"
_AIM = 0.3
_CHOSEN = {"offering": "ai-summaries", "feature": "timeline"}
_DAYS = (3, 45, 100, 200, 400)  # ago


def run(ground: Ground) -> Iterator[Line]:
    home, accounts = book(ground)
    found = json.loads(ground.run(home, "benchmarks.numbers").output.strip().splitlines()[-1])
    for number in found["numbers"]:
        what = f"{number['id']}, {accounts:,} accounts, value and first 50 rows"
        floor = f"MRR of every account on a day, DuckDB by hand: {seconds(found['floor'])}"
        taken = number["seconds"]
        yield Line(NAME, what, seconds(taken), floor, taken / found["floor"], "under 300 ms", taken < _AIM)


def main() -> None:
    django.setup()
    from tenure.core.periods import Period
    from tenure.engine import answers, publication, reading
    from tenure.metrics.catalogue import KPIS

    as_of = publication.current().as_of
    days = [as_of - timedelta(days=ago) for ago in _DAYS]
    answers.answer("mrr", Period.trailing(as_of, "1m"))  # opens the publication
    numbers = []
    for kpi in KPIS.values():
        # What must be said: which of the simulated company's offerings and features is asked.
        chosen = {name: value for name, value in _CHOSEN.items() if name in {param.name for param in kpi.params}}
        times = []
        for day in days:
            period = Period.trailing(day, kpi.window)
            started = time.perf_counter()
            answers.answer(kpi.id, period, params=chosen, with_rows=True)
            answers.rows(kpi.id, period, params=chosen, limit=50)
            times.append(time.perf_counter() - started)
        numbers.append({"id": kpi.id, "seconds": statistics.median(times)})
    print(json.dumps({"numbers": numbers, "floor": _by_hand(reading, days)}))


def _by_hand(reading, days) -> float:  # type: ignore[no-untyped-def]
    times = []
    for day in days:
        started = time.perf_counter()
        reading.query(f"SELECT account_id, sum(delta_minor) AS mrr FROM mrr_steps WHERE day <= '{day}' GROUP BY ALL")
        times.append(time.perf_counter() - started)
    return statistics.median(times)


if __name__ == "__main__":
    main()
