"""The shape of a number's rows, and the reasons why a unit is left out."""

from typing import Final

import ibis

from tenure.metrics.days import Column
from tenure.metrics.ends import Table
from tenure.metrics.exact import flag
from tenure.metrics.values import NO_RATE

NOT_PAYING: Final = "not paying at the opening"
NOT_PAYING_AT_CLOSING: Final = "not paying at the closing"
MONEY: Final = {"opening": "money", "closing": "money", "amount": "money", "category": "text"}
MOVED: Final = {**MONEY, "subtype": "text"}


def counted(table: Table, numerator: Column, denominator: Column | None, reason: Column) -> Table:
    """`table` as rows of a number: numerator and denominator are null where there is a reason to leave the row out."""
    nothing = ibis.null("int64")
    denominator = nothing if denominator is None else denominator
    return table.mutate(
        numerator=ibis.ifelse(reason.isnull(), numerator.cast("int64"), nothing),
        denominator=ibis.ifelse(reason.isnull(), denominator.cast("int64"), nothing),
        reason=reason,
    ).relocate("unit_id", "numerator", "denominator", "reason")


def only(table: Table, *details: str) -> Table:
    """Rows of a number with these details alone: what nobody is shown is then not computed."""
    return table.select("unit_id", "numerator", "denominator", "reason", *details)


def everyone() -> Column:
    return ibis.null("string")


def unless(condition: Column, reason: str) -> Column:
    """The reason where the condition does not hold."""
    return ibis.ifelse(condition, ibis.null("string"), ibis.literal(reason))


def cohort(unit: Table) -> Column:
    """Why a unit of `movements` is not in the closed cohort C, or cannot be counted."""
    return ibis.cases(
        (unit.pays_opening == 0, NOT_PAYING),
        (unit.opening.isnull() | unit.closing.isnull(), NO_RATE),
        (unit.opening == 0, NOT_PAYING),
        else_=ibis.null("string"),
    )


def priced(unit: Table) -> Column:
    """Why a unit that moved has no category."""
    return unless(unit.category.notnull(), NO_RATE)


def one(table: Table) -> Column:
    return flag(table.unit_id.notnull())
