"""Money of several currencies as one amount: rule R6, for one account."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from tenure.core.money import round_half_away
from tenure.engine import reading

_RATES = "SELECT currency, valid_from, valid_to_excl, rate FROM fx_rates WHERE list_contains(?, currency)"

Native = dict[str, int]


class Rates:
    """Rates into `currency`, which itself needs none."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], currency: str) -> None:
        self._rows, self.currency = rows, currency

    @classmethod
    def of(cls, currencies: Iterable[str], currency: str) -> Self:
        """The published rates of these currencies."""
        foreign = sorted(set(currencies) - {currency})
        return cls(reading.query(_RATES, [foreign]) if foreign else (), currency)

    def total(self, level: Native, day: date) -> int | None:
        """The amounts in `currency` at the rates of the day, each rounded by itself; null if a rate is missing."""
        amounts = [self._converted(minor, name, day) for name, minor in level.items()]
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if len(known) == len(amounts) else None

    def _converted(self, minor: int, currency: str, day: date) -> int | None:
        if currency == self.currency:
            return minor
        rate = next((row["rate"] for row in self._rows if row["currency"] == currency and _covers(row, day)), None)
        return None if rate is None else round_half_away(Fraction(minor) * Fraction(Decimal(rate)))


def _covers(row: Mapping[str, Any], day: date) -> bool:
    start, end = row["valid_from"], row["valid_to_excl"]
    return (start is None or start <= day) and (end is None or day < end)
