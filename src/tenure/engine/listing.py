"""A page of rows with names, searched, sorted and cut by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenure.core.conditions import ConditionError
from tenure.engine import reading


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows: `rows` by column name, and how many there are with their sums before paging."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    total: int
    numerator: int | None
    denominator: int | None


def listing(
    statement: str,
    columns: Sequence[str],
    *,
    condition: str,
    limit: int | None,
    offset: int,
    search: str,
    sort: str,
    usual: str = "-denominator",
) -> Listing:
    """A page of a statement that gives one row a unit, with names."""
    chosen = ", ".join(f'"{name}"' for name in columns)
    found = reading.query(
        f"""WITH named AS (
                SELECT units.*, coalesce(accounts.name, unit_id) AS name
                FROM {reading.ROWS} AS units LEFT JOIN accounts ON accounts.account_id = unit_id)
            SELECT {chosen}, count(*) OVER () AS "all rows",
                   {_total("numerator", columns)}, {_total("denominator", columns)}
            FROM named WHERE {condition} AND (? = '' OR contains(lower(name), lower(?)) OR unit_id = ?)
            ORDER BY {_order(sort or usual, columns)}, unit_id
            LIMIT {"NULL" if limit is None else int(limit)} OFFSET {int(offset)}""",
        (search, search, search),
        rows=statement,
    )
    first: dict[str, Any] = found[0] if found else {"all rows": 0, "all numerator": None, "all denominator": None}
    page = tuple({name: row[name] for name in columns} for row in found)
    return Listing(tuple(columns), page, first["all rows"], first["all numerator"], first["all denominator"])


def _total(name: str, columns: Sequence[str]) -> str:
    return f'sum({name}) OVER () AS "all {name}"' if name in columns else f'NULL AS "all {name}"'


def _order(sort: str, columns: Sequence[str]) -> str:
    name = sort.removeprefix("-")
    if name not in columns:
        raise ConditionError(f"Rows cannot be sorted by {name!r}; use one of {', '.join(columns)}.")
    return f'"{name}" {"DESC" if sort.startswith("-") else "ASC"} NULLS LAST'
