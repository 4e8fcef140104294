"""What a movement is made of: products, tiers, seats, prices, discounts and terms at both ends."""

from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import PAYING
from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Ends, Table, in_force
from tenure.metrics.exact import either, flag, total, without
from tenure.metrics.movements import movements
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units

SUBTYPES: Final = (
    "tier", "seats", "product_add", "product_remove", "product_swap", "price", "discount_expiry", "discount_start",
    "term_extension", "to_free", "cancelled", "non_payment",
)  # fmt: skip


def explained(ask: Ask, ends: AnyEnds | None = None) -> Table:
    """`movements` with `subtype` (one of SUBTYPES for churn, expansion and contraction) and 0/1 flags of what fell
    whatever the money did: `seats_fell`, `tier_fell`, `product_fell`, `price_fell`."""
    ends = ends or Ends(ask)
    moved, parts = movements(ask, ends), components(ask, ends)
    keys = [*ends.keys, "unit_id"]
    extra = [name for name in parts.columns if name not in keys]
    joined = moved.left_join(parts, keys).select(
        *(moved[c] for c in moved.columns), **{name: parts[name].coalesce(0) for name in extra}
    )
    kept = [*moved.columns, "seats_fell", "tier_fell", "product_fell", "price_fell"]
    return joined.select(*kept, subtype=_subtype(joined))


def components(ask: Ask, ends: AnyEnds) -> Table:
    """0/1 flags per unit: what fell, rose, came or went between the ends."""
    lines = _lines(ask, ends)
    keys = [*ends.keys, "unit_id"]
    products, prices = _products(keys, lines), _prices(keys, lines)
    names = [name for name in prices.columns if name not in keys]
    return products.inner_join(prices, keys).select(
        *(products[c] for c in products.columns), *(prices[n] for n in names)
    )


def _lines(ask: Ask, ends: AnyEnds) -> Table:
    """One row per account, product and currency, with what was held at each end; free rows count as held.

    Of units where a row began or ended in the period, because the others hold the same at both ends.
    """
    rows = _changed(ask, ends)
    opening, closing = ends.opening(rows), ends.closing(rows)
    during = (rows.start_date <= closing) & (rows.end_date_excl.isnull() | (rows.end_date_excl > opening))
    lasting = rows.end_date_excl.isnull() | (rows.end_date_excl > rows.start_date)
    ended = ibis.ifelse(rows.end_date_excl <= closing, rows.end_date_excl, ibis.null("date"))
    at = {
        "o": in_force(rows.start_date, rows.end_date_excl, opening),
        "z": in_force(rows.start_date, rows.end_date_excl, closing),
    }
    held: dict[str, Column] = {}
    for end, there in at.items():
        held |= _held(rows, end, there)
    grouped = rows.filter(rows.status.isin(PAYING), during, lasting).group_by(
        [*ends.keys, "unit_id", "account_id", "product_id", "currency"]
    )
    return grouped.aggregate(
        **held,
        ended=ibis.ifelse(rows.mrr_minor > 0, ended, ibis.null("date")).max(),
        ended_past_due=ibis.ifelse((rows.mrr_minor > 0) & (rows.status == "past_due"), ended, ibis.null("date")).max(),
    )


def _changed(ask: Ask, ends: AnyEnds) -> Table:
    """Subscription rows of units of which one began or ended in the period."""
    rows = to_units(ask, ends, ends.on(facts()["subscriptions"]))
    opening, closing = ends.opening(rows), ends.closing(rows)
    began = (rows.start_date > opening) & (rows.start_date <= closing)
    ended = (rows.end_date_excl > opening) & (rows.end_date_excl <= closing)
    keys = [*ends.keys, "unit_id"]
    return rows.view().semi_join(rows.filter(began | ended).select(*keys).distinct().view(), keys)


def _held(rows: Table, end: str, there: Column) -> dict[str, Column]:
    unknown = ibis.null("int64")
    return {
        f"held_{end}": flag(there).max(),
        f"seats_{end}": total(either(there, rows.seats.coalesce(0))),
        f"mrr_{end}": total(either(there, rows.mrr_minor)),
        f"list_{end}": total(either(there, rows.price_mrr_minor)),
        f"rank_{end}": ibis.ifelse(there, rows.plan_rank, unknown).max(),
        f"term_{end}": ibis.ifelse(there, rows.term_days, unknown).max(),
    }


