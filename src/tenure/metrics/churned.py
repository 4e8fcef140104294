"""Customers lost between neighbouring days: who is a customer needs no money, so this costs less than a bridge."""

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import paying_rows
from tenure.metrics.days import Column
from tenure.metrics.ends import ManyEnds, Table, covers, in_force
from tenure.metrics.exact import flag, total
from tenure.metrics.pauses import pauses, pausing
from tenure.metrics.segments import everywhere, inside
from tenure.metrics.tables import facts


def churned(ask: Ask, ends: ManyEnds) -> Table:
    """One row: of each period of `ends`, the customers at its opening (`base_0` and so on) and those lost (`lost_0`).

    They equal `logos_opening` and `logos_lost` of the bridge. Periods lie beside each other in columns, so that no row
    is repeated for each of them.
    """
    unit = _inside(ask, ends, _units(ask, ends))
    counts: dict[str, Column] = {}
    for number in range(len(ends.cuts()) - 1):
        opening, closing = unit[f"opening_{number}"], unit[f"closing_{number}"]
        counts |= {f"base_{number}": total(flag(opening)), f"lost_{number}": total(flag(opening & ~closing))}
    return unit.aggregate(**counts)


def _inside(ask: Ask, ends: ManyEnds, units: Table) -> Table:
    """The units, as customers only in periods at whose opening they are inside the segment."""
    if everywhere(ask):
        return units
    each = inside(ask, ends, ends.on(units.select("unit_id")))
    held = {f"inside_{n}": (each.closing_day == closing).any() for n, closing in enumerate(ends.cuts()[1:])}
    joined = units.inner_join(each.group_by("unit_id").aggregate(**held), "unit_id")
    return joined.mutate(**{f"opening_{n}": joined[f"opening_{n}"] & joined[f"inside_{n}"] for n in range(len(held))})


def _units(ask: Ask, ends: ManyEnds) -> Table:
    """Units with, for each period, whether they are a customer at its opening and closing (`opening_0`, `closing_0`).

    The hierarchy of the closing holds for both: an account's row of it counts in the periods that it covers then.
    """
    rows = _with_units(ask, _accounts(ask, ends))
    held: dict[str, Column] = {}
    for number, closing in enumerate(ends.cuts()[1:]):
        belongs = covers(rows.valid_from, rows.valid_to_excl, closing)
        held[f"opening_{number}"] = (belongs & rows[f"at_{number}"]).any()
        held[f"closing_{number}"] = (belongs & rows[f"at_{number + 1}"]).any()
    return rows.group_by("unit_id").aggregate(**held)


def _with_units(ask: Ask, accounts: Table) -> Table:
    """The accounts with every unit they ever belong to: `unit_id`, and from when until when."""
    if ask.unit == "account":
        ever = ibis.null("date")
        return accounts.mutate(unit_id=accounts.account_id, valid_from=ever, valid_to_excl=ever)
    rows = accounts.left_join(facts()["ultimate_parents"], "account_id")
    return rows.mutate(unit_id=rows.parent_id.coalesce(rows.account_id))


def _accounts(ask: Ask, ends: ManyEnds) -> Table:
    """Accounts with, for each cut, whether they pay or are on a valid pause then (`at_0` and so on)."""
    cuts, paid, paused = ends.cuts(), paying_rows(), pauses(ask)
    first, last = cuts[0], cuts[-1]
    paid = paid.filter(paid.start_date <= last, paid.end_date_excl.isnull() | (paid.end_date_excl > first))
    pays = {f"at_{n}": in_force(paid.start_date, paid.end_date_excl, day) for n, day in enumerate(cuts)}
    pauses_ = {f"at_{n}": pausing(paused, day) for n, day in enumerate(cuts)}
    rows = ibis.union(paid.select("account_id", **pays), paused.select("account_id", **pauses_))
    return rows.group_by("account_id").aggregate(**{name: rows[name].any() for name in pays})
