"""Numbers of the current publication: each with its rows, its past, and who was left out.

Everywhere: `period` closes on or before today, of which only what happened so far is known; `unit` is parent or
account; `segment` is a condition or its text; `params` are choices of the number, the company's own where none is
given; `as_of` is the day by which cohorts have matured, the period's closing day unless given. Errors, each one
sentence: NothingPublished, UnknownKpi, NotComplete, ConditionError, reading.TooSlow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tenure.core.periods import Period
from tenure.engine import kpi_values, many_days, reading
from tenure.engine.bridges import bridge, bridges, movement_rows
from tenure.engine.cohorts import cohorts
from tenure.engine.kpi_values import Kept
from tenure.engine.listing import Listing, listing
from tenure.engine.questions import NotComplete, Params, Question, Segment, UnknownKpi, about, declared
from tenure.metrics import Result, result
from tenure.metrics.ask import Unit
from tenure.metrics.statements import rows_sql, summary_sql, sums_sql

__all__ = [
    "Kept",
    "Listing",
    "NotComplete",
    "UnknownKpi",
    "answer",
    "bridge",
    "bridges",
    "cohorts",
    "declared",
    "histories",
    "history",
    "movement_rows",
    "reasons",
    "rows",
]

_COLUMNS = ("unit_id", "name", "numerator", "denominator", "reason")


def answer(
    kpi_id: str,
    period: Period,
    *,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
    as_of: date | None = None,
    with_rows: bool = False,
) -> Result:
    """The number in the shape of rule R1; see the module. `with_rows` where its rows are asked next: it sums them."""
    kpi = declared(kpi_id)
    return _answer(kpi.id, about(kpi, period, unit=unit, segment=segment, params=params, as_of=as_of), with_rows)


def rows(
    kpi_id: str,
    period: Period,
    *,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
    as_of: date | None = None,
    left_out: bool = False,
    limit: int | None = 50,
    offset: int = 0,
    search: str = "",
    sort: str = "",
) -> Listing:
    """The rows that sum to the number, or with `left_out` those that are not in it, with their `reason`.

    Columns: unit_id, name (of the account; the id where the unit is no account), numerator, denominator, reason, and
    the number's own details. `sort` is a column, with "-" before it for descending; largest share first unless given.
    """
    kpi = declared(kpi_id)
    asked = about(kpi, period, unit=unit, segment=segment, params=params, as_of=as_of)
    condition = f"reason IS {'NOT ' if left_out else ''}NULL"
    columns = (*_COLUMNS, *(name for name in kpi.details if name not in _COLUMNS))
    return listing(
        rows_sql(kpi, asked.ask), columns, condition=condition, limit=limit, offset=offset, search=search, sort=sort
    )


def reasons(
    kpi_id: str,
    period: Period,
    *,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
    as_of: date | None = None,
) -> dict[str, int]:
    """How many units each reason leaves out of the number, the most frequent first."""
    kpi = declared(kpi_id)
    return _reasons(kpi.id, about(kpi, period, unit=unit, segment=segment, params=params, as_of=as_of))


def history(
    kpi_id: str,
    days: Iterable[date],
    *,
    window: str | None = None,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
) -> list[Result]:
    """The number as of each of these days, over `window` or its usual one, as known on that day."""
    kpi, wanted = declared(kpi_id), list(days)
    if not wanted:
        return []
    usual = window in (None, kpi.window) and not segment and not params
    kept = kpi_values.kept([kpi], wanted, unit) if usual else {}
    periods = {day: Period.trailing(day, window or kpi.window) for day in wanted}
    asked = about(kpi, periods[max(wanted)], unit=unit, segment=segment, params=params)
    missing = [day for day in periods if (kpi.id, day) not in kept]
    computed = _past(kpi.id, tuple(replace(asked, period=periods[day], as_of=day) for day in missing))
    known = {day: result for (_, day), result in kept.items()} | dict(zip(missing, computed, strict=True))
    return [known[day] for day in periods]


def histories(kpi_ids: Iterable[str], days: Sequence[date], *, unit: Unit = "parent") -> dict[str, list[Result]]:
    """The pasts of many numbers at their usual windows, as far as they are kept; for small charts.

    While those of a new publication are being computed, `Kept` ones stand in for them: `older`, with the time they were
    computed at, the last one perhaps of an earlier day. A number that could not be computed says so in `error`.
    """
    kpis = [declared(kpi_id) for kpi_id in kpi_ids]
    kept = kpi_values.kept(kpis, days, unit, older=True)
    return {kpi.id: [kept[(kpi.id, day)] for day in days if (kpi.id, day) in kept] for kpi in kpis}


@lru_cache(maxsize=1024)
def _reasons(kpi_id: str, asked: Question) -> dict[str, int]:
    found = reading.query(
        f"""SELECT reason, count(*) AS units FROM {reading.ROWS}
            WHERE reason IS NOT NULL GROUP BY reason ORDER BY units DESC, reason""",
        rows=rows_sql(declared(kpi_id), asked.ask),
    )
    return {row["reason"]: row["units"] for row in found}


@lru_cache(maxsize=256)
def _past(kpi_id: str, asked: tuple[Question, ...]) -> list[Result]:
    return many_days.results(declared(kpi_id), asked)


@lru_cache(maxsize=4096)
def _answer(kpi_id: str, asked: Question, with_rows: bool) -> Result:
    """Remembered for as long as the publication is the current one: it is part of the question."""
    kpi, ask = declared(kpi_id), asked.ask
    if with_rows:
        (row,) = reading.query(sums_sql(kpi, ask, reading.ROWS), rows=rows_sql(kpi, ask))
    else:
        (row,) = reading.query(summary_sql(kpi, ask))
    return result(kpi, ask, row)
