"""A small book of facts in an in-memory DuckDB, in the shape the engine fills: what tests run the real numbers on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import duckdb

from tenure.core.conditions import parse
from tenure.core.periods import Period
from tenure.metrics import KPIS, SCHEMAS, Ask, Result, result, statements
from tenure.metrics.segments import FIELDS

_TYPES = {"string": "VARCHAR", "int64": "BIGINT", "decimal(20, 10)": "DECIMAL(20, 10)",
          "decimal(20, 6)": "DECIMAL(20, 6)"}  # fmt: skip
_DAY = timedelta(days=1)
_PLAIN: dict[str, Any] = {
    "product_id": "P1", "plan_id": "basic", "plan_rank": 1, "seats": 10, "term_days": 30, "currency": "USD",
    "status": "active",
}  # fmt: skip


class Mini:
    """Facts by table. Every account is its own parent unless `parent` says otherwise."""

    def __init__(self) -> None:
        self.facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._used: set[tuple[str, str, str, date]] = set()
        self.add("fx_rates", currency="USD", rate=1)

    def add(self, table: str, **row: Any) -> None:
        unknown = row.keys() - SCHEMAS[table].keys()
        assert not unknown, f"{table} has no {unknown}"
        self.facts[table].append(row)

    def account(self, account_id: str, parent: str = "", **row: Any) -> None:
        self.add("accounts", **{"account_id": account_id, "name": account_id} | row)
        self.add("ultimate_parents", account_id=account_id, parent_id=parent or account_id)

    def pays(self, account_id: str, mrr_minor: int, start: date, end: date | None = None, **row: Any) -> None:
        number = str(len(self.facts["subscriptions"]) + 1)
        product = row.get("product_id", "P1")
        given = {
            "subscription_row_id": number, "subscription_id": f"{account_id}|{product}", "account_id": account_id,
            "mrr_minor": mrr_minor, "price_mrr_minor": mrr_minor, "start_date": start, "end_date_excl": end,
        }  # fmt: skip
        self.add("subscriptions", **_PLAIN | given | row)

    def used(self, account_id: str, user_id: str, feature: str, *days: date) -> None:
        """The roll-up has one row a day, however often the feature was used on it."""
        for day in days:
            key = (account_id, user_id, feature, day)
            if key in self._used:
                continue
            self._used.add(key)
            self.add("user_feature_day", day=day, account_id=account_id, user_id=user_id, feature=feature, events=1)

    def book(self) -> "Book":
        self._derive()
        return Book(self.facts)

    def _derive(self) -> None:
        """Usage by user and day, and the steps of its windows, each by its definition."""
        seen = sorted({(r["account_id"], r["user_id"], r["day"]) for r in self.facts["user_feature_day"]})
        self.facts["user_day"] = [{"account_id": a, "user_id": u, "day": d, "events": 1} for a, u, d in seen]
        days: dict[tuple[str, str], list[date]] = defaultdict(list)
        for account, user, day in seen:
            days[account, user].append(day)
        for (account, _), seen_on in days.items():
            for window in (7, 30):
                self._steps(account, seen_on, window)

    def _steps(self, account: str, seen_on: list[date], window: int) -> None:
        for day, after in pairwise([*seen_on, date.max]):
            gone = min(day + window * _DAY, after)
            for on, delta in ((day, 1), (gone, -1)):
                self.add("active_user_steps", account_id=account, window=window, day=on, delta=delta)


class Book:
    def __init__(self, facts: Mapping[str, list[dict[str, Any]]]) -> None:
        self.con = duckdb.connect(config={"threads": 1})
        for name, columns in SCHEMAS.items():
            kinds = {column: kind.lstrip("!") for column, kind in columns.items()}
            typed = ", ".join(f'"{column}" {_TYPES.get(kind, kind)}' for column, kind in kinds.items())
            self.con.execute(f"CREATE TABLE {name} ({typed})")
            self._insert(name, list(columns), facts.get(name, []))

    def _insert(self, name: str, columns: list[str], rows: list[dict[str, Any]]) -> None:
        one = f"({', '.join('?' * len(columns))})"
        for first in range(0, len(rows), 500):
            some = rows[first : first + 500]
            values = [row.get(column) for row in some for column in columns]
            self.con.execute(f"INSERT INTO {name} VALUES {', '.join([one] * len(some))}", values)

    def query(self, statement: str) -> list[dict[str, Any]]:
        cursor = self.con.execute(statement)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def result(self, kpi: str, asked: Ask) -> Result:
        (row,) = self.query(statements.summary_sql(KPIS[kpi], asked))
        return result(KPIS[kpi], asked, row)

    def rows(self, kpi: str, asked: Ask) -> list[dict[str, Any]]:
        return self.query(statements.rows_sql(KPIS[kpi], asked))


def ask(start: str, end: str, unit: str = "account", segment: str = "", as_of: str = "", **params: Any) -> Ask:
    """A question about `[start, end)`."""
    return Ask(
        Period(date.fromisoformat(start), date.fromisoformat(end)),
        unit=unit,  # type: ignore[arg-type]
        segment=parse(segment, FIELDS) if segment else None,
        as_of=date.fromisoformat(as_of) if as_of else None,
        params=params,
    )


def when(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None


def days(first: str, count: int) -> Iterable[date]:
    return [date.fromisoformat(first) + number * _DAY for number in range(count)]
