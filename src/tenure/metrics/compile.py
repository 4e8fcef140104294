"""Expressions as SQL of an engine."""

from functools import lru_cache
from typing import Any, Final

import ibis

DIALECTS: Final = ("duckdb", "spark", "postgres", "snowflake")
_IBIS_NAME: Final = {"spark": "pyspark"}


def sql(expression: Any, dialect: str = "duckdb") -> str:
    """The statement of an Ibis table. Compiling costs some 10 ms and is remembered."""
    return _compiled(expression.op(), dialect)


@lru_cache(maxsize=512)
def _compiled(operation: Any, dialect: str) -> str:
    return str(ibis.to_sql(operation.to_expr(), dialect=_IBIS_NAME.get(dialect, dialect)))
