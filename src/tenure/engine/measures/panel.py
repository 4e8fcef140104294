"""Measures of all accounts on some days, as arrays.

Each formula is a few sparse rows of the database, put on the grid of days and accounts and carried forward: a running
sum, the last value, or the last day. The work hardly depends on the number of days, so a year of weeks costs
little more than one day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from tenure.core.periods import DAY
from tenure.engine.measures import moves
from tenure.metrics.measures import Measure
from tenure.metrics.measures.kinds import Change, Distinct, Formula, Latest, Level, Ratio, Recency, Rows, Share, Sum

Grid = npt.NDArray[np.float64]  # days x accounts; not a number where the value is unknown


@dataclass(frozen=True, slots=True)
class Panel:
    """`values` and `coverage` by the id of a measure: days x accounts. Coverage is 0 where the value is unknown."""

    accounts: tuple[str, ...]
    days: tuple[date, ...]
    values: Mapping[str, Grid]
    coverage: Mapping[str, Grid]


def evaluate(
    connection: duckdb.DuckDBPyConnection, measures: Sequence[Measure], days: Sequence[date],
    accounts: Sequence[str] | None = None, *, running: date | None = None,
) -> Panel:  # fmt: skip
    """The measures on these days (ascending), of these accounts or of all in table `accounts`.

    Only facts dated up to a day count on it. The `running` day, the last asked, is not over: what is counted in a
    window is not less than the day before, or every morning would look like a decline. Rows of an account that is not
    asked are ignored. Afterwards the connection has tables `asked_accounts` (account_id, n) and `asked_days` (on_day,
    k): the places in the grids.
    """
    run = _Run(connection, accounts, running)
    found = {measure.id: run.grid(measure.formula, tuple(days)) for measure in measures}
    run.put(tuple(days))
    return Panel(
        run.accounts, tuple(days), {id: grid for id, (grid, _) in found.items()},
        {id: covered for id, (_, covered) in found.items()},
    )  # fmt: skip


class _Run:
    """One evaluation: formulas that several measures share are asked once."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, accounts: Sequence[str] | None, running: date | None
    ) -> None:
        self._connection, self._running = connection, running
        if accounts is None:
            found = connection.execute("SELECT account_id FROM accounts ORDER BY account_id").fetchall()
            accounts = [account for (account,) in found]
        self.accounts = tuple(accounts)
        connection.execute("CREATE OR REPLACE TEMP TABLE asked_accounts (account_id VARCHAR, n BIGINT)")
        if self.accounts:
            connection.execute(
                "INSERT INTO asked_accounts SELECT unnest($1), unnest(range(len($1)))", [list(self.accounts)]
            )
        self._known: dict[tuple[Formula, tuple[date, ...]], tuple[Grid, Grid]] = {}
        self._days: tuple[date, ...] = ()

    def grid(self, formula: Formula, days: tuple[date, ...]) -> tuple[Grid, Grid]:
        """Values and coverage."""
        if (formula, days) not in self._known:
            grid = self._latest(formula, days) if isinstance(formula, Latest) else self._plain(formula, days)
            self._known[formula, days] = grid
        return self._known[formula, days]

    def _plain(self, formula: Formula, days: tuple[date, ...]) -> tuple[Grid, Grid]:
        grid = self._values(formula, days)
        return grid, coverage_of(grid)

    def _values(self, formula: Formula, days: tuple[date, ...]) -> Grid:
        match formula:
            case Level():
                return self._after_first(formula, self._summed(moves.level(formula, days[-1]), days), days)
            case Sum() | Distinct():
                moving = partial(moves.counted, formula)
                return self._after_first(formula, self._windowed(moving, days), days)
            case Share():
                return self._share(formula, days)
            case Ratio():
                return divided(self.grid(formula.over, days)[0], self.grid(formula.under, days)[0])
            case Change():
                return self._change(formula, days)
            case Recency():
                return self._lasting(formula, days) if formula.source.until else self._recency(formula, days)
        raise AssertionError(formula)

    def _share(self, share: Share, days: tuple[date, ...]) -> Grid:
        used = self._windowed(partial(moves.share_used, share), days)
        return divided(used, self._summed(moves.entitled(), days))

    def _change(self, change: Change, days: tuple[date, ...]) -> Grid:
        earlier = tuple(day - change.days * DAY for day in days)
        both = tuple(sorted({*days, *earlier}))
        grid = self.grid(change.of, both)[0]
        at = {day: row for row, day in enumerate(both)}
        now, before = grid[[at[day] for day in days]], grid[[at[day] for day in earlier]]
        return divided(now - before, before) if change.relative else now - before

    def _recency(self, formula: Recency, days: tuple[date, ...]) -> Grid:
        rows = self._sparse(moves.occurrences(formula, days[-1]), days, "max(moved.day) - DATE '1970-01-01'")
        last = self._empty(days, -np.inf)
        last[rows["k"], rows["n"]] = rows["value"]
        np.maximum.accumulate(last, axis=0, out=last)
        since = _numbers(days)[:, None] - last
        return np.where(np.isfinite(since), since, np.nan)

    def _lasting(self, formula: Recency, days: tuple[date, ...]) -> Grid:
        """Rows in force (or ahead, and not settled): few an account, so each is held against each day."""
        self.put(days)
        away, holds = ("day - on_day", "day > on_day") if formula.ahead else ("on_day - day", "day <= on_day")
        rows = self._columns(
            f"SELECT k, n, min({away}) AS value FROM ({moves.lasting(formula)}) JOIN asked_accounts USING (account_id) "
            f"JOIN asked_days ON {holds} AND coalesce(until > on_day, true) GROUP BY ALL"
        )
        grid = self._empty(days, np.nan)
        grid[rows["k"], rows["n"]] = rows["value"]
        return grid

    def _latest(self, formula: Latest, days: tuple[date, ...]) -> tuple[Grid, Grid]:
        rows = self._sparse(
            moves.latest(formula, days[-1]),
            days,
            "arg_max(moved.value, moved.day)",
            "(max(moved.day) - DATE '1970-01-01')::DOUBLE AS at",
        )
        values, answered = self._empty(days, np.nan), self._empty(days, -np.inf)
        values[rows["k"], rows["n"]], answered[rows["k"], rows["n"]] = rows["value"], rows["at"]
        last = np.maximum.accumulate(np.where(np.isnan(values), -1, np.arange(len(days))[:, None]), axis=0)
        held = np.take_along_axis(values, np.maximum(last, 0), axis=0)
        age = _numbers(days)[:, None] - np.maximum.accumulate(answered, axis=0)
        covered = np.where(last >= 0, np.clip(1 - age / formula.fade, 0, 1), 0)
        return np.where(covered > 0, held, np.nan), covered

    def _windowed(self, deltas: Callable[[date, date], str], days: tuple[date, ...]) -> Grid:
        if days[-1] != self._running:
            return self._summed(deltas(days[0], days[-1]), days)
        both = tuple(sorted({*days, days[-1] - DAY}))
        grid = self._summed(deltas(both[0], both[-1]), both)
        grid[-1] = np.maximum(grid[-1], grid[-2])
        return grid[[both.index(day) for day in days]]

    def _summed(self, deltas: str, days: tuple[date, ...]) -> Grid:
        rows, grid = self._sparse(deltas, days, "sum(moved.delta)"), self._empty(days, 0.0)
        grid[rows["k"], rows["n"]] = rows["value"]
        return grid.cumsum(axis=0, out=grid)

    def _after_first(self, formula: Rows, grid: Grid, days: tuple[date, ...]) -> Grid:
        [(first,)] = self._connection.execute(moves.first_row(formula)).fetchall()
        before = [first is None or day < first for day in days]
        grid[before] = np.nan
        return grid

    def _sparse(self, rows: str, days: tuple[date, ...], value: str, *more: str) -> dict[str, Any]:
        """`value` by account and by the first day asked on which a row counts."""
        self.put(days)
        chosen = ", ".join((f"({value})::DOUBLE AS value", *more))
        return self._columns(
            f"SELECT k, n, {chosen} FROM ({rows}) AS moved JOIN asked_accounts USING (account_id) "
            f"ASOF JOIN asked_days ON moved.day <= on_day GROUP BY k, n"
        )

    def _columns(self, query: str) -> dict[str, Any]:
        table = self._connection.sql(query).to_arrow_table()
        return {name: table.column(name).to_numpy() for name in table.column_names}

    def put(self, days: tuple[date, ...]) -> None:
        if days != self._days:
            self._connection.execute("CREATE OR REPLACE TEMP TABLE asked_days (on_day DATE, k BIGINT)")
            self._connection.execute("INSERT INTO asked_days SELECT unnest($1), unnest(range(len($1)))", [list(days)])
            self._days = days

    def _empty(self, days: tuple[date, ...], value: float) -> Grid:
        return np.full((len(days), len(self.accounts)), value)


def _numbers(days: Sequence[date]) -> Grid:
    return np.array([(day - date(1970, 1, 1)).days for day in days], dtype=np.float64)


def coverage_of(values: Grid) -> Grid:
    """1 where a value is known, 0 where it is not."""
    return np.where(np.isnan(values), 0.0, 1.0)


def divided(over: Grid, under: Grid) -> Grid:
    """Unknown where the divisor is 0 or unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(under == 0, np.nan, over / under)
