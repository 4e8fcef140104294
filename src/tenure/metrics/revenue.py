"""Recurring revenue, its movements and what they say about growth."""

from collections.abc import Callable
from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.components import explained
from tenure.metrics.ends import Table
from tenure.metrics.exact import either
from tenure.metrics.kpi import Kpi
from tenure.metrics.movements import movements
from tenure.metrics.retention import PAUSE, lost
from tenure.metrics.rows import MONEY, MOVED, NOT_PAYING_AT_CLOSING, counted, everyone, one, priced
from tenure.metrics.values import NO_RATE, amount, ratio

_REPORTED: Final = {"opening": "money", "closing": "money", "reported": "money"}
_LOSSES: Final = ("churn", "contraction", "pause")


def paying(ask: Ask, times: int = 1, each: bool = False) -> Table:
    """Units paying at the closing: `times` their MRR at closing rates, over one each if asked."""
    unit = movements(ask)
    reason = ibis.cases(
        (unit.pays_closing == 0, NOT_PAYING_AT_CLOSING), (unit.reported.isnull(), NO_RATE), else_=everyone()
    )
    return counted(unit, unit.reported * times, one(unit) if each else None, reason)


def _moved(category: str, table: Callable[[Ask], Table]) -> Callable[[Ask], Table]:
    """Units of one category with their movement; a unit without rates may belong to any."""

    def rows(ask: Ask) -> Table:
        unit = table(ask)
        unit = unit.filter((unit.category == category) | unit.category.isnull())
        return counted(unit, unit.amount, None, priced(unit))

    return rows


def _fx(ask: Ask) -> Table:
    unit = movements(ask)
    reason = ibis.ifelse(unit.fx.isnull(), ibis.literal(NO_RATE), everyone())
    return counted(unit.filter((unit.fx != 0) | unit.fx.isnull()), unit.fx, None, reason)


def _quick(*gains: str) -> Callable[[Ask], Table]:
    def rows(ask: Ask) -> Table:
        unit = movements(ask)
        unit = unit.filter(unit.category.isin((*gains, *_LOSSES)) | unit.category.isnull())
        return counted(unit, either(unit.category.isin(gains), unit.amount), lost(unit, *_LOSSES), priced(unit))

    return rows


def _kpi(id: str, name: str, sentence: str, formula: str, good: Any, rows: Callable[[Ask], Table], **more: Any) -> Kpi:
    given: dict[str, Any] = {
        "unit": "money",
        "grain": "unit",
        "section": "6.B",
        "window": "1m",
        "takes": PAUSE,
        "combine": amount,
    }
    return Kpi(id=id, name=name, sentence=sentence, formula=formula, good=good, expression=rows, **(given | more))


def _movement(category: str, name: str, sentence: str, formula: str, good: str) -> Kpi:
    rows, brief = _moved(category, explained), _moved(category, movements)
    return _kpi(f"mrr_{category}", name, sentence, formula, good, rows, brief=brief, details=MOVED)


KPIS: Final = (
    _kpi(
        "mrr",
        "Monthly recurring revenue",
        "What customers pay a month at the closing day, in the reporting currency.",
        "Σ MRR at the closing, at closing rates: recurring rows in force with status active or past due, after"
        " recurring discounts, rounded once per account and currency",
        "up",
        paying,
        details=_REPORTED,
    ),
    _kpi(
        "arr",
        "Annual recurring revenue",
        "What customers pay a year at the closing day.",
        "12 × MRR",
        "up",
        lambda ask: paying(ask, times=12),
        details=_REPORTED,
    ),
    _kpi(
        "arpa",
        "Average revenue per account",
        "What a paying customer pays a month, on average.",
        "MRR ÷ paying units at the closing",
        "up",
        lambda ask: paying(ask, each=True),
        details=_REPORTED,
        combine=ratio,
    ),
    _movement(
        "new",
        "New MRR",
        "What customers who never paid before pay at the closing.",
        "Σ closing MRR of units with no MRR at the opening or on any day before",
        "up",
    ),
    _movement(
        "expansion",
        "Expansion MRR",
        "What customers of the opening day pay more at the closing.",
        "Σ (closing − opening MRR) of units paying more, at opening rates",
        "up",
    ),
    _movement(
        "contraction",
        "Contraction MRR",
        "What customers of the opening day pay less at the closing while still paying; negative.",
        "Σ (closing − opening MRR) of units paying less but not nothing, at opening rates",
        "up",
    ),
    _movement(
        "churn",
        "Churned MRR",
        "What customers who left paid at the opening; negative.",
        "− Σ opening MRR of units with no MRR and no valid pause at the closing",
        "up",
    ),
    _movement(
        "reactivation",
        "Reactivated MRR",
        "What customers who had left and came back pay at the closing.",
        "Σ closing MRR of units with no MRR and no valid pause at the opening that had paid before",
        "up",
    ),
    _movement(
        "pause",
        "Paused MRR",
        "What customers on a valid pause at the closing paid at the opening; negative.",
        "− Σ opening MRR of units with no MRR and a valid pause at the closing",
        "up",
    ),
    _movement(
        "resume",
        "Resumed MRR",
        "What customers who came back from a valid pause pay at the closing.",
        "Σ closing MRR of units with no MRR and a valid pause at the opening",
        "up",
    ),
    _kpi(
        "mrr_fx",
        "Exchange rate effect",
        "How much the reporting value of closing revenue changed because exchange rates did; no customer did this.",
        "Σ closing MRR at closing rates − Σ closing MRR at opening rates",
        "none",
        _fx,
        details={**_REPORTED, "fx": "money"},
    ),
    _kpi(
        "quick_ratio",
        "Quick ratio",
        "What was gained for each unit of revenue lost.",
        "(new + expansion) ÷ − (churn + contraction + pause)",
        "up",
        _quick("new", "expansion"),
        unit="ratio",
        details=MONEY,
        combine=ratio,
    ),
    _kpi(
        "quick_ratio_incl_reactivation",
        "Quick ratio with reactivation",
        "What was gained, customers who came back included, for each unit of revenue lost.",
        "(new + expansion + reactivation) ÷ − (churn + contraction + pause)",
        "up",
        _quick("new", "expansion", "reactivation"),
        unit="ratio",
        details=MONEY,
        combine=ratio,
    ),
)
