"""Revenue numbers a second time: slow, obvious, day by day, account by account, in plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tenure.core.money import round_half_away
from tenure.metrics import Ask

Row = dict[str, Any]
Facts = dict[str, list[Row]]


def covers(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)


@dataclass
class Unit:
    opening: int
    closing: int
    reported: int
    category: str
    logo_opening: bool
    logo_closing: bool
    paid_before: bool


class Oracle:
    def __init__(self, facts: Facts, asked: Ask) -> None:
        self.facts, self.ask = facts, asked
        self.opening, self.closing = asked.period.opening, asked.period.closing
        self._rows: dict[str, list[Row]] = {}
        for row in facts["subscriptions"]:
            self._rows.setdefault(row["account_id"], []).append(row)
        self.units = {unit: self.unit(accounts) for unit, accounts in self.members().items()}

    def members(self) -> dict[str, list[str]]:
        """Accounts by unit, under the hierarchy of the closing day."""
        found: dict[str, list[str]] = {}
        for account in self.facts["accounts"]:
            found.setdefault(self.parent(account["account_id"]), []).append(account["account_id"])
        return found

    def parent(self, account: str) -> str:
        if self.ask.unit == "account":
            return account
        (row,) = [
            row
            for row in self.facts["ultimate_parents"]
            if row["account_id"] == account and covers(row.get("valid_from"), row.get("valid_to_excl"), self.closing)
        ]
        return str(row["parent_id"])

    def unit(self, accounts: list[str]) -> Unit:
        opening = self.money(accounts, self.opening, self.opening)
        closing = self.money(accounts, self.closing, self.opening)
        before = any(self.paid_by(account, self.opening) for account in accounts)
        paused_opening = opening == 0 and self.paused(accounts, self.opening)
        paused_closing = closing == 0 and self.paused(accounts, self.closing)
        return Unit(
            opening,
            closing,
            self.money(accounts, self.closing, self.closing),
            category(opening, closing, before, paused_opening, paused_closing),
            opening > 0 or paused_opening,
            closing > 0 or paused_closing,
            before,
        )

    def money(self, accounts: list[str], day: date, rate_day: date) -> int:
        total = 0
        for account in accounts:
            for currency, minor in self.native(account, day).items():
                total += round_half_away(minor * self.rate(currency, rate_day))
        return total

    def native(self, account: str, day: date) -> dict[str, int]:
        sums: dict[str, int] = {}
        for row in self.rows(account):
            if row["status"] in ("active", "past_due") and covers(row["start_date"], row["end_date_excl"], day):
                sums[row["currency"]] = sums.get(row["currency"], 0) + row["mrr_minor"]
        return {currency: minor for currency, minor in sums.items() if minor}

    def rows(self, account: str) -> list[Row]:
        return self._rows.get(account, [])

    def rate(self, currency: str, day: date) -> Fraction:
        (row,) = [
            row
            for row in self.facts["fx_rates"]
            if row["currency"] == currency and covers(row.get("valid_from"), row.get("valid_to_excl"), day)
        ]
        return Fraction(Decimal(row["rate"]))

    def paid_by(self, account: str, day: date) -> bool:
        """Whether anything was paid on any day up to `day`: money only begins on the first day of a row."""
        starts = {row["start_date"] for row in self.rows(account) if row["start_date"] <= day}
        return any(self.native(account, start) for start in starts)

    def paused(self, accounts: list[str], day: date) -> bool:
        longest = timedelta(days=self.ask.number("longest_pause"))
        for account in accounts:
            paused = [row for row in self.rows(account) if row["status"] == "paused"]
            for row in paused:
                resume = row.get("scheduled_resume_date")
                if not resume or resume < day or not covers(row["start_date"], row["end_date_excl"], day):
                    continue
                if resume <= began(row, paused) + longest:
                    return True
        return False


def began(row: Row, paused: list[Row]) -> date:
    """The first day of the pause: rows of the same subscription that follow without a gap are one pause."""
    for other in paused:
        same = other["subscription_id"] == row["subscription_id"] and other["start_date"] < row["start_date"]
        if same and other["end_date_excl"] == row["start_date"]:
            return began(other, paused)
    return row["start_date"]  # type: ignore[no-any-return]


def category(opening: int, closing: int, before: bool, paused_opening: bool, paused_closing: bool) -> str:
    if opening == closing:
        return "none"
    if opening == 0:
        return "new" if not before else "resume" if paused_opening else "reactivation"
    if closing == 0:
        return "pause" if paused_closing else "churn"
    return "expansion" if closing > opening else "contraction"


def numbers(oracle: Oracle) -> dict[str, tuple[int, int | None]]:
    """Numerator and denominator of every number of revenue and logos."""
    units = list(oracle.units.values())
    base = [unit for unit in units if unit.opening > 0]
    opening = sum(unit.opening for unit in base)
    amounts = {name: sum(u.closing - u.opening for u in units if u.category == name) for name in MOVES}
    losses = -(amounts["churn"] + amounts["contraction"] + amounts["pause"])
    gains = amounts["new"] + amounts["expansion"]
    customers = [unit for unit in units if unit.logo_opening]
    lapsed = [unit for unit in units if unit.paid_before and not unit.logo_opening]
    paying = [unit for unit in units if unit.reported > 0]
    mrr = sum(unit.reported for unit in units)
    return {
        "nrr": (sum(unit.closing for unit in base), opening),
        "grr": (sum(min(unit.closing, unit.opening) for unit in base), opening),
        "revenue_churn_rate": (-amounts["churn"], opening),
        "gross_mrr_churn_rate": (losses, opening),
        "contraction_mrr_rate": (-amounts["contraction"], opening),
        "expansion_mrr_rate": (amounts["expansion"], opening),
        "customer_upgrade_rate": (sum(unit.closing > unit.opening for unit in base), len(base)),
        "customer_downgrade_rate_incl_term_extension": (
            sum(0 < unit.closing < unit.opening for unit in base),
            len(base),
        ),
        "logo_churn_rate": (sum(not unit.logo_closing for unit in customers), len(customers)),
        "logo_retention_rate": (sum(unit.logo_closing for unit in customers), len(customers)),
        "reactivation_rate": (sum(unit.closing > 0 for unit in lapsed), len(lapsed)),
        "quick_ratio": (gains, losses),
        "quick_ratio_incl_reactivation": (gains + amounts["reactivation"], losses),
        "mrr": (mrr, None),
        "arr": (12 * mrr, None),
        "arpa": (mrr, len(paying)),
        "paying_customers": (len(paying), None),
        "customers": (sum(unit.logo_closing for unit in units), None),
        "mrr_fx": (sum(unit.reported - unit.closing for unit in units), None),
        **{f"mrr_{name}": (amount, None) for name, amount in amounts.items()},
    }


MOVES = ("new", "resume", "reactivation", "pause", "churn", "expansion", "contraction")
