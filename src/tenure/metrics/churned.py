"""Customers lost between neighbouring days: who is a customer needs no money, so this costs less than a bridge."""

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import paying_rows
from tenure.metrics.ends import ManyEnds, Table, in_force
from tenure.metrics.exact import flag, total
from tenure.metrics.pauses import pauses, pausing
from tenure.metrics.segments import inside
from tenure.metrics.units import to_units


def churned(ask: Ask, ends: ManyEnds) -> Table:
    """One row per period of `ends`, where there is a customer: its keys, `customers` at the opening and those `lost`.

    Equals `logos_opening` and `logos_lost` of the bridge.
    """
    unit = inside(ask, ends, _units(ask, ends))
    lost = flag(unit.opening & ~unit.closing)
    return unit.group_by(list(ends.keys)).aggregate(customers=total(flag(unit.opening)), lost=total(lost))


def _units(ask: Ask, ends: ManyEnds) -> Table:
    """Units that are a customer at an end: the keys of `ends`, unit_id, and whether at the `opening` and `closing`."""
    each = ends.on(_accounts(ask, ends))
    opening, closing = ends.at_both([each[f"at_{number}"] for number in range(len(ends.cuts()))], each)
    there = each.select(*ends.keys, "account_id", opening=opening, closing=closing)
    accounts = to_units(ask, ends, there.filter(there.opening | there.closing))
    return accounts.group_by([*ends.keys, "unit_id"]).aggregate(
        opening=accounts.opening.any(), closing=accounts.closing.any()
    )


def _accounts(ask: Ask, ends: ManyEnds) -> Table:
    """Accounts with, for each cut, whether they pay or are on a valid pause then (`at_0` and so on)."""
    cuts, paid, paused = ends.cuts(), paying_rows(), pauses(ask)
    first, last = cuts[0], cuts[-1]
    paid = paid.filter(paid.start_date <= last, paid.end_date_excl.isnull() | (paid.end_date_excl > first))
    pays = {f"at_{n}": in_force(paid.start_date, paid.end_date_excl, day) for n, day in enumerate(cuts)}
    pauses_ = {f"at_{n}": pausing(paused, day) for n, day in enumerate(cuts)}
    rows = ibis.union(paid.select("account_id", **pays), paused.select("account_id", **pauses_))
    return rows.group_by("account_id").aggregate(**{name: rows[name].any() for name in pays})
