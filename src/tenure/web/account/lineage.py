"""Lines of parents and children, however deep, in one question each: recursive queries, which also end in a circle."""

from datetime import date
from typing import Any, Final

from django.db import connection

from tenure.customers.models import AccountParent

_TABLE: Final = AccountParent._meta.db_table
_HELD: Final = "(l.valid_from IS NULL OR l.valid_from <= %s) AND (l.valid_to_excl IS NULL OR l.valid_to_excl > %s)"
# Rows of what was found already are not followed again (UNION, not UNION ALL).
_ABOVE: Final = f"""
WITH RECURSIVE line(id, account_id, parent_account_id, valid_from) AS (
    SELECT l.id, l.account_id, l.parent_account_id, l.valid_from FROM {_TABLE} l WHERE l.account_id = %s AND {_HELD}
    UNION
    SELECT l.id, l.account_id, l.parent_account_id, l.valid_from
    FROM line JOIN {_TABLE} l ON l.account_id = line.parent_account_id WHERE {_HELD}
)
SELECT account_id, parent_account_id FROM line ORDER BY valid_from IS NOT NULL, valid_from, id
"""
_BELOW: Final = f"""
WITH RECURSIVE line(account_id) AS (
    SELECT c.id FROM customers_account c WHERE c.id = %s
    UNION
    SELECT l.account_id FROM line JOIN {_TABLE} l ON l.parent_account_id = line.account_id WHERE {_HELD}
)
SELECT account_id FROM line
"""


def above(account_id: str, day: date) -> list[str]:
    """Parents on the day, the nearest first. Of two parents on one day the one that came later holds."""
    held = _day(day)
    # A later link of an account takes the place of the one before it.
    parents = dict(_rows(_ABOVE, account_id, held, held, held, held))
    found: list[str] = []
    at = parents.get(account_id)
    while at and at != account_id and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def group(top: str, day: date) -> set[str]:
    """Ids of everyone below `top` on the day, and itself."""
    held = _day(day)
    return {key for (key,) in _rows(_BELOW, top, held, held)}


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
