"""The MRR bridge of a period, and the accounts behind each of its bars (section 4 of docs/numbers.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tenure.core.conditions import ConditionError
from tenure.core.periods import Period
from tenure.engine import reading
from tenure.engine.listing import Listing, listing
from tenure.engine.questions import Params, Question, Segment, question
from tenure.metrics import CATEGORIES, movements
from tenure.metrics.ask import Unit
from tenure.metrics.statements import statement

MOVEMENTS = tuple(category for category in CATEGORIES if category != "none")
_COLUMNS = ("unit_id", "name", "category", "opening", "closing", "amount", "reported", "fx", "first_paid")


@dataclass(frozen=True, slots=True)
class Movement:
    amount: int  # signed: losses are negative
    units: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """opening + Σ movements = closing at opening rates; closing + fx = reported. Minor units of `currency`.

    `logos_opening` + gained - lost = `logos_closing`. Units without an exchange rate are in no sum; `missing_rate` says
    how many they are.
    """

    period: Period
    currency: str
    opening: int
    movements: Mapping[str, Movement]
    closing: int
    fx: int
    reported: int
    logos_opening: int
    logos_gained: int
    logos_lost: int
    logos_closing: int
    missing_rate: int

    @property
    def status(self) -> str:
        return "missing_rate" if self.missing_rate else "ok"


def bridge(period: Period, *, unit: Unit = "parent", segment: Segment = None, params: Params | None = None) -> Bridge:
    """What happened to recurring revenue between the day before the period and its last day."""
    return _bridge(question(period, unit=unit, segment=segment, params=params))


def bridges(
    periods: Iterable[Period], *, unit: Unit = "parent", segment: Segment = None, params: Params | None = None
) -> list[Bridge]:
    """A bridge for each period. Categories do not add up over time; only the net does."""
    return [bridge(period, unit=unit, segment=segment, params=params) for period in periods]


def movement_rows(
    period: Period,
    category: str = "",
    *,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
    limit: int | None = 50,
    offset: int = 0,
    search: str = "",
    sort: str = "",
) -> Listing:
    """The units of one category, or of all that moved, largest amount first.

    Columns: unit_id, name, category, opening, closing (constant currency), amount, reported, fx, first_paid.
    """
    if category and category not in (*CATEGORIES, "missing_rate"):
        raise ConditionError(f"{category!r} is not a movement; use one of {', '.join(MOVEMENTS)}.")
    conditions = {"": "category <> 'none'", "missing_rate": "category IS NULL"}
    asked = question(period, unit=unit, segment=segment, params=params)
    return listing(
        _statement(asked),
        _COLUMNS,
        condition=conditions.get(category, f"category = '{category}'"),
        limit=limit,
        offset=offset,
        search=search,
        sort=sort,
        usual="amount" if category in ("churn", "contraction", "pause") else "-amount",
    )


@lru_cache(maxsize=1024)
def _bridge(asked: Question) -> Bridge:
    found = reading.query(
        f"""SELECT category, count(*) AS units, sum(amount) AS amount, sum(opening) AS opening, sum(closing) AS closing,
                   sum(fx) AS fx, sum(reported) AS reported, sum(logo_opening) AS logos_opening,
                   sum(logo_closing) AS logos_closing,
                   count(*) FILTER (logo_opening = 1 AND logo_closing = 0) AS lost,
                   count(*) FILTER (logo_opening = 0 AND logo_closing = 1) AS gained
            FROM ({_statement(asked)}) AS units GROUP BY category"""
    )
    priced = {row["category"]: row for row in found if row["category"]}
    return Bridge(
        period=asked.period,
        currency=asked.publication.currency,
        opening=_sum(priced.values(), "opening"),
        movements={name: _movement(priced.get(name)) for name in MOVEMENTS},
        closing=_sum(priced.values(), "closing"),
        fx=_sum(priced.values(), "fx"),
        reported=_sum(priced.values(), "reported"),
        logos_opening=_sum(found, "logos_opening"),
        logos_gained=_sum(found, "gained"),
        logos_lost=_sum(found, "lost"),
        logos_closing=_sum(found, "logos_closing"),
        missing_rate=sum(row["units"] for row in found if row["category"] is None),
    )


def _statement(asked: Question) -> str:
    return statement(("movements",), movements, asked.ask)


def _movement(row: dict[str, Any] | None) -> Movement:
    return Movement(int(row["amount"]), int(row["units"])) if row else Movement(0, 0)


def _sum(rows: Iterable[dict[str, Any]], name: str) -> int:
    return sum(int(row[name] or 0) for row in rows)
