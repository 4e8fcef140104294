"""Sums and flags that come back as 64-bit integers from every engine."""

import ibis

from tenure.metrics.days import Column


def total(column: Column) -> Column:
    """The sum as int64. Engines widen a sum, and Ibis, which does not know it, would leave a plain cast out."""
    return column.sum().cast("decimal(38, 0)").cast("int64")


def flag(condition: Column) -> Column:
    """1 where the condition holds, else 0; a null condition is 0."""
    return ibis.ifelse(condition, ibis.literal(1, "int64"), ibis.literal(0, "int64"))


def either(condition: Column, minor: Column) -> Column:
    """The column where the condition holds, else 0."""
    return ibis.ifelse(condition, minor, ibis.literal(0, "int64"))
