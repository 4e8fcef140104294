"""What each number means: declarations and expressions, without Django and without an engine.

The door: `KPIS[id].rows(ask)` is a table of rows, `summary(kpi, ask)` a table of one row, `sql(table, dialect)` its
statement, `result(kpi, ask, row)` the number in the shape of rule R1.
"""

from tenure.metrics.ask import Ask
from tenure.metrics.catalogue import KPIS
from tenure.metrics.compile import DIALECTS, sql
from tenure.metrics.kpi import Kpi
from tenure.metrics.movements import CATEGORIES, movements
from tenure.metrics.result import Result, result, summary
from tenure.metrics.tables import SCHEMAS, facts

__all__ = [
    "CATEGORIES",
    "DIALECTS",
    "KPIS",
    "SCHEMAS",
    "Ask",
    "Kpi",
    "Result",
    "facts",
    "movements",
    "result",
    "sql",
    "summary",
]
