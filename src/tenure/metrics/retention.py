"""How much of the opening base is kept: money, and customers who pay more or less than they did."""

from collections.abc import Callable
from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.components import explained
from tenure.metrics.days import Column
from tenure.metrics.ends import Ends, Table
from tenure.metrics.exact import either, flag
from tenure.metrics.kpi import Kpi
from tenure.metrics.movements import movements
from tenure.metrics.rows import MONEY, MOVED, cohort, counted, one
from tenure.metrics.segment_values import referred_by

Measure = Callable[[Table], Column]
PAUSE: Final = ("longest_pause",)


def over_base(measure: Measure, table: Callable[[Ask], Table] = movements) -> Callable[[Ask], Table]:
    """Rows of the closed cohort: `measure` over opening MRR."""
    return lambda ask: _over(table(ask), measure, lambda unit: unit.opening)


def over_customers(measure: Measure, table: Callable[[Ask], Table] = movements) -> Callable[[Ask], Table]:
    """Rows of the closed cohort: `measure`, 0 or 1, over one each."""
    return lambda ask: _over(table(ask), measure, one)


def _over(unit: Table, measure: Measure, base: Measure) -> Table:
    return counted(unit, measure(unit), base(unit), cohort(unit))


def lost(unit: Table, *categories: str) -> Column:
    return either(unit.category.isin(categories), -unit.amount)


def _kept(unit: Table) -> Column:
    return ibis.least(unit.closing, unit.opening)


def _pays_more(unit: Table) -> Column:
    return flag(unit.closing > unit.opening)


def _referred(ask: Ask) -> Table:
    return movements(ask).semi_join(referred_by(ask, Ends(ask)), "unit_id")


def _not_referred(ask: Ask) -> Table:
    return movements(ask).anti_join(referred_by(ask, Ends(ask)), "unit_id")


def _kpi(id: str, name: str, sentence: str, formula: str, good: Any, rows: Callable[[Ask], Table], **more: Any) -> Kpi:
    given = {"unit": "ratio", "grain": "unit", "section": "6.B", "window": "12m", "takes": PAUSE, "details": MONEY}
    return Kpi(id=id, name=name, sentence=sentence, formula=formula, good=good, expression=rows, **(given | more))


REFERRED_NRR: Final = _kpi(
    "referred_account_nrr",
    "Referred account net revenue retention",
    "Net revenue retention of the customers who had come by referral before the opening day.",
    "Σ closing MRR of referred units paying at the opening, at opening rates ÷ Σ their opening MRR. Referred: the"
    " unit's own account was attributed on or before the opening.",
    "up",
    lambda ask: _over(_referred(ask), lambda unit: unit.closing, lambda unit: unit.opening),
    section="6.A",
    source="subscriptions, fx_rates, accounts",
)

KPIS: Final = (
    _kpi(
        "nrr",
        "Net revenue retention",
        "What the customers of the opening day pay at the closing day, for each unit of money they paid then.",
        "Σ closing MRR of units paying at the opening, at opening rates ÷ Σ their opening MRR",
        "up",
        over_base(lambda unit: unit.closing),
    ),
    _kpi(
        "grr",
        "Gross revenue retention",
        "The share of opening revenue that is kept, with no credit for growth.",
        "Σ min(closing MRR, opening MRR) of units paying at the opening ÷ Σ their opening MRR",
        "up",
        over_base(_kept),
    ),
    _kpi(
        "referred_account_grr",
        "Referred account gross revenue retention",
        "Gross revenue retention of the customers who had come by referral before the opening day.",
        "Σ min(closing MRR, opening MRR) of referred units paying at the opening ÷ Σ their opening MRR",
        "up",
        lambda ask: _over(_referred(ask), _kept, lambda unit: unit.opening),
        section="6.A",
        source="subscriptions, fx_rates, accounts",
    ),
    _kpi(
        "not_referred_account_nrr",
        "Net revenue retention of accounts not referred",
        "Net revenue retention of the other customers, to set beside that of the referred ones.",
        "Σ closing MRR of units paying at the opening and not referred by then ÷ Σ their opening MRR",
        "up",
        lambda ask: _over(_not_referred(ask), lambda unit: unit.closing, lambda unit: unit.opening),
        section="6.A",
        source="subscriptions, fx_rates, accounts",
    ),
    _kpi(
        "revenue_churn_rate",
        "Revenue churn rate",
        "The share of opening revenue lost with customers who left altogether.",
        "− churned MRR ÷ Σ opening MRR",
        "down",
        over_base(lambda unit: lost(unit, "churn")),
        window="1m",
    ),
    _kpi(
        "gross_mrr_churn_rate",
        "Gross MRR churn rate",
        "The share of opening revenue lost in any way: churn, contraction and pauses.",
        "− (churn + contraction + pause) ÷ Σ opening MRR, which is 1 − gross revenue retention",
        "down",
        over_base(lambda unit: lost(unit, "churn", "contraction", "pause")),
        window="1m",
    ),
    _kpi(
        "contraction_mrr_rate",
        "Contraction rate",
        "The share of opening revenue lost with customers who stayed and pay less.",
        "− contraction ÷ Σ opening MRR",
        "down",
        over_base(lambda unit: lost(unit, "contraction")),
        window="1m",
    ),
    _kpi(
        "expansion_mrr_rate",
        "Expansion rate",
        "What customers who pay more added, for each unit of opening revenue.",
        "expansion ÷ Σ opening MRR",
        "up",
        over_base(lambda unit: either(unit.category == "expansion", unit.amount)),
        window="1m",
    ),
    _kpi(
        "customer_upgrade_rate",
        "Customer upgrade rate",
        "The share of customers of the opening day who pay more at the closing.",
        "units paying at the opening whose MRR is higher at the closing ÷ units paying at the opening",
        "up",
        over_customers(_pays_more, explained),
        brief=over_customers(_pays_more),
        window="3m",
        details=MOVED,
    ),
)
