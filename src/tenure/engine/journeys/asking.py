"""Whether conditions hold, for every account on some days: days x accounts of yes and no.

A measure is evaluated, asked all that is asked of it, and forgotten before the next one, so that memory holds a few
grids of numbers however many criteria there are. What an account is and milestones are rows that begin and end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import duckdb
import numpy as np

from tenure.core.conditions import All, AnyOf, Check, Condition, Not
from tenure.engine.duck import text
from tenure.engine.measures import evaluate
from tenure.engine.measures.filters import sql
from tenure.metrics.journeys.asking import MILESTONES, POSITIVE, STAGE, Bools, Floats, number_holds, text_holds
from tenure.metrics.measures import Measure, read
from tenure.metrics.scorecards.fields import FIELDS

# Who has a contract: paid, on trial or paused; the same who are judged by scorecards.
HELD: Final = read({"id": "held", "name": "Subscriptions held", "group": "commercial", "formula": {
    "kind": "level", "of": "subscriptions", "where": "status in (active, past_due, trialing, paused)"}})  # fmt: skip
_OPPOSITE: Final = FIELDS.keys() | {MILESTONES}
_EVER: Final = "DATE '1900-01-01'"
_UNDER_WAY: Final = (
    "SELECT account_id, started_on AS day, 1 AS delta FROM onboardings UNION ALL "
    "SELECT account_id, least(completed_on, cancelled_on), -1 FROM onboardings "
    "WHERE coalesce(completed_on, cancelled_on) IS NOT NULL"
)


@dataclass(slots=True)
class Asker:
    """`accounts` None asks all. `values` keeps the last day of what was asked of a measure, if `keep`."""

    connection: duckdb.DuckDBPyConnection
    measures: Mapping[str, Measure]
    days: Sequence[date]
    accounts: Sequence[str] | None = None
    running: date | None = None
    keep: bool = False
    values: dict[str, Floats] = field(default_factory=dict)
    _there: Bools | None = None
    _held: dict[Check, Bools] = field(default_factory=dict)

    def there(self) -> Bools:
        """Who has a contract on which day. Puts the tables of days and accounts that all else is joined to."""
        if self._there is None:
            panel = evaluate(self.connection, [HELD], self.days, self.accounts, running=self.running)
            self.accounts = panel.accounts
            with np.errstate(invalid="ignore"):
                self._there = panel.values[HELD.id] > 0
        return self._there

    def prepare(self, conditions: Iterable[Condition]) -> None:
        """Look up all that these ask, each measure once."""
        asked = {_positive(check) for condition in conditions for check in condition.tests()}
        self.there()
        for name in sorted({check.field for check in asked if check.field in self.measures}):
            checks = [check for check in asked if check.field == name]
            if self.keep or any(check not in self._held for check in checks):
                self._measure(name, checks)
        for check in asked - self._held.keys():
            self._held[check] = self._stage(check) if check.field == STAGE else self._lasts(check)

    def _measure(self, name: str, checks: Iterable[Check]) -> None:
        panel = evaluate(self.connection, [self.measures[name]], self.days, self.accounts, running=self.running)
        values = panel.values[name]
        self._held |= {check: number_holds(check, values) for check in checks}
        if self.keep:
            self.values[name] = values[-1].copy()

    def holds(self, condition: Condition) -> Bools:
        """Of what was prepared."""
        shape = self.there().shape
        match condition:
            case All(parts=parts):
                return _reduced(np.logical_and, [np.ones(shape, dtype=np.bool_), *map(self.holds, parts)])
            case AnyOf(parts=parts):
                return _reduced(np.logical_or, [self.holds(part) for part in parts])
            case Not(part=part):
                return ~self.holds(part)
        positive = self._held[_positive(condition)]
        return positive if _positive(condition) == condition else ~positive

    def _stage(self, check: Check) -> Bools:
        under = self._running(_UNDER_WAY)
        return np.where(under, text_holds(check, "onboarding"), text_holds(check, "established"))

    def _lasts(self, check: Check) -> Bools:
        if check.field == MILESTONES:
            rows = (
                f"SELECT account_id, reached_on AS day, 1 AS delta FROM milestones WHERE {_value(check, 'milestone')}"
            )
            return self._running(rows)
        held = f"FROM attributes WHERE attribute = {text(check.field)} AND {_value(check, 'value')}"
        return self._running(
            f"SELECT account_id, coalesce(valid_from, {_EVER}) AS day, 1 AS delta {held} UNION ALL "
            f"SELECT account_id, valid_to_excl, -1 {held} AND valid_to_excl IS NOT NULL"
        )

    def _running(self, rows: str) -> Bools:
        """Where the sum of the deltas up to the day is above 0."""
        found = self.connection.sql(
            f"SELECT k, n, sum(delta)::BIGINT AS value FROM ({rows}) AS moved JOIN asked_accounts USING (account_id) "
            f"ASOF JOIN asked_days ON moved.day <= on_day GROUP BY k, n"
        ).to_arrow_table()
        k, n, value = (found.column(name).to_numpy() for name in ("k", "n", "value"))
        grid = np.zeros(self.there().shape, dtype=np.int32)
        grid[k, n] = value
        held: Bools = grid.cumsum(axis=0) > 0
        return held


def _reduced(how: np.ufunc, grids: Sequence[Bools]) -> Bools:
    held: Bools = how.reduce(grids)
    return held


def _positive(check: Check) -> Check:
    """Of a measure a negative test has a meaning of its own, because the unknown meets it."""
    return replace(check, op=POSITIVE.get(check.op, check.op)) if check.field in _OPPOSITE else check


def _value(check: Check, column: str) -> str:
    return sql(replace(check, field=column))
