"""Segments as filters: which units a condition holds for at the opening day."""

from tenure.metrics.ask import Ask
from tenure.metrics.ends import AnyEnds, Table


def inside(ask: Ask, ends: AnyEnds, table: Table) -> Table:
    """The rows of `table` whose `unit_id` meets the segment at the opening day."""
    return table
