"""The MRR bridge of a period, and the accounts behind each of its bars (section 4 of docs/numbers.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tenure.core.conditions import ConditionError
from tenure.core.periods import Period
from tenure.engine import reading
from tenure.engine.listing import Listing, listing
from tenure.engine.questions import Params, Question, Segment, question
from tenure.metrics import movements
from tenure.metrics.ask import Unit
from tenure.metrics.bridge import MOVING as MOVEMENTS
from tenure.metrics.statements import bridge_sql, statement

_COLUMNS = ("unit_id", "name", "category", "opening", "closing", "amount", "reported", "fx", "first_paid")


@dataclass(frozen=True, slots=True)
class Movement:
    amount: int  # signed: losses are negative
    units: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """opening + Σ movements = closing at opening rates; closing + fx = reported. Minor units of `currency`.

    `logos_opening` + new + back - lost = `logos_closing`. Units without an exchange rate are in no sum; `missing_rate`
    says how many they are.
    """

    period: Period
    currency: str
    opening: int
    movements: Mapping[str, Movement]
    closing: int
    fx: int
    reported: int
    logos_opening: int
    logos_new: int
    logos_back: int
    logos_lost: int
    logos_closing: int
    paying_closing: int
    missing_rate: int

    @property
    def status(self) -> str:
        return "missing_rate" if self.missing_rate else "ok"


def bridge(period: Period, *, unit: Unit = "parent", segment: Segment = None, params: Params | None = None) -> Bridge:
    """What happened to recurring revenue between the day before the period and its last day."""
    return _bridges(question(period, unit=unit, segment=segment, params=params), (period,))[0]


def bridges(
    periods: Sequence[Period], *, unit: Unit = "parent", segment: Segment = None, params: Params | None = None
) -> list[Bridge]:
    """A bridge for each period; they must follow each other. Categories do not add up over time; only the net does."""
    if not periods:
        return []
    whole = Period(periods[0].start, periods[-1].end)
    return list(_bridges(question(whole, unit=unit, segment=segment, params=params), tuple(periods)))


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
    if category and category not in (*MOVEMENTS, "none", "missing_rate"):
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
def _bridges(asked: Question, periods: tuple[Period, ...]) -> tuple[Bridge, ...]:
    found = reading.query(bridge_sql(asked.ask, periods if len(periods) > 1 else ()))
    return tuple(_bridge(asked, period, row) for period, row in zip(periods, found, strict=True))


def _bridge(asked: Question, period: Period, row: dict[str, Any]) -> Bridge:
    counts = ("logos_opening", "logos_new", "logos_back", "logos_lost", "logos_closing", "paying_closing")
    money = ("opening", "closing", "fx", "reported")
    moved = {name: Movement(int(row[name] or 0), int(row[f"{name}_units"] or 0)) for name in MOVEMENTS}
    sums = {name: int(row[name] or 0) for name in (*counts, *money)}
    missing = int(row["no_rate"] or 0)
    return Bridge(period, asked.publication.currency, movements=moved, missing_rate=missing, **sums)


def _statement(asked: Question) -> str:
    return statement(("movements",), movements, asked.ask)
