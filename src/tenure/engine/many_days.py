"""One number as of many days: few statements instead of one a day."""

from collections.abc import Iterator, Sequence
from typing import Final

from tenure.engine import reading
from tenure.engine.questions import Question
from tenure.metrics import Kpi, Result, result
from tenure.metrics.statements import summaries_sql

# A statement about many days keeps a row an account and day in memory; with this many, a day at a time is as fast.
_ACCOUNT_DAYS: Final = 100_000
_MOST: Final = 40


def at_once() -> int:
    """How many days one statement is about."""
    accounts: int = reading.query("SELECT count(*) AS accounts FROM accounts")[0]["accounts"]
    return min(_MOST, max(1, _ACCOUNT_DAYS // max(1, accounts)))


def results(kpi: Kpi, asked: Sequence[Question]) -> list[Result]:
    """The results of these questions to one publication, in their order."""
    return [found for _, found in sorted(_answered(kpi, asked), key=lambda pair: pair[0])]


def _answered(kpi: Kpi, asked: Sequence[Question]) -> Iterator[tuple[int, Result]]:
    asks = [question.ask for question in asked]
    for places, statement in summaries_sql(kpi, asks, at_once()):
        for place, row in zip(places, reading.query(statement), strict=True):
            yield place, result(kpi, asks[place], row)
