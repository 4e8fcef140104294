"""Customers as logos: paying, or on a valid pause."""

from collections.abc import Callable
from typing import Any, Final

from tenure.metrics.ask import Ask
from tenure.metrics.days import Column
from tenure.metrics.ends import Ends, Table
from tenure.metrics.first_paid import first_paid
from tenure.metrics.kpi import Kpi
from tenure.metrics.movements import movements
from tenure.metrics.retention import PAUSE
from tenure.metrics.rows import MONEY, counted, everyone, one, unless
from tenure.metrics.segments import inside
from tenure.metrics.values import amount

NO_CUSTOMER: Final = "no customer at the opening"
_LOGO: Final = {**MONEY, "logo_opening": "count", "logo_closing": "count"}


def _of_customers(measure: Callable[[Table], Column]) -> Callable[[Ask], Table]:
    def rows(ask: Ask) -> Table:
        unit = movements(ask)
        return counted(unit, measure(unit), one(unit), unless(unit.logo_opening == 1, NO_CUSTOMER))

    return rows


def _lapsed(ask: Ask) -> Table:
    """Units that had paid and were no customer at the opening; what they pay needs no rate here."""
    ends = Ends(ask)
    before = inside(ask, ends, first_paid(ask, ends))
    before = before.filter(before.first_paid <= ends.opening(before))
    unit = movements(ask)
    lapsed = before.left_join(unit, "unit_id").select(
        before.unit_id, before.first_paid, unit.closing, unit.category, *_ends_of(unit)
    )
    lapsed = lapsed.filter(lapsed.logo_opening == 0)
    return counted(lapsed, lapsed.pays_closing, one(lapsed), everyone())


def _ends_of(unit: Table) -> list[Column]:
    return [unit[name].coalesce(0).name(name) for name in ("logo_opening", "pays_closing")]


def _counted_at_closing(flag_name: str) -> Callable[[Ask], Table]:
    def rows(ask: Ask) -> Table:
        unit = movements(ask)
        unit = unit.filter(unit[flag_name] == 1)
        return counted(unit, one(unit), None, everyone())

    return rows


def _kpi(id: str, name: str, sentence: str, formula: str, good: Any, rows: Callable[[Ask], Table], **more: Any) -> Kpi:
    given = {"unit": "ratio", "grain": "unit", "section": "6.B", "window": "1m", "takes": PAUSE, "details": _LOGO}
    return Kpi(id=id, name=name, sentence=sentence, formula=formula, good=good, expression=rows, **(given | more))


KPIS: Final = (
    _kpi(
        "logo_churn_rate",
        "Logo churn rate",
        "The share of customers of the opening day who are no customers at the closing.",
        "customers at the opening who neither pay nor are on a valid pause at the closing ÷ customers at the opening",
        "down",
        _of_customers(lambda unit: 1 - unit.logo_closing),
    ),
    _kpi(
        "logo_retention_rate",
        "Logo retention rate",
        "The share of customers of the opening day who still are customers at the closing.",
        "customers at both ends ÷ customers at the opening, which is 1 − logo churn rate",
        "up",
        _of_customers(lambda unit: unit.logo_closing),
        window="12m",
    ),
    _kpi(
        "reactivation_rate",
        "Reactivation rate",
        "The share of former customers who came back.",
        "units paying at the closing that had lapsed at the opening ÷ units lapsed at the opening: paid once, no MRR,"
        " no valid pause",
        "up",
        _lapsed,
        details={"closing": "money", "category": "text", "first_paid": "date"},
    ),
    _kpi(
        "paying_customers",
        "Paying customers",
        "Customers who pay at the closing day.",
        "number of units with MRR above zero at the closing",
        "up",
        _counted_at_closing("pays_closing"),
        unit="count",
        combine=amount,
    ),
    _kpi(
        "customers",
        "Customers",
        "Customers who pay, or are on a valid pause, at the closing day.",
        "number of units with MRR above zero or a valid pause at the closing",
        "up",
        _counted_at_closing("logo_closing"),
        unit="count",
        combine=amount,
    ),
)
