"""Sums and flags that come back as 64-bit integers from every engine."""

from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
from ibis.common.deferred import deferrable

from tenure.metrics.days import Column


def total(column: Column) -> Column:
    """The sum as int64."""
    return narrow(column.sum())


def narrow(column: Column) -> Column:
    """A sum as int64. Engines widen a sum; Ibis, which does not know it, leaves out a cast that is not spelt out."""
    return _spelt_out(column)


_spelt_out: Final[Any] = deferrable(lambda column: ops.Cast(column, to=dt.int64).to_expr())


def flag(condition: Column) -> Column:
    """1 where the condition holds, else 0; a null condition is 0."""
    return ibis.ifelse(condition, ibis.literal(1, "int64"), ibis.literal(0, "int64"))


def either(condition: Column, minor: Column) -> Column:
    """The column where the condition holds, else 0."""
    return ibis.ifelse(condition, minor, ibis.literal(0, "int64"))


def without(table: Any, *names: str) -> Any:
    """The table without these columns. Ibis' own `drop` writes them in the order of a set, which differs by process."""
    return table.select(*(name for name in table.columns if name not in names))
