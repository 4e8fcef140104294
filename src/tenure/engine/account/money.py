"""What one account paid, day by day, and the movements between.

The rules are those of `metrics.movements` (section 4 of docs/numbers.md), reached a second way: from the handful of
subscription rows of one account, so that a page need not compute all accounts to show one. A test holds them together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.core.periods import DAY, back
from tenure.engine import reading
from tenure.engine.account.pauses import Pauses
from tenure.engine.account.rates import Native, Rates

_ROWS = """
    SELECT subscription_id, status, currency, mrr_minor, start_date, end_date_excl, scheduled_resume_date
    FROM subscriptions
    WHERE account_id = ? AND start_date <= ? AND coalesce(end_date_excl > start_date, true)
    ORDER BY subscription_id, start_date, subscription_row_id"""
_BALANCES = """
    SELECT account_id, currency, sum(mrr_minor)::BIGINT AS mrr FROM subscriptions
    WHERE account_id IN (SELECT unnest(?)) AND status IN ('active', 'past_due') AND mrr_minor > 0
      AND start_date <= ? AND coalesce(end_date_excl > ?, true) GROUP BY ALL"""
_PAYING = ("active", "past_due")


@dataclass(frozen=True, slots=True)
class MrrChange:
    """On `day` MRR became `mrr_minor`, by a movement of this category."""

    day: date
    category: str  # of metrics.movements.CATEGORIES, without "none"
    amount_minor: int
    mrr_minor: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved between the ends of two days, in the company's currency at the rates of the first.

    `category` and `amount` are null where a rate is missing.
    """

    category: str | None
    amount: int | None


class MrrHistory:
    """Everything an account paid up to the end of `as_of`.

    `steps` (day, MRR from then on) and `changes` are in minor units of `currency`: the account's own when it only ever
    paid in one, so that they read as its invoices do; else the company's (`converted`), each level at the rate of its
    day and each change at the rate of the day before. Days on which a rate is missing are left out; `unpriced` says how
    many. `reported` is MRR on `as_of` in the company's currency at that day's rate and `change_12m` what twelve months
    changed at the rates of their opening; both are null where a rate is missing.
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]], rates: Rates, as_of: date, longest_pause: int) -> None:
        self.as_of = as_of
        self._paying = [row for row in rows if row["status"] in _PAYING and row["mrr_minor"] > 0]
        self._pauses = Pauses([row for row in rows if row["status"] == "paused"], longest_pause)
        self._rates = rates
        currencies = {row["currency"] for row in self._paying}
        self.converted = len(currencies) > 1
        self.currency = rates.currency if self.converted or not currencies else currencies.pop()
        self._shown = rates if self.converted else Rates((), self.currency)
        days = self._days()
        levels = [(day, self._shown.total(self.native(day), day)) for day in days]
        self.steps = [(day, mrr) for day, mrr in levels if mrr is not None]
        self.unpriced = len(levels) - len(self.steps)
        self.changes = [change for day in days if (change := self._change(day))]

    @property
    def first_paid(self) -> date | None:
        return min((row["start_date"] for row in self._paying), default=None)

    @property
    def now(self) -> int:
        return self.steps[-1][1] if self.steps else 0

    @property
    def paying(self) -> bool:
        return bool(self.native(self.as_of))

    @property
    def paused(self) -> bool:
        return not self.paying and self._pauses.hold(self.as_of)

    @property
    def reported(self) -> int | None:
        return self._rates.total(self.native(self.as_of), self.as_of)

    @property
    def change_12m(self) -> int | None:
        return self.moved(back(self.as_of, "12m"), self.as_of).amount

    def on(self, day: date) -> int:
        """What was paid on a day before, as `steps` tell it."""
        return next((mrr for at, mrr in reversed(self.steps) if at <= day), 0)

    def native(self, day: date) -> Native:
        """Minor units by currency at the end of a day; a currency in which nothing is paid is missing."""
        level: Native = {}
        for row in self._paying:
            if row["start_date"] <= day and (row["end_date_excl"] is None or day < row["end_date_excl"]):
                level[row["currency"]] = level.get(row["currency"], 0) + row["mrr_minor"]
        return level

    def moved(self, opening: date, closing: date) -> Moved:
        """The movement between the ends of two days, as the bridge of that period counts it."""
        return self._moved(opening, closing, self._rates)

    def _moved(self, opening: date, closing: date, rates: Rates) -> Moved:
        before, after = (rates.total(self.native(day), opening) for day in (opening, closing))
        if before is None or after is None:
            return Moved(None, None)
        return Moved(self._category(before, after, opening, closing), after - before)

    def _category(self, before: int, after: int, opening: date, closing: date) -> str:
        """The tests of section 4, in their order."""
        if before == after:
            return "none"
        if before == 0:
            first = self.first_paid
            return "new" if first and first > opening else "resume" if self._pauses.hold(opening) else "reactivation"
        if after == 0:
            return "pause" if self._pauses.hold(closing) else "churn"
        return "expansion" if after > before else "contraction"

    def _change(self, day: date) -> MrrChange | None:
        moved = self._moved(day - DAY, day, self._shown)
        if not moved.category or moved.category == "none" or moved.amount is None:
            return None
        return MrrChange(day, moved.category, moved.amount, self.on(day))

    def _days(self) -> list[date]:
        """On which what is paid may have changed."""
        turns = {row[end] for row in self._paying for end in ("start_date", "end_date_excl")}
        return sorted(day for day in turns if day is not None and day <= self.as_of)


def mrr_of(account_ids: Collection[str], day: date, currency: str) -> dict[str, int | None]:
    """MRR of several accounts at the end of a day, in the company's currency; null where a rate is missing."""
    found = reading.query(_BALANCES, [list(account_ids), day, day])
    rates = Rates.of({row["currency"] for row in found}, currency)
    levels: dict[str, Native] = {key: {} for key in account_ids}
    for row in found:
        levels[row["account_id"]][row["currency"]] = row["mrr"]
    return {key: rates.total(level, day) for key, level in levels.items()}


def mrr_history(account_id: str, as_of: date, currency: str, longest_pause: int) -> MrrHistory:
    """What `account_id` paid up to the end of `as_of`; `currency` is the company's, `longest_pause` in days.

    Raises NothingPublished and TooSlow.
    """
    rows = reading.query(_ROWS, [account_id, as_of])
    return MrrHistory(rows, Rates.of({row["currency"] for row in rows}, currency), as_of, longest_pause)
