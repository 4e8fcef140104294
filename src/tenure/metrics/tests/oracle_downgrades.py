"""Downgrades and lifetime value a second time: line by line, month by month, in plain Python."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tenure.core.periods import Period, add_months
from tenure.metrics.tests.oracle_revenue import Oracle, Row, covers

Pair = tuple[int, int]
Line = tuple[str, str, str]  # account, product, currency
TYPES = ("seats", "tier", "product", "price")


def downgrades(oracle: Oracle) -> dict[str, Pair]:
    """Hits and base of the headline ("any"), of each type, and of "component": whatever the money did."""
    base = {name: unit for name, unit in oracle.units.items() if unit.opening > 0}
    hits = dict.fromkeys(("any", *TYPES, "component"), 0)
    for name, unit in base.items():
        held = Held(oracle, oracle.members()[name])
        less = 0 < unit.closing < unit.opening and not held.only_longer_terms()
        hits["any"] += less
        for kind in TYPES:
            hits[kind] += less and held.fell(kind)
        hits["component"] += unit.closing > 0 and any(held.fell(kind) for kind in ("seats", "tier", "product"))
    return {kind: (number, len(base)) for kind, number in hits.items()}


class Held:
    """What accounts hold at the two ends of the period; free rows count, paused ones and trials do not."""

    def __init__(self, oracle: Oracle, accounts: list[str]) -> None:
        rows = [row for account in accounts for row in oracle.rows(account)]
        rows = [row for row in rows if row["status"] in ("active", "past_due")]
        self.ends = [
            [row for row in rows if covers(row["start_date"], row["end_date_excl"], day)]
            for day in (oracle.opening, oracle.closing)
        ]

    def fell(self, kind: str) -> bool:
        return any(
            {"seats": self._seats, "tier": self._tiers, "product": self._products, "price": self._prices}[kind]()
        )

    def only_longer_terms(self) -> bool:
        """Nothing fell but lines that still pay and now have a longer term."""
        if any(self.fell(kind) for kind in ("seats", "tier", "product")):
            return False
        fallen = [(old, new) for old, new in self._lines() if money(new) < money(old)]
        return bool(fallen) and all(money(new) and top(new, "term_days") > top(old, "term_days") for old, new in fallen)

    def _seats(self) -> Iterator[bool]:
        old, new = (sum(row["seats"] or 0 for row in rows) for rows in self.ends)
        yield new < old

    def _tiers(self) -> Iterator[bool]:
        for product in {row["product_id"] for row in self.ends[0]}:
            old, new = ([row for row in rows if row["product_id"] == product] for rows in self.ends)
            yield bool(new) and top(new, "plan_rank") < top(old, "plan_rank")

    def _products(self) -> Iterator[bool]:
        old, new = ({row["product_id"] for row in rows} for rows in self.ends)
        yield bool(old - new)

    def _prices(self) -> Iterator[bool]:
        for old, new in self._lines():
            if money(old) and money(new) and top(old, "plan_rank") == top(new, "plan_rank"):
                seats = [sum(row["seats"] or 0 for row in rows) for rows in (old, new)]
                each = seats if all(seats) else [1, 1]
                yield Fraction(money(new), each[1]) < Fraction(money(old), each[0])

    def _lines(self) -> Iterator[tuple[list[Row], list[Row]]]:
        for key in {line(row) for rows in self.ends for row in rows}:
            old, new = ([row for row in rows if line(row) == key] for rows in self.ends)
            yield old, new


def line(row: Row) -> Line:
    return row["account_id"], row["product_id"], row["currency"]


def money(rows: list[Row]) -> int:
    return sum(row["mrr_minor"] for row in rows)


def top(rows: list[Row], column: str) -> int:
    return max((row[column] for row in rows), default=0)


def monthly_churn(oracle: Oracle, last: date) -> Fraction:
    """The mean of the logo churn rates of the twelve months up to the one that ends on `last`."""
    rates = []
    for back in range(12):
        closing = add_months(last, -back)
        month = Period(closing.replace(day=1), add_months(closing.replace(day=1), 1))
        units = Oracle(oracle.facts, replace(oracle.ask, period=month)).units.values()
        customers = [unit for unit in units if unit.logo_opening]
        if customers:
            rates.append(Fraction(sum(not unit.logo_closing for unit in customers), len(customers)))
    return sum(rates, start=Fraction()) / len(rates) if rates else Fraction()
