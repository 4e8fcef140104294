"""Where slices meet: names of modules, imported when first asked for."""

from functools import cache
from importlib import import_module

from tenure.core.facts import FactTable

_FACTS = (
    "tenure.customers.facts",
    "tenure.work.facts",
    "tenure.onboarding.facts",
    "tenure.planning.facts",
    "tenure.feedback.facts",
    "tenure.health.facts",
    "tenure.retention.facts",
    "tenure.advocacy.facts",
    "tenure.automation.facts",
    "tenure.engine.facts",
)


@cache
def fact_tables() -> dict[str, FactTable]:
    """Canonical tables by name; a table that refers to another comes after it."""
    tables = {table.name: table for module in _FACTS for table in import_module(module).TABLES}
    ordered: dict[str, FactTable] = {}
    while len(ordered) < len(tables):
        ready = [t for t in tables.values() if t.name not in ordered and _refers(t) <= ordered.keys() | {t.name}]
        if not ready:
            raise ValueError(f"Canonical tables refer to each other in a circle: {sorted(tables.keys() - ordered)}.")
        ordered |= {table.name: table for table in ready}
    return ordered


def _refers(table: FactTable) -> set[str]:
    return {column.refers for column in table.columns if column.refers}
