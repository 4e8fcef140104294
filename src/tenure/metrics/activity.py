"""The activity view: what moved each day, netted per unit and day.

It is not what the rates are made of: they compare two days, so that a price that goes up and down again inside the
period is no movement. Here it is two.
"""

from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.balances import paying_rows
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table, in_force
from tenure.metrics.exact import either, flag, narrow, total
from tenure.metrics.first_paid import first_paid
from tenure.metrics.onboarding import in_period
from tenure.metrics.pauses import pauses, pausing
from tenure.metrics.rates import converted, with_rates
from tenure.metrics.segments import inside
from tenure.metrics.units import to_units

LABEL: Final = "Activity view: every day's net change, not the change between the two ends"


def activity(ask: Ask) -> Table:
    """One row per unit and day on which its revenue changed, at opening rates, in minor units.

    Columns: unit_id, day, `before`, `after`, `amount`, `category` as in section 4 with the day before as opening;
    category is null for a unit that pays in a currency without a rate at the opening.
    """
    moves = _moves(ask)
    started = first_paid(ask, Ends(ask))
    dated = moves.left_join(started, "unit_id").select(*(moves[c] for c in moves.columns), "first_paid")
    paused = _paused(ask, moves)
    known = dated.left_join(paused, ["unit_id", "day"]).select(
        *(dated[c] for c in dated.columns),
        paused_before=paused.paused_before.coalesce(0),
        paused_after=paused.paused_after.coalesce(0),
    )
    named = known.mutate(category=_category(known))
    return named.select("unit_id", "day", "before", "after", "amount", "category").order_by(["day", "unit_id"])


def activity_totals(ask: Ask) -> Table:
    """One row per category: amount, moves (rows of `activity`)."""
    rows = activity(ask)
    return rows.group_by("category").aggregate(amount=total(rows.amount), moves=rows.count()).order_by("category")


def _steps(ask: Ask) -> Table:
    """Native changes per account, currency and day; the opening balance is the change of the opening day."""
    rows = paying_rows()
    opening = day(ask, "opening")
    held = rows.filter(in_force(rows.start_date, rows.end_date_excl, opening))
    came = rows.filter(in_period(ask, rows.start_date))
    went = rows.filter(in_period(ask, rows.end_date_excl))
    changes = ibis.union(
        held.select("account_id", "currency", day=opening, delta=held.mrr_minor),
        came.select("account_id", "currency", day=came.start_date, delta=came.mrr_minor),
        went.select("account_id", "currency", day=went.end_date_excl, delta=-went.mrr_minor),
    )
    return changes.group_by(["account_id", "currency", "day"]).aggregate(delta=total(changes.delta))


def _moves(ask: Ask) -> Table:
    """unit_id, day, before, after, amount, no_rate. Rounded per account and currency before netting (rule R6)."""
    steps = _steps(ask)
    so_far = ibis.window(group_by=["account_id", "currency"], order_by="day", preceding=None, following=0)
    level = steps.mutate(level=narrow(steps.delta.sum().over(so_far)))
    priced = with_rates(Ends(ask), to_units(ask, Ends(ask), level))
    value = priced.mutate(value=either(priced.opening_rate.notnull(), converted(priced.level, priced.opening_rate)))
    last = value.value.lag().over(ibis.window(group_by=["account_id", "currency"], order_by="day"))
    changed = value.mutate(change=value.value - last.coalesce(0), no_rate=flag(value.opening_rate.isnull()))
    daily = changed.group_by(["unit_id", "day"]).aggregate(amount=total(changed.change), no_rate=changed.no_rate.max())
    upto = ibis.window(group_by="unit_id", order_by="day", preceding=None, following=0)
    running = daily.mutate(
        after=narrow(daily.amount.sum().over(upto)),
        no_rate=daily.no_rate.max().over(ibis.window(group_by="unit_id")),
    )
    moves = running.mutate(before=running.after - running.amount)
    moves = moves.filter((moves.day > day(ask, "opening")) & ((moves.amount != 0) | (moves.no_rate == 1)))
    return inside(ask, Ends(ask), moves).select("unit_id", "day", "before", "after", "amount", "no_rate")


def _paused(ask: Ask, moves: Table) -> Table:
    """Units and days of `moves` with a valid pause on the day or on the day before."""
    rows = to_units(ask, Ends(ask), pauses(ask))
    both = moves.inner_join(rows, "unit_id").select(
        moves.unit_id, moves.day, rows.start_date, rows.end_date_excl, rows.scheduled_resume_date
    )
    before = pausing(both, both.day - ibis.interval(days=1))
    return both.group_by(["unit_id", "day"]).aggregate(
        paused_before=flag(before).max(), paused_after=flag(pausing(both, both.day)).max()
    )


def _category(move: Table) -> Column:
    return ibis.cases(
        (move.no_rate == 1, ibis.null("string")),
        ((move.before == 0) & (move.first_paid >= move.day), "new"),
        ((move.before == 0) & (move.paused_before == 1), "resume"),
        (move.before == 0, "reactivation"),
        ((move.after == 0) & (move.paused_after == 1), "pause"),
        (move.after == 0, "churn"),
        (move.amount > 0, "expansion"),
        else_="contraction",
    )
