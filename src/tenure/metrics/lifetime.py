"""Customer lifetime value: what a customer pays, for as long as customers stay on average."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from tenure.metrics.ask import Ask
from tenure.metrics.churned import churned
from tenure.metrics.ends import ManyEnds, Table
from tenure.metrics.kpi import Kpi
from tenure.metrics.result import sums
from tenure.metrics.retention import PAUSE
from tenure.metrics.revenue import paying
from tenure.metrics.rows import only
from tenure.metrics.values import Row, Value, divided

MONTHS: Final = 12


def closed_months(ask: Ask) -> ManyEnds:
    """The last twelve calendar months that ended on or before the closing day."""
    return ManyEnds(ask, tuple(f"month_{MONTHS - number}" for number in range(MONTHS + 1)))


def _with_churn(ask: Ask, rows: Table) -> Table:
    """The summary with each month's customers at its opening (`base_n`) and those lost (`lost_n`)."""
    return rows.aggregate(**sums(rows)).cross_join(churned(ask, closed_months(ask)))


def monthly_churn(row: Row) -> Fraction:
    """The mean of the monthly logo churn rates; a month without customers has none. 0 if no month has one."""
    months = [(row[f"lost_{n}"], row[f"base_{n}"]) for n in range(MONTHS)]
    rates = [Fraction(lost or 0, customers) for lost, customers in months if customers]
    return sum(rates, start=Fraction()) / len(rates) if rates else Fraction()


def _lifetime(margin: Callable[[Ask], Fraction]) -> Callable[[Ask, Row], Value]:
    def value(ask: Ask, row: Row) -> Value:
        customers = row["denominator"] or 0
        if not customers:
            return divided(row, 0, 0)
        return divided(row, Fraction(row["numerator"], customers) * margin(ask), monthly_churn(row))

    return value


_COMMON: Final[dict[str, Any]] = {
    "unit": "money",
    "good": "up",
    "grain": "unit",
    "section": "6.B",
    "window": "1m",
    "details": {"reported": "money"},
    "expression": lambda ask: only(paying(ask, each=True), "reported"),
    "summarise": _with_churn,
}

KPIS: Final = (
    Kpi(
        id="clv_revenue",
        name="Customer lifetime value, revenue",
        sentence="What a customer pays over its life, if customers keep leaving at the pace of the last twelve months.",
        formula="average revenue per account ÷ mean of the monthly logo churn rates of the last 12 closed months;"
        " null when"
        " nobody left",
        takes=PAUSE,
        combine=_lifetime(lambda ask: Fraction(1)),
        **_COMMON,
    ),
    Kpi(
        id="clv_margin",
        name="Customer lifetime value, margin",
        sentence="What is earned on a customer over its life, if customers keep leaving at the pace of the last twelve"
        " months.",
        formula="customer lifetime value, revenue × gross margin",
        takes=(*PAUSE, "gross_margin"),
        combine=_lifetime(lambda ask: Fraction(ask.number("gross_margin"), 100)),
        **_COMMON,
    ),
)
