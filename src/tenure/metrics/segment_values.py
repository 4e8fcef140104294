"""What units were at the opening day, one function a field of a segment.

Each gives the keys of `ends`, `unit_id` and `value`; several rows a unit where it has several values. Measures have a
row for every account, 0 where there is nothing; text and dates have none where nothing is known.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import PAYING, balances
from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Table, covers, in_force
from tenure.metrics.exact import total
from tenure.metrics.first_paid import first_paid
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

Values = Callable[[Ask, AnyEnds], Table]
ATTRIBUTES: Final = ("segment", "region", "country", "industry", "tier", "motion", "channel", "owner")


def everyone(ends: AnyEnds) -> Table:
    """Every account as a unit: the keys of `ends` and unit_id."""
    accounts = facts()["accounts"]
    return ends.on(accounts.select(unit_id=accounts.account_id))


def attribute(name: str, ask: Ask, ends: AnyEnds) -> Table:
    """The value of an attribute in force at the opening."""
    rows = facts()["attributes"]
    rows = ends.on(rows.filter(rows.attribute == name))
    rows = rows.filter(covers(rows.valid_from, rows.valid_to_excl, ends.opening(rows)))
    return rows.select(*ends.keys, "value", unit_id=rows.account_id)


def _name(ask: Ask, ends: AnyEnds) -> Table:
    accounts = facts()["accounts"]
    return ends.on(accounts.select(unit_id=accounts.account_id, value=accounts.name))


def referred_by(ask: Ask, ends: AnyEnds) -> Table:
    """Who referred the unit's own account, attributed on or before the opening; attribution is never edited."""
    accounts = ends.on(facts()["accounts"])
    known = accounts.filter(accounts.referral_attributed_on <= ends.opening(accounts))
    return known.select(*ends.keys, unit_id=known.account_id, value=known.referred_by_account_id)


def _referred(ask: Ask, ends: AnyEnds) -> Table:
    return _for_everyone(ends, referred_by(ask, ends).mutate(value=ibis.literal(1, "int64")))


def _in_force_at_opening(ask: Ask, ends: AnyEnds, column: str) -> Table:
    rows = facts()["subscriptions"]
    rows = ends.on(rows.filter(rows.status.isin(PAYING)))
    rows = rows.filter(in_force(rows.start_date, rows.end_date_excl, ends.opening(rows)))
    return to_units(ask, ends, rows.select(*ends.keys, "account_id", value=rows[column]))


def _held(column: str, ask: Ask, ends: AnyEnds) -> Table:
    return _in_force_at_opening(ask, ends, column).select(*ends.keys, "unit_id", "value").distinct()


def _seats(ask: Ask, ends: AnyEnds) -> Table:
    rows = _in_force_at_opening(ask, ends, "seats")
    return _for_everyone(ends, rows.group_by([*ends.keys, "unit_id"]).aggregate(value=total(rows.value.coalesce(0))))


def _money(months: int, ask: Ask, ends: AnyEnds) -> Table:
    rows = balances(ask, ends)
    return _for_everyone(ends, rows.select(*ends.keys, "unit_id", value=rows.opening * months))


def _active_users(ask: Ask, ends: AnyEnds) -> Table:
    steps = facts()["active_user_steps"]
    rows = ends.on(steps.filter(steps.window == 30))
    rows = rows.filter(rows.day <= ends.opening(rows))
    accounts = rows.group_by([*ends.keys, "account_id"]).aggregate(value=total(rows.delta))
    units = to_units(ask, ends, accounts)
    return _for_everyone(ends, units.group_by([*ends.keys, "unit_id"]).aggregate(value=total(units.value)))


def _customer_since(ask: Ask, ends: AnyEnds) -> Table:
    rows = first_paid(ask, ends)
    rows = rows.filter(rows.first_paid <= ends.opening(rows))
    return rows.select(*ends.keys, "unit_id", value=rows.first_paid)


def _for_everyone(ends: AnyEnds, values: Table) -> Table:
    """The values, and 0 for the accounts that have none. A null among the values is unknown and stays so."""
    units = everyone(ends)
    value: Column = ibis.ifelse(values.unit_id.isnull(), ibis.literal(0, "int64"), values.value)
    return units.left_join(values, [*ends.keys, "unit_id"]).select(*(units[c] for c in units.columns), value=value)


VALUES: Final[dict[str, Values]] = {
    **{name: partial(attribute, name) for name in ATTRIBUTES},
    "name": _name,
    "referred_by": referred_by,
    "referred": _referred,
    "plan": partial(_held, "plan_id"),
    "product": partial(_held, "product_id"),
    "mrr": partial(_money, 1),
    "arr": partial(_money, 12),
    "seats": _seats,
    "active_users": _active_users,
    "customer_since": _customer_since,
}
