"""The two days between which a movement happens: of one period, or of many periods at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import ibis

from tenure.core.periods import Period
from tenure.metrics.ask import Ask
from tenure.metrics.days import Column, day

Table = Any  # Ibis comes without types


@dataclass(frozen=True, slots=True)
class Ends:
    """The opening and the closing day of one question."""

    ask: Ask

    @property
    def keys(self) -> tuple[str, ...]:
        return ()

    def on(self, table: Table) -> Table:
        return table

    def opening(self, table: Table) -> Column:
        return day(self.ask, "opening")

    def closing(self, table: Table) -> Column:
        return day(self.ask, "closing")


@dataclass(frozen=True, slots=True)
class ManyEnds:
    """Neighbouring periods cut at `days`: each row is repeated for each period, with its opening and closing day."""

    days: tuple[date, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return ("opening_day", "closing_day")

    def on(self, table: Table) -> Table:
        return table.cross_join(self.spine())

    def opening(self, table: Table) -> Column:
        return table.opening_day

    def closing(self, table: Table) -> Column:
        return table.closing_day

    def spine(self) -> Table:
        rows = [_row(opening, closing) for opening, closing in pairwise(self.days)]
        return ibis.union(rows[0], *rows[1:]) if len(rows) > 1 else rows[0]


AnyEnds = Ends | ManyEnds


def neighbours(periods: Sequence[Period]) -> ManyEnds:
    """The ends of periods of which each starts where the one before ended."""
    for before, after in pairwise(periods):
        if before.end != after.start:
            raise ValueError(f"The periods must follow each other: {before.end} is not {after.start}.")
    return ManyEnds((periods[0].opening, *(period.closing for period in periods)))


def _row(opening: date, closing: date) -> Table:
    days = {"opening_day": ibis.literal(opening), "closing_day": ibis.literal(closing)}
    return days["opening_day"].name("opening_day").as_table().mutate(closing_day=days["closing_day"])


def in_force(start: Column, end: Column, day: Column) -> Column:
    """Whether [start, end) covers the day; an open end is open (rule R3). A start that may be empty: `covers`."""
    return (start <= day) & (end.isnull() | (end > day))


def covers(start: Column, end: Column, day: Column) -> Column:
    """As `in_force`, where an empty start means since ever."""
    return (start.isnull() | (start <= day)) & (end.isnull() | (end > day))
