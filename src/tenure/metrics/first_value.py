"""How long new customers take to get value."""

from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table
from tenure.metrics.exact import flag
from tenure.metrics.first_paid import first_paid
from tenure.metrics.kpi import Kpi
from tenure.metrics.onboarding import in_period, matured
from tenure.metrics.result import sums
from tenure.metrics.rows import counted, everyone, one
from tenure.metrics.segments import inside
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units
from tenure.metrics.values import Row, Value, status


def _cohort(ask: Ask, reached: Table) -> Table:
    """Units that started in the period: unit_id, started_on, reached_on and `days` between, null where not reached.

    Value reached before the start counts as reached on day 0.
    """
    starts = inside(ask, Ends(ask), _starts(ask))
    started = starts.filter(in_period(ask, starts.started_on))
    joined = started.left_join(reached, "unit_id").select("unit_id", "started_on", "reached_on")
    took: Column = joined.reached_on.delta(joined.started_on, unit="day")
    return joined.mutate(days=ibis.ifelse(took < 0, 0, took).cast("int64"))


def _starts(ask: Ask) -> Table:
    if ask.text("value_start") == "first_paid":
        return first_paid(ask, Ends(ask)).rename(started_on="first_paid")
    units = to_units(ask, Ends(ask), facts()["accounts"])
    return units.group_by("unit_id").aggregate(started_on=units.created_on.min())


def _reached(ask: Ask) -> Table:
    rows = facts()["milestones"]
    rows = rows.filter(rows.milestone == ask.text("milestone"), rows.reached_on <= day(ask, "known"))
    units = to_units(ask, Ends(ask), rows)
    return units.group_by("unit_id").aggregate(reached_on=units.reached_on.min())


def _realised(ask: Ask) -> Table:
    """When a unit first had a goal that was both reached and confirmed: unit_id, reached_on."""
    goals = facts()["goals"]
    realised = goals.mutate(realised_on=ibis.greatest(goals.attained_on, goals.verified_on)).filter(
        goals.attained_on.notnull(), goals.verified_on.notnull(), ibis._.realised_on <= day(ask, "known")
    )
    units = to_units(ask, Ends(ask), realised)
    return units.group_by("unit_id").aggregate(reached_on=units.realised_on.min())


def _first(ask: Ask) -> Table:
    return _ranked(_cohort(ask, _reached(ask)))


def _value(ask: Ask) -> Table:
    return _ranked(_cohort(ask, _realised(ask)))


def _ranked(unit: Table) -> Table:
    """Nearest rank over the whole cohort: who has not reached it comes last."""
    order = [flag(unit.days.isnull()), unit.days, unit.unit_id]
    ranked = unit.mutate(
        rank=ibis.row_number().over(ibis.window(order_by=order)) + 1, cohort=unit.count().over(ibis.window())
    )
    return counted(ranked, ranked.days, one(ranked), everyone())


def _at_rank(ask: Ask, rows: Table) -> Table:
    percent = ask.number("percentile")
    here = (rows.rank * 100 >= rows.cohort * percent) & ((rows.rank - 1) * 100 < rows.cohort * percent)
    return rows.aggregate(**sums(rows), at_rank=ibis.ifelse(here, rows.days, ibis.null("int64")).max())


def _quantile(ask: Ask, row: Row) -> Value:
    found = status(row, bool(row["counted"]))
    if found == "ok" and row["at_rank"] is None:
        found = "not_reached"
    return Value(None, None, row["at_rank"], found)


def _within(ask: Ask) -> Table:
    unit, days = _cohort(ask, _reached(ask)), ask.number("within_days")
    return counted(unit, flag(unit.days <= days), one(unit), matured(ask, unit.started_on, days))


_COMMON: Final[dict[str, Any]] = {
    "grain": "unit",
    "section": "6.C",
    "window": "12m",
    "source": "subscriptions or accounts, milestones",
}
_DETAILS: Final = {"started_on": "date", "reached_on": "date", "days": "days"}
_QUANTILE: Final[dict[str, Any]] = {
    "unit": "days",
    "good": "down",
    "details": {**_DETAILS, "rank": "count"},
    "summarise": _at_rank,
    "combine": _quantile,
}

KPIS: Final = (
    Kpi(
        id="time_to_first_value_pXX",
        name="Time to first value",
        sentence="The days within which the chosen share of new customers got first value; nobody is left out for"
        " not having"
        " got there.",
        formula="nearest-rank quantile of days from the first paid day to the milestone over all units that started"
        " in the"
        " period; not reached counts as never, and the value is null if the quantile is never",
        takes=("percentile", "value_start", "milestone"),
        expression=_first,
        **_COMMON,
        **_QUANTILE,
    ),
    Kpi(
        id="time_to_value",
        name="Time to value",
        sentence="The days within which the chosen share of new customers had reached a goal and confirmed it.",
        formula="nearest-rank quantile of days from the first paid day to the first goal that was reached and"
        " confirmed by the customer, over all units that started in the period; not reached counts as never",
        takes=("percentile", "value_start"),
        expression=_value,
        **{**_COMMON, "source": "subscriptions or accounts, goals, goal_values"},
        **_QUANTILE,
    ),
    Kpi(
        id="reached_first_value_within_N",
        name="Reached first value in time",
        sentence="The share of new customers who got first value in time, of those who have had the time.",
        formula="units that reached the milestone within the days ÷ units that started in the period and have had"
        " that many"
        " days",
        unit="ratio",
        good="up",
        takes=("within_days", "value_start", "milestone"),
        details=_DETAILS,
        expression=_within,
        **_COMMON,
    ),
)
