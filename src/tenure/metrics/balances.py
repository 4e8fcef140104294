"""What units pay at the two ends of a period (section 4 of docs/numbers.md)."""

from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Table, in_force
from tenure.metrics.exact import either, flag, total
from tenure.metrics.pauses import paused_at_ends
from tenure.metrics.rates import converted, with_rates
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

PAYING: Final = ("active", "past_due")


def paying_rows() -> Table:
    """Subscription rows that carry money: status active or past due, in force on at least one day."""
    rows = facts()["subscriptions"]
    lasting = rows.end_date_excl.isnull() | (rows.end_date_excl > rows.start_date)
    return rows.filter(rows.status.isin(PAYING), rows.mrr_minor > 0, lasting)


def balances(ask: Ask, ends: AnyEnds) -> Table:
    """One row per unit that pays or is validly paused at either end, from one pass over what is paid.

    Columns: the keys of `ends`, `unit_id`, and in minor units of the reporting currency `opening` (M0), `closing` (M1,
    at opening rates), `reported` (M1*, at closing rates); a balance whose rate is missing is null. `pays_opening` and
    `pays_closing` are 1 where anything is paid in any currency, so they need no rate; `paused_opening` and
    `paused_closing` are 1 where nothing is paid and a valid pause holds. `first_paid` is as in `first_paid`.
    """
    native = ibis.union(_native(ask, ends), _paused(ask, ends))
    priced = with_rates(ends, to_units(ask, ends, native))
    money = {
        "opening": (priced.n_opening, priced.opening_rate),
        "closing": (priced.n_closing, priced.opening_rate),
        "reported": (priced.n_closing, priced.closing_rate),
    }
    totals = {name: _total(minor, rate) for name, (minor, rate) in money.items()}
    pays = {"pays_opening": flag(priced.n_opening > 0).max(), "pays_closing": flag(priced.n_closing > 0).max()}
    paused = {name: priced[name].max() for name in ("paused_opening", "paused_closing")}
    units = priced.group_by([*ends.keys, "unit_id"]).aggregate(
        **totals, **pays, **paused, first_paid=priced.first_paid.min()
    )
    there = ibis.or_(*(units[name] == 1 for name in (*pays, *paused)))
    units = units.filter(there)
    return units.mutate(
        paused_opening=units.paused_opening * (1 - units.pays_opening),
        paused_closing=units.paused_closing * (1 - units.pays_closing),
    )


def _native(ask: Ask, ends: AnyEnds) -> Table:
    """N(a, c, day) at both ends, of every account that ever pays, with its first paid day.

    All ends are summed before rows are repeated for each period, so that many periods read no row twice.
    """
    rows = paying_rows()
    at = [in_force(rows.start_date, rows.end_date_excl, day) for day in ends.cuts()]
    sums = {f"n_{number}": total(either(there, rows.mrr_minor)) for number, there in enumerate(at)}
    accounts = rows.group_by(["account_id", "currency"]).aggregate(**sums, first_paid=rows.start_date.min())
    spread, none = ends.on(accounts), ibis.literal(0, "int64")
    opening, closing = ends.at_both([spread[name] for name in sums], spread)
    balance = {"n_opening": opening, "n_closing": closing, "first_paid": spread.first_paid}
    return spread.select(*ends.keys, "account_id", "currency", **balance, paused_opening=none, paused_closing=none)


def _paused(ask: Ask, ends: AnyEnds) -> Table:
    """Accounts with a valid pause, in the shape of `_native`: a pause has no currency."""
    rows, none = paused_at_ends(ask, ends), ibis.literal(0, "int64")
    no_money = {"currency": ibis.literal(""), "n_opening": none, "n_closing": none, "first_paid": ibis.null("date")}
    return rows.select(
        *ends.keys, "account_id", **no_money, paused_opening="paused_opening", paused_closing="paused_closing"
    )


def _total(minor: Column, rate: Column) -> Column:
    missing = flag((minor > 0) & rate.isnull()).max()
    return ibis.ifelse(missing == 1, ibis.null("int64"), total(either(minor > 0, converted(minor, rate))))
