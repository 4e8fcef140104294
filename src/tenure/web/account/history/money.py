"""What one account paid, day by day, and the movements between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any

from tenure.core.money import round_half_away
from tenure.core.periods import DAY, back
from tenure.engine import reading
from tenure.web.charts import MrrChange

_STEPS = """
    SELECT day, currency, sum(delta_minor)::BIGINT AS delta FROM mrr_steps
    WHERE account_id = ? AND day <= ? GROUP BY day, currency ORDER BY day"""
_PAUSES = """
    SELECT start_date, end_date_excl, scheduled_resume_date FROM subscriptions
    WHERE account_id = ? AND status = 'paused' AND start_date <= ?"""
_RATES = "SELECT currency, valid_from, valid_to_excl, rate FROM fx_rates WHERE list_contains(?, currency)"

Native = dict[str, int]


@dataclass(frozen=True, slots=True)
class MrrHistory:
    """MRR after every change, in minor units of `currency`: the account's own if it has only one, else the company's.

    `reported` is MRR on the day asked for in the company's currency at that day's rate, `change_12m` what twelve months
    changed at the rates of the opening day (section 4 of docs/numbers.md); both null where a rate is missing.
    """

    currency: str
    steps: Sequence[tuple[date, int]]
    changes: Sequence[MrrChange]
    native: Mapping[str, int]
    reported: int | None
    change_12m: int | None
    paused: bool = False

    @property
    def first_paid(self) -> date | None:
        return next((day for day, mrr in self.steps if mrr > 0), None)

    @property
    def now(self) -> int:
        return self.steps[-1][1] if self.steps else 0

    def on(self, day: date) -> int:
        """What was paid on a day before, in the same currency."""
        return next((mrr for at, mrr in reversed(self.steps) if at <= day), 0)


def mrr_history(account_id: str, as_of: date, currency: str, longest_pause: int) -> MrrHistory:
    """Everything `account_id` paid up to the end of `as_of`; `currency` is the company's."""
    levels = _levels(reading.query(_STEPS, [account_id, as_of]))
    pauses = _Pauses(reading.query(_PAUSES, [account_id, as_of]), longest_pause)
    currencies = sorted({name for _, level in levels for name in level})
    rates = _Rates(reading.query(_RATES, [[*currencies, currency]]), currency)
    shown = currencies[0] if len(currencies) == 1 else currency
    steps = [(day, level.get(shown, 0) if len(currencies) == 1 else rates.total(level, day)) for day, level in levels]
    known = [(day, mrr) for day, mrr in steps if mrr is not None]
    opening, closing = _on(levels, back(as_of, "12m")), _on(levels, as_of)
    at_opening = [rates.total(level, back(as_of, "12m")) for level in (opening, closing)]
    return MrrHistory(
        currency=shown,
        steps=known,
        changes=list(_changes(known, pauses)),
        native={name: minor for name, minor in closing.items() if minor},
        reported=rates.total(closing, as_of),
        change_12m=None if None in at_opening else at_opening[1] - at_opening[0],  # type: ignore[operator]
        paused=not any(closing.values()) and pauses.hold(as_of),
    )


def _levels(deltas: Sequence[Mapping[str, Any]]) -> list[tuple[date, Native]]:
    """The running sum per currency after each day with a change."""
    by_day: dict[date, Native] = {}
    for row in deltas:
        by_day.setdefault(row["day"], {})[row["currency"]] = row["delta"]
    levels = accumulate(by_day.values(), _plus)
    return list(zip(by_day, levels, strict=True))


def _plus(level: Native, delta: Native) -> Native:
    return level | {name: level.get(name, 0) + change for name, change in delta.items()}


def _on(levels: Sequence[tuple[date, Native]], day: date) -> Native:
    return next((level for at, level in reversed(levels) if at <= day), {})


def _changes(steps: Sequence[tuple[date, int]], pauses: "_Pauses") -> list[MrrChange]:
    changes, before, paid = [], 0, False
    for day, mrr in steps:
        if mrr != before:
            changes.append(MrrChange(day, _category(before, mrr, paid, day, pauses), mrr - before, mrr))
        before, paid = mrr, paid or mrr > 0
    return changes


def _category(before: int, now: int, paid: bool, day: date, pauses: "_Pauses") -> str:
    """The tests of section 4, in its order, for the one day on which it changed."""
    if before == 0:
        return "resume" if paid and pauses.hold(day - DAY) else "reactivation" if paid else "new"
    if now == 0:
        return "pause" if pauses.hold(day) else "churn"
    return "expansion" if now > before else "contraction"


class _Pauses:
    """Pauses that count: a resume is scheduled within the longest pause and has not passed."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], longest: int) -> None:
        self._spans = [
            (row["start_date"], row["end_date_excl"], row["scheduled_resume_date"])
            for row in rows
            if row["scheduled_resume_date"] and (row["scheduled_resume_date"] - row["start_date"]).days <= longest
        ]

    def hold(self, day: date) -> bool:
        return any(start <= day and (end is None or day < end) and day < resume for start, end, resume in self._spans)


class _Rates:
    def __init__(self, rows: Sequence[Mapping[str, Any]], currency: str) -> None:
        self._rows, self._currency = rows, currency

    def total(self, level: Native, day: date) -> int | None:
        """The level in the company's currency, rounded per currency (rule R6); null if a rate is missing."""
        amounts = [self._converted(minor, name, day) for name, minor in level.items() if minor]
        return None if None in amounts else sum(amount for amount in amounts if amount is not None)

    def _converted(self, minor: int, currency: str, day: date) -> int | None:
        if currency == self._currency:
            return minor
        rate = next((row["rate"] for row in self._rows if row["currency"] == currency and _covers(row, day)), None)
        return None if rate is None else round_half_away(Fraction(minor) * Fraction(Decimal(rate)))


def _covers(row: Mapping[str, Any], day: date) -> bool:
    start, end = row["valid_from"], row["valid_to_excl"]
    return (start is None or start <= day) and (end is None or day < end)
