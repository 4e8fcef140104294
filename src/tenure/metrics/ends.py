"""The two days between which a movement happens: of one period, or of many periods at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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

    def cuts(self) -> tuple[Column, ...]:
        """Every day that is an end."""
        return day(self.ask, "opening"), day(self.ask, "closing")

    def at_both(self, each: Sequence[Column], table: Table) -> tuple[Column, Column]:
        """Of one column per cut of a table that went through `on`: those of the opening and of the closing."""
        return each[0], each[1]


@dataclass(frozen=True, slots=True)
class ManyEnds:
    """Neighbouring periods, cut at the days of `anchors` (see `days.day`): each row is repeated for each period, with
    its opening and closing day."""

    ask: Ask
    anchors: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return ("opening_day", "closing_day")

    def on(self, table: Table) -> Table:
        return table.cross_join(self.spine())

    def opening(self, table: Table) -> Column:
        return table.opening_day

    def closing(self, table: Table) -> Column:
        return table.closing_day

    def cuts(self) -> tuple[Column, ...]:
        return tuple(day(self.ask, anchor) for anchor in self.anchors)

    def at_both(self, each: Sequence[Column], table: Table) -> tuple[Column, Column]:
        closings = self.cuts()[1:]
        opening = [(table.closing_day == closing, n) for closing, n in zip(closings, each[:-1], strict=True)]
        closing = [(table.closing_day == closing, n) for closing, n in zip(closings, each[1:], strict=True)]
        return ibis.cases(*opening), ibis.cases(*closing)

    def spine(self) -> Table:
        rows = [_row(opening, closing) for opening, closing in pairwise(self.cuts())]
        return ibis.union(rows[0], *rows[1:]) if len(rows) > 1 else rows[0]


AnyEnds = Ends | ManyEnds


def cut(ask: Ask, periods: Sequence[Period]) -> Ask:
    """The question with the cuts of periods of which each starts where the one before ended."""
    for before, after in pairwise(periods):
        if before.end != after.start:
            raise ValueError(f"The periods must follow each other: {before.end} is not {after.start}.")
    return replace(ask, cuts=(periods[0].opening, *(period.closing for period in periods)))


def between_cuts(ask: Ask) -> ManyEnds:
    """The ends of the periods between the cuts of the question."""
    return ManyEnds(ask, tuple(f"cut_{number}" for number in range(len(ask.cuts))))


def _row(opening: Column, closing: Column) -> Table:
    return opening.name("opening_day").as_table().mutate(closing_day=closing)


def in_force(start: Column, end: Column, day: Column) -> Column:
    """Whether [start, end) covers the day; an open end is open (rule R3). A start that may be empty: `covers`."""
    return (start <= day) & (end.isnull() | (end > day))


def covers(start: Column, end: Column, day: Column) -> Column:
    """As `in_force`, where an empty start means since ever."""
    return (start.isnull() | (start <= day)) & (end.isnull() | (end > day))
