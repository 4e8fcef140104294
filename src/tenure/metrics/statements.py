"""Complete statements for a question: built and compiled once for all days, then filled in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import ibis

from tenure.core.periods import Period
from tenure.metrics.activity import activity
from tenure.metrics.ask import Ask
from tenure.metrics.bridge import bridge
from tenure.metrics.cohorts import LIFE, cohorts
from tenure.metrics.compile import sql
from tenure.metrics.components import explained
from tenure.metrics.days import filled, spread
from tenure.metrics.ends import Table, between_cuts, cut
from tenure.metrics.kpi import Kpi
from tenure.metrics.result import summarised, summary

Build = Callable[[Ask], Any]


def summary_sql(kpi: Kpi, ask: Ask, dialect: str = "duckdb") -> str:
    """The statement of `summary(kpi, ask)`: one row, which `result` reads."""
    return filled(_template(_summary(kpi, ask), dialect), ask)


def summaries_sql(kpi: Kpi, asks: Sequence[Ask], at_once: int) -> Iterator[tuple[list[int], str]]:
    """Summaries of many questions in few statements of DuckDB: the places of the questions each answers, a row each.

    Questions that differ only in their days go together, at most `at_once` of them.
    """
    places: dict[_Shape, list[int]] = {}
    for place, ask in enumerate(asks):
        places.setdefault(_summary(kpi, ask), []).append(place)
    for shape, same in places.items():
        template = _template(shape, "duckdb")
        for start in range(0, len(same), at_once):
            batch = same[start : start + at_once]
            asked = [asks[place] for place in batch]
            # Asked alone, a day is a constant, by which files of other days are left out.
            yield batch, spread(template, asked) if len(asked) > 1 else filled(template, asked[0])


def sums_sql(kpi: Kpi, ask: Ask, rows: str, dialect: str = "duckdb") -> str:
    """The statement of `summary(kpi, ask)` from a table with this name that holds the number's rows."""

    def summed(asked: Ask) -> Table:
        resolved = kpi.resolved(asked)
        return summarised(kpi, resolved, ibis.table(kpi.expression(resolved).schema(), name=rows))

    return statement(("sums", kpi.id, rows), summed, ask, dialect, by_length=kpi.by_length)


def rows_sql(kpi: Kpi, ask: Ask, dialect: str = "duckdb") -> str:
    """The statement of `kpi.rows(ask)`: one row per unit."""
    return statement(("rows", kpi.id), kpi.rows, ask, dialect, by_length=kpi.by_length)


def movements_sql(ask: Ask, category: str = "", dialect: str = "duckdb") -> str:
    """Units with their movement and its subtype (`components.explained`), of one category or of all that moved."""

    def moved(asked: Ask) -> Table:
        unit = explained(asked)
        return unit.filter(unit.category == category if category else unit.category != "none")

    return statement(("movements", category), moved, ask, dialect)


def bridge_sql(ask: Ask, periods: Sequence[Period] = (), dialect: str = "duckdb") -> str:
    """The bridge (`bridge.bridge`) of the period of `ask`, or of neighbouring periods, a row each."""
    if not periods:
        return statement(("bridge",), bridge, ask, dialect)
    name = ("bridge", str(len(periods)))
    return statement(name, lambda asked: bridge(asked, between_cuts(asked)), cut(ask, periods), dialect)


def cohorts_sql(ask: Ask, months: Sequence[int] = LIFE, dialect: str = "duckdb") -> str:
    """Net revenue retention by starting quarter and month of life (`cohorts.cohorts`)."""
    name = ("cohorts", *(str(month) for month in months))
    return statement(name, lambda asked: cohorts(asked, months), ask, dialect)


def activity_sql(ask: Ask, dialect: str = "duckdb") -> str:
    """Every day's net change per unit (`activity.activity`)."""
    return statement(("activity",), activity, ask, dialect)


def statement(
    name: tuple[str, ...], build: Build, ask: Ask, dialect: str = "duckdb", *, by_length: bool = False
) -> str:
    """The statement of the table that `build` makes of a question.

    `name` stands for `build`: the same name must always mean the same build. A build looks at days only through
    `days.day`, and at how many days the period has only with `by_length`.
    """
    return filled(_template(_Shape(name, build, ask, by_length), dialect), ask)


def _summary(kpi: Kpi, ask: Ask) -> "_Shape":
    return _Shape(("summary", kpi.id), lambda asked: summary(kpi, asked), ask, kpi.by_length)


class _OfAnyLength(Period):
    """The period of a statement that is remembered for periods of every length."""

    @property
    def days(self) -> int:
        raise LookupError("What looks at the number of days is to be declared by_length.")


class _Shape:
    """A question without its days: what a statement depends on, whatever the dialect."""

    def __init__(self, name: tuple[str, ...], build: Build, ask: Ask, by_length: bool) -> None:
        self.build = build
        period = ask.period if by_length else _OfAnyLength(ask.period.start, ask.period.end)
        self.ask = replace(ask, period=period, blank=True)
        params = tuple(sorted(ask.params.items()))
        self._key = (name, ask.unit, ask.condition, params, ask.currency, by_length and ask.period.days)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shape) and self._key == other._key


@lru_cache(maxsize=1024)
def _template(shape: _Shape, dialect: str) -> str:
    return sql(_expression(shape), dialect)


@lru_cache(maxsize=4)
def _expression(shape: _Shape) -> Any:
    """Built once for the dialects asked one after the other; the text is what is worth remembering."""
    return shape.build(shape.ask)
