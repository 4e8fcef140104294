from fractions import Fraction

import pytest

from tenure.core.money import CURRENCIES, minor_exponent, round_half_away


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(Fraction(1, 2), 1), (Fraction(5, 2), 3), (Fraction(-1, 2), -1), (Fraction(-5, 2), -3), (Fraction(1, 3), 0),
     (Fraction(-1, 3), 0), (Fraction(2, 3), 1), (Fraction(7), 7), (Fraction(0), 0)],
)  # fmt: skip
def test_ties_go_away_from_zero(value: Fraction, rounded: int) -> None:
    assert round_half_away(value) == rounded


def test_minor_units_follow_the_currency() -> None:
    assert [minor_exponent(code) for code in ("USD", "JPY", "KWD")] == [2, 0, 3]


def test_currencies_are_codes() -> None:
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert {"USD", "EUR", "GBP", "JPY", "CHF"} <= CURRENCIES