def _products(keys: list[str], lines: Table) -> Table:
    """By product over all accounts of the unit: a product that moves between children neither comes nor goes."""
    product = lines.group_by([*keys, "product_id"]).aggregate(
        **{name: lines[name].max() for name in ("held_o", "held_z", "rank_o", "rank_z", "ended", "ended_past_due")},
        **{name: total(lines[name]) for name in ("seats_o", "seats_z")},
    )
    unit = product.group_by(keys).aggregate(
        product_fell=flag((product.held_o == 1) & (product.held_z == 0)).max(),
        product_rose=flag((product.held_o == 0) & (product.held_z == 1)).max(),
        tier_fell=flag(product.rank_z < product.rank_o).max(),
        tier_rose=flag(product.rank_z > product.rank_o).max(),
        seats_o=total(product.seats_o),
        seats_z=total(product.seats_z),
        held_closing=product.held_z.max(),
        unpaid=flag(product.ended.max() == product.ended_past_due.max()),
    )
    fell = {"seats_fell": unit.seats_z < unit.seats_o, "seats_rose": unit.seats_z > unit.seats_o}
    return without(unit.mutate(**{name: flag(holds) for name, holds in fell.items()}), "seats_o", "seats_z")


def _prices(keys: list[str], lines: Table) -> Table:
    """By account, product and currency: a term or a discount belongs to a line."""
    both = (lines.mrr_o > 0) & (lines.mrr_z > 0)
    fell = lines.mrr_z < lines.mrr_o
    longer = lines.term_z > lines.term_o
    same_list = lines.list_z == lines.list_o
    unit = lines.group_by(keys).aggregate(
        price_fell=flag(both & _cheaper(lines)).max(),
        discount_ended=flag(both & same_list & (lines.mrr_z > lines.mrr_o)).max(),
        discount_began=flag(both & same_list & fell).max(),
        lines_fell=total(flag(fell)),
        lines_longer=total(flag(both & fell & longer)),
    )
    extended = flag((unit.lines_fell > 0) & (unit.lines_fell == unit.lines_longer))
    return without(unit.mutate(extended=extended), "lines_fell", "lines_longer")


def _cheaper(line: Table) -> Column:
    """Whether one seat, or the whole where seats are not known, costs less on the same tier."""
    same_tier = line.rank_o.coalesce(0) == line.rank_z.coalesce(0)
    per_seat = _wide(line.mrr_z) * _wide(line.seats_o) < _wide(line.mrr_o) * _wide(line.seats_z)
    seats_known = (line.seats_o > 0) & (line.seats_z > 0)
    return same_tier & ibis.ifelse(seats_known, per_seat, line.mrr_z < line.mrr_o)


def _wide(column: Column) -> Column:
    return column.cast("decimal(18, 0)")


def _subtype(unit: Table) -> Column:
    """The main reason of a movement; the first that applies."""
    swapped = (unit.product_fell == 1) & (unit.product_rose == 1)
    up, down, gone = unit.category == "expansion", unit.category == "contraction", unit.category == "churn"
    return ibis.cases(
        (gone & (unit.held_closing == 1), "to_free"),
        (gone & (unit.unpaid == 1), "non_payment"),
        (gone, "cancelled"),
        ((up | down) & swapped, "product_swap"),
        (up & (unit.product_rose == 1), "product_add"),
        (up & (unit.tier_rose == 1), "tier"),
        (up & (unit.seats_rose == 1), "seats"),
        (up & (unit.discount_ended == 1), "discount_expiry"),
        (up, "price"),
        (down & (unit.product_fell == 1), "product_remove"),
        (down & (unit.tier_fell == 1), "tier"),
        (down & (unit.seats_fell == 1), "seats"),
        (down & (unit.extended == 1), "term_extension"),
        (down & (unit.discount_began == 1), "discount_start"),
        (down, "price"),
        else_=ibis.null("string"),
    )
