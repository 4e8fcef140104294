"""Complete statements for a question: built and compiled once for all days, then filled in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from tenure.core.periods import Period
from tenure.metrics.activity import activity
from tenure.metrics.ask import Ask
from tenure.metrics.bridge import bridge
from tenure.metrics.cohorts import LIFE, cohorts
from tenure.metrics.compile import sql
from tenure.metrics.components import explained
from tenure.metrics.days import filled
from tenure.metrics.ends import Table, between_cuts, cut
from tenure.metrics.kpi import Kpi
from tenure.metrics.result import summary

Build = Callable[[Ask], Any]


def summary_sql(kpi: Kpi, ask: Ask, dialect: str = "duckdb") -> str:
    """The statement of `summary(kpi, ask)`: one row, which `result` reads."""
    return statement(("summary", kpi.id), lambda asked: summary(kpi, asked), ask, dialect, reusable=kpi.reusable)


def rows_sql(kpi: Kpi, ask: Ask, dialect: str = "duckdb") -> str:
    """The statement of `kpi.rows(ask)`: one row per unit."""
    return statement(("rows", kpi.id), kpi.rows, ask, dialect, reusable=kpi.reusable)


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


def statement(name: tuple[str, ...], build: Build, ask: Ask, dialect: str = "duckdb", *, reusable: bool = True) -> str:
    """The statement of the table that `build` makes of a question.

    `name` stands for `build`: the same name must always mean the same build. A build that looks at the days of the
    question itself, and not only through `days.day`, is not reusable for other days.
    """
    return filled(_template(_Shape(name, build, ask, reusable), dialect), ask)


class _Shape:
    """A question without its days: what a statement depends on, whatever the dialect."""

    def __init__(self, name: tuple[str, ...], build: Build, ask: Ask, reusable: bool) -> None:
        self.build = build
        self.ask = replace(ask, blank=True) if reusable else ask
        days: Any = ask.period.days if reusable else (ask.period, ask.known_on, ask.cuts)
        params = tuple(sorted(ask.params.items()))
        self._key = (name, ask.unit, ask.condition, params, ask.currency, days)

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
