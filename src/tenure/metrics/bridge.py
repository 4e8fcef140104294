"""The bridge from opening to closing revenue, of one period or of many at once (section 4 of docs/numbers.md)."""

from typing import Final

from tenure.metrics.ask import Ask
from tenure.metrics.days import Column
from tenure.metrics.ends import AnyEnds, Ends, Table
from tenure.metrics.exact import either, flag, total
from tenure.metrics.movements import CATEGORIES, movements

MOVING: Final = tuple(category for category in CATEGORIES if category != "none")


def bridge(ask: Ask, ends: AnyEnds | None = None) -> Table:
    """One row per period (the keys of `ends`, in order of time), money in minor units.

    `opening` + the movements (`new`, `resume`, `reactivation`, `pause`, `churn`, `expansion`, `contraction`, losses
    negative) = `closing`, at opening rates; `closing` + `fx` = `reported`. `<category>_units` count units.
    `logos_opening` + `logos_new` + `logos_back` - `logos_lost` = `logos_closing`; `paying_closing` leaves pauses out.
    `no_rate` counts units without exchange rate: the money is wrong unless it is 0.
    """
    ends = ends or Ends(ask)
    unit = movements(ask, ends)
    money = {name: total(unit[name].coalesce(0)) for name in ("opening", "closing", "reported")}
    fx = total(either(unit.fx.notnull(), unit.fx))
    moved = {name: total(either(unit.category == name, unit.amount)) for name in MOVING}
    units = {f"{name}_units": total(flag(unit.category == name)) for name in MOVING}
    sums = {**money, "fx": fx, **moved, **units, **_logos(unit, ends)}
    if not ends.keys:
        return unit.aggregate(**sums)
    return unit.group_by(list(ends.keys)).aggregate(**sums).order_by(list(ends.keys))


def _logos(unit: Table, ends: AnyEnds) -> dict[str, Column]:
    """A logo comes or goes when it was no customer at one end, whatever moved."""
    comes = (unit.logo_opening == 0) & (unit.logo_closing == 1)
    fresh = (unit.first_paid > ends.opening(unit)).coalesce(True)
    return {
        "logos_opening": total(unit.logo_opening),
        "logos_new": total(flag(comes & fresh)),
        "logos_back": total(flag(comes & ~fresh)),
        "logos_lost": total(flag((unit.logo_opening == 1) & (unit.logo_closing == 0))),
        "logos_closing": total(unit.logo_closing),
        "paying_closing": total(unit.pays_closing),
        "no_rate": total(flag(unit.category.isnull() | unit.reported.isnull())),
    }
