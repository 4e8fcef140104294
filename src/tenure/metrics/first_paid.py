"""Since when a unit is a customer."""

from tenure.metrics.ask import Ask
from tenure.metrics.balances import paying_rows
from tenure.metrics.ends import AnyEnds, Table
from tenure.metrics.units import to_units


def first_paid(ask: Ask, ends: AnyEnds) -> Table:
    """The first day on which each unit paid anything: the keys of `ends`, unit_id, first_paid."""
    paid = paying_rows()
    accounts = ends.on(paid.group_by("account_id").aggregate(first_paid=paid.start_date.min()))
    units = to_units(ask, ends, accounts)
    return units.group_by([*ends.keys, "unit_id"]).aggregate(first_paid=units.first_paid.min())
