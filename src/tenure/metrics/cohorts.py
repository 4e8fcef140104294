"""Net revenue retention of customers by the quarter in which they started, month by month of their life."""

from collections.abc import Sequence
from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import paying_rows
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table, covers
from tenure.metrics.exact import either, flag, total, without
from tenure.metrics.first_paid import first_paid
from tenure.metrics.onboarding import in_period
from tenure.metrics.rates import converted
from tenure.metrics.segments import inside
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

LIFE: Final = tuple(range(0, 37, 3))


def cohorts(ask: Ask, months: Sequence[int] = LIFE) -> Table:
    """One row per starting quarter and month of life that has ended for the whole quarter, in order.

    Columns: `quarter` (its first day), `month` (0 is the calendar month of the first paid day), `numerator` (MRR at
    the end of that month of life, in minor units at the rates of the end of month 0), `denominator` (MRR at the end of
    month 0), `units`, `no_rate` (units without exchange rate; the cell is wrong unless it is 0). A unit belongs to the
    quarter of its first paid day, which must lie in the period; one that pays nothing at the end of month 0 has no base
    and is left out. The hierarchy is that of the closing day, the segment that of the opening day.
    """
    unit, lives = _starters(ask).view(), sorted({0, *months})
    paid = _paid(ask, unit, lives)
    base = paid.filter(paid.month == 0).select("unit_id", base="value", no_rate="no_rate")
    based = unit.inner_join(base, "unit_id").select("unit_id", "quarter", "base", "no_rate")
    quarters = based.group_by("quarter").aggregate(
        denominator=total(based.base), units=based.count(), no_rate=total(based.no_rate)
    )
    kept = based.inner_join(paid, "unit_id").select("quarter", paid.month, paid.value)
    sums = kept.group_by(["quarter", "month"]).aggregate(numerator=total(kept.value))
    cells = quarters.cross_join(_life(lives))
    cells = cells.filter(_month_index(cells.quarter) + 2 + cells.month <= _last_month(ask))
    table = cells.left_join(sums, ["quarter", "month"]).select(
        cells.quarter, cells.month, sums.numerator.coalesce(0).name("numerator"), "denominator", "units", "no_rate"
    )
    return table.order_by(["quarter", "month"])


def _starters(ask: Ask) -> Table:
    """unit_id, first_paid, quarter, month_0 (index of the first paid day's month), base_day (its last day)."""
    ends = Ends(ask)
    unit = inside(ask, ends, first_paid(ask, ends))
    unit = unit.filter(in_period(ask, unit.first_paid))
    month_end = (unit.first_paid.truncate("M") + ibis.interval(months=1)) - ibis.interval(days=1)
    return unit.mutate(
        quarter=_as_date(unit.first_paid.truncate("Q")),
        month_0=_month_index(unit.first_paid),
        base_day=_as_date(month_end),
    )


def _life(months: Sequence[int]) -> Table:
    return ibis.union(*(ibis.literal(m, "int64").name("month").as_table() for m in (*months, months[0]))).distinct()


def _paid(ask: Ask, unit: Table, lives: Sequence[int]) -> Table:
    """unit_id, month, `value` in the reporting currency, `no_rate` (0, 1), where anything is paid.

    Every month of life is summed before rows are repeated for each, so that no subscription row is.
    """
    rows = to_units(ask, Ends(ask), paying_rows()).view()
    held = rows.inner_join(unit, "unit_id").select(
        rows.unit_id,
        rows.account_id,
        rows.currency,
        rows.mrr_minor,
        unit.base_day,
        starts=_month_index(rows.start_date) - unit.month_0,
        ends=_month_index(rows.end_date_excl) - unit.month_0,
    )
    there = {f"n_{month}": (held.starts <= month) & (held.ends.isnull() | (held.ends > month)) for month in lives}
    wide = held.group_by(["unit_id", "account_id", "currency", "base_day"]).aggregate(
        **{name: total(either(holds, held.mrr_minor)) for name, holds in there.items()}
    )
    native = wide.cross_join(_life(lives))
    native = native.mutate(minor=ibis.cases(*((native.month == month, native[f"n_{month}"]) for month in lives)))
    native = without(native.filter(native.minor > 0), *there)
    priced = native.left_join(_base_rates(unit), ["currency", "base_day"]).select(
        *(native[c] for c in native.columns), "rate"
    )
    return priced.group_by(["unit_id", "month"]).aggregate(
        value=total(either(priced.rate.notnull(), converted(priced.minor, priced.rate))),
        no_rate=flag(priced.rate.isnull()).max(),
    )


def _base_rates(unit: Table) -> Table:
    """The rate of each currency on each base day; few days, so that no account meets every rate."""
    days, rates = unit.select("base_day").distinct(), facts()["fx_rates"]
    joined = days.cross_join(rates)
    there = joined.filter(covers(joined.valid_from, joined.valid_to_excl, joined.base_day))
    return there.select("currency", "base_day", "rate")


def _as_date(column: Column) -> Column:
    """Engines make an instant of it; Ibis, which calls it a date already, would leave a plain cast out."""
    return column.cast("timestamp").cast("date")


def _month_index(column: Column) -> Column:
    return (column.year() * 12 + column.month()).cast("int64")


def _last_month(ask: Ask) -> Column:
    """The last month that has ended by the closing day."""
    return _month_index(day(ask, "closing", 1)) - 1
