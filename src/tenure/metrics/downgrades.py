"""Customers who stay and take less."""

from typing import Any, Final

from tenure.metrics.ask import Ask
from tenure.metrics.components import explained
from tenure.metrics.days import Column
from tenure.metrics.ends import Table
from tenure.metrics.exact import flag
from tenure.metrics.kpi import Kpi
from tenure.metrics.retention import PAUSE, over_customers
from tenure.metrics.rows import MOVED, cohort, counted, one, only


def _pays_less(unit: Table) -> Column:
    return (unit.closing > 0) & (unit.closing < unit.opening)


def _downgraded(unit: Table) -> Column:
    return _pays_less(unit) & (unit.subtype.coalesce("") != "term_extension")


def _of_type(unit: Table, kind: str) -> Column:
    """A unit counts once in the headline, and once in each type that fell."""
    downgraded = _downgraded(unit)
    return downgraded if kind == "any" else downgraded & (unit[f"{kind}_fell"] == 1)


def _downgrade_rows(ask: Ask) -> Table:
    unit = explained(ask)
    return _shown(counted(unit, flag(_of_type(unit, ask.text("downgrade_type"))), one(unit), cohort(unit)))


def _reduced(unit: Table) -> Column:
    fell = (unit.seats_fell == 1) | (unit.tier_fell == 1) | (unit.product_fell == 1)
    return flag((unit.closing > 0) & fell)


def _shown(rows: Table) -> Table:
    return only(rows, *MOVED, *_FELL)


_FELL: Final = dict.fromkeys(("seats_fell", "tier_fell", "product_fell", "price_fell"), "count")
_COMMON: Final[dict[str, Any]] = {
    "unit": "ratio", "good": "down", "grain": "unit", "section": "6.A", "window": "3m", "details": {**MOVED, **_FELL},
}  # fmt: skip

DOWNGRADE: Final = Kpi(
    id="customer_downgrade_rate",
    name="Customer downgrade rate",
    sentence="The share of customers of the opening day who still pay at the closing, but less; moving to a longer term"
    " at a lower monthly price is not a downgrade.",
    formula="units paying at the opening with 0 < closing MRR < opening MRR, at opening rates and without term"
    " extensions ÷ units paying at the opening. Choose a type to count those whose seats, tier, products or price per"
    " seat fell.",
    takes=(*PAUSE, "downgrade_type"),
    expression=_downgrade_rows,
    **_COMMON,
)

KPIS: Final = (
    Kpi(
        id="customer_downgrade_rate_incl_term_extension",
        name="Customer downgrade rate with term extensions",
        sentence="The share of customers of the opening day who still pay at the closing, but less.",
        formula="units paying at the opening with 0 < closing MRR < opening MRR, at opening rates ÷ units paying at the"
        " opening",
        takes=PAUSE,
        expression=lambda ask: _shown(over_customers(lambda unit: flag(_pays_less(unit)), explained)(ask)),
        brief=over_customers(lambda unit: flag(_pays_less(unit))),
        **_COMMON,
    ),
    Kpi(
        id="component_downgrade_rate",
        name="Component downgrade rate",
        sentence="The share of customers of the opening day who still pay and gave up seats, a tier or a product,"
        " whatever the money did.",
        formula="units paying at both ends with fewer seats in total, a lower tier of a product they kept, or a product"
        " gone ÷ units paying at the opening",
        takes=PAUSE,
        expression=lambda ask: _shown(over_customers(_reduced, explained)(ask)),
        **_COMMON,
    ),
)
