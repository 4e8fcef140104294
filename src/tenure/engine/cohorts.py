"""Net revenue retention by the month in which customers first paid: one row a cohort, one column a month of age."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tenure.core.periods import DAY, Period, add_months
from tenure.engine import publication, reading
from tenure.engine.questions import Params, Question, Segment, question
from tenure.metrics.ask import Unit
from tenure.metrics.ends import Ends
from tenure.metrics.first_paid import first_paid
from tenure.metrics.segments import inside
from tenure.metrics.statements import statement


@dataclass(frozen=True, slots=True)
class Cell:
    """A cohort at one age: the money it pays then (numerator) for what it paid at the end of its first month."""

    age: int
    as_of: date
    numerator: int | None
    denominator: int
    paying: int

    @property
    def value(self) -> float | None:
        return None if self.numerator is None or not self.denominator else self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Cohort:
    """Units that first paid in this month and paid something at its end."""

    month: date
    units: int
    opening: int
    cells: tuple[Cell, ...]


def cohorts(
    *,
    as_of: date | None = None,
    months: int = 24,
    unit: Unit = "parent",
    segment: Segment = None,
    params: Params | None = None,
) -> list[Cohort]:
    """Cohorts of the last `months` months, oldest first, followed to the last month end on or before `as_of`.

    Money is at the exchange rates of that month end throughout, so that a currency moves no cohort (E18). Accounts
    belong to the ultimate parent of that day, and to the segment by what they were the day before.
    """
    day = as_of or publication.current().as_of
    last = day if (day + DAY).day == 1 else day.replace(day=1) - DAY
    return _cohorts(question(Period(last, last + DAY), unit=unit, segment=segment, params=params), months)


@lru_cache(maxsize=64)
def _cohorts(asked: Question, months: int) -> list[Cohort]:
    found: dict[date, list[dict[str, Any]]] = {}
    for row in reading.query(_sql(asked, months)):
        found.setdefault(row["cohort"], []).append(row)
    return [_cohort(month, rows) for month, rows in sorted(found.items())]


def _cohort(month: date, rows: list[dict[str, Any]]) -> Cohort:
    opening = int(rows[0]["opening"])
    cells = tuple(Cell(r["age"], r["day"], r["closing"], opening, r["paying"]) for r in rows)
    return Cohort(month, rows[0]["units"], opening, cells)


def _sql(asked: Question, months: int) -> str:
    ask, last = asked.ask, asked.period.closing
    ends = [add_months(last, -n) for n in range(months - 1, -1, -1)]
    spine = ", ".join(f"(DATE '{day}')" for day in ends)
    parents = (
        "SELECT account_id, account_id AS unit_id FROM accounts"
        if asked.unit == "account"
        else "SELECT account_id, parent_id AS unit_id FROM ultimate_parents "
        f"WHERE coalesce(valid_from <= DATE '{last}', true) AND coalesce(valid_to_excl > DATE '{last}', true)"
    )
    paid = statement(("first_paid", "inside"), lambda ask: inside(ask, Ends(ask), first_paid(ask, Ends(ask))), ask)
    return f"""
        WITH parents AS ({parents}), paid AS ({paid}), spine(day) AS (VALUES {spine}),
        units AS (
            SELECT unit_id, date_trunc('month', first_paid)::DATE AS cohort FROM paid
            WHERE first_paid > DATE '{add_months(last, -months)}' AND first_paid <= DATE '{last}'),
        rates AS (
            SELECT currency, rate FROM fx_rates
            WHERE coalesce(valid_from <= DATE '{last}', true) AND coalesce(valid_to_excl > DATE '{last}', true)),
        steps AS (
            SELECT units.unit_id, units.cohort, s.account_id, s.currency, rates.rate, s.day, s.delta_minor
            FROM mrr_steps s JOIN parents USING (account_id) JOIN units USING (unit_id)
            LEFT JOIN rates ON rates.currency = s.currency),
        balances AS (
            SELECT unit_id, cohort, spine.day, round(sum(delta_minor)::DECIMAL(18, 0) * any_value(rate))::BIGINT AS mrr
            FROM steps JOIN spine ON steps.day <= spine.day WHERE spine.day >= cohort
            GROUP BY unit_id, cohort, spine.day, account_id, currency),
        levels AS (
            SELECT unit_id, cohort, day, sum(mrr) AS mrr FROM balances GROUP BY ALL),
        base AS (SELECT unit_id, cohort, mrr FROM levels WHERE day = last_day(cohort) AND mrr > 0)
        SELECT cohort, date_diff('month', cohort, day)::INTEGER AS age, day, count(*) AS units,
               (sum(sum(base.mrr) FILTER (day = last_day(cohort))) OVER (PARTITION BY cohort))::BIGINT AS opening,
               sum(levels.mrr)::BIGINT AS closing, count(*) FILTER (levels.mrr > 0) AS paying
        FROM levels JOIN base USING (unit_id, cohort) GROUP BY cohort, day ORDER BY cohort, day"""
