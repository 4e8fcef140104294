"""How much of the opening base is kept: net, gross, and of referred accounts."""

from typing import Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.ends import Column, Table
from tenure.metrics.kpi import Kpi
from tenure.metrics.movements import movements
from tenure.metrics.values import NO_RATE

NOT_PAYING: Final = "not paying at the opening"
MOVEMENT_DETAILS: Final = {
    "opening": "money", "closing": "money", "amount": "money", "category": "text", "first_paid": "date",
}  # fmt: skip


def cohort_reason(unit: Table) -> Column:
    """Why a unit is not in the closed cohort C, or cannot be counted."""
    return ibis.cases(
        (unit.pays_opening == 0, NOT_PAYING),
        (unit.opening.isnull() | unit.closing.isnull(), NO_RATE),
        (unit.opening == 0, NOT_PAYING),
        else_=ibis.null("string"),
    )


def cohort_rows(unit: Table, numerator: Column, denominator: Column) -> Table:
    """Rows over the closed cohort, of a table of `movements`."""
    return blanked(unit.mutate(numerator=numerator, denominator=denominator, reason=cohort_reason(unit)))


def blanked(rows: Table) -> Table:
    """Rows with null numbers where they are left out."""
    left_out = rows.reason.notnull()
    empty = ibis.null("int64")
    return rows.mutate(
        numerator=ibis.ifelse(left_out, empty, rows.numerator.cast("int64")),
        denominator=ibis.ifelse(left_out, empty, rows.denominator.cast("int64")),
    ).relocate("unit_id", "numerator", "denominator", "reason")


def _nrr(ask: Ask) -> Table:
    unit = movements(ask)
    return cohort_rows(unit, unit.closing, unit.opening)


NRR = Kpi(
    id="nrr",
    name="Net revenue retention",
    sentence="What the customers of the opening day pay at the closing day, for each unit of money they paid then.",
    formula="Σ closing MRR of units paying at the opening, at opening rates ÷ Σ their opening MRR",
    unit="ratio",
    good="up",
    grain="unit",
    section="6.B",
    window="12m",
    takes=("longest_pause",),
    details=MOVEMENT_DETAILS,
    expression=_nrr,
)

KPIS: Final = (NRR,)
