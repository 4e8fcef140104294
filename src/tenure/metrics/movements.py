"""What moved between two days: one category per unit (section 4 of docs/numbers.md)."""

from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import balances
from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Ends, Table
from tenure.metrics.segments import inside

__all__ = ["CATEGORIES", "movements"]

CATEGORIES: Final = ("new", "resume", "reactivation", "pause", "churn", "expansion", "contraction", "none")


def movements(ask: Ask, ends: AnyEnds | None = None) -> Table:
    """One row per unit that pays or is validly paused at either end, inside the segment.

    Columns: the keys of `ends`; unit_id; in minor units `opening` (M0), `closing` (M1, constant currency), `reported`
    (M1*), `amount` (M1 - M0), `fx` (M1* - M1), each null where a rate is missing; `category` (null without rates);
    0/1 flags `pays_opening`, `pays_closing`, `paused_opening`, `paused_closing`, `logo_opening`, `logo_closing`; and
    `first_paid`, the first day on which the unit paid anything.
    """
    ends = ends or Ends(ask)
    units = inside(ask, ends, balances(ask, ends))
    moved = units.mutate(amount=units.closing - units.opening, fx=units.reported - units.closing)
    return moved.mutate(
        category=_category(moved, ends.opening(moved)),
        logo_opening=moved.pays_opening + moved.paused_opening,
        logo_closing=moved.pays_closing + moved.paused_closing,
    )


def _category(unit: Table, opening: Column) -> Column:
    """The tests of section 4, in its order; a unit without rates has no category."""
    return ibis.cases(
        (unit.opening.isnull() | unit.closing.isnull(), ibis.null("string")),
        (unit.opening == unit.closing, "none"),
        ((unit.opening == 0) & (unit.first_paid > opening), "new"),
        ((unit.opening == 0) & (unit.paused_opening == 1), "resume"),
        (unit.opening == 0, "reactivation"),
        ((unit.closing == 0) & (unit.paused_closing == 1), "pause"),
        (unit.closing == 0, "churn"),
        (unit.closing > unit.opening, "expansion"),
        else_="contraction",
    )
