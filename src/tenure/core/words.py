"""How values read on pages and in files: money, numbers, ratios and days. Minus is U+2212, empty is an en dash."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone

from tenure.core.money import minor_exponent

EMPTY = "–"
Number = int | float | Decimal | Fraction
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "CHF": "CHF ", "CAD": "CA$", "AUD": "A$"}
_STEPS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))


def _signed(text: str, negative: bool, plus: bool = False) -> str:
    return ("−" if negative else "+" if plus else "") + text


def number(value: Number | None, digits: int = 0, plus: bool = False) -> str:
    """1,234 or −1,234.5; a plus sign on request."""
    if value is None:
        return EMPTY
    return _signed(f"{abs(float(value)) if digits else abs(round(value)):,.{digits}f}", value < 0, plus and value > 0)


def currency_sign(currency: str) -> str:
    """What stands before an amount: $, €, or the code with a space."""
    return _SIGNS.get(currency, f"{currency} " if currency else "")


def money(minor: int | None, currency: str, plus: bool = False) -> str:
    """The full amount: $1,234.50."""
    if minor is None:
        return EMPTY
    exponent = minor_exponent(currency)
    major = abs(minor) / Decimal(10) ** exponent
    digits = 0 if major == major.to_integral_value() else exponent
    return _signed(f"{currency_sign(currency)}{major:,.{digits}f}", minor < 0, plus and minor > 0)


def money_short(minor: int | None, currency: str, plus: bool = False) -> str:
    """Three figures for lists: $96.4k, $412k, $14.3M."""
    if minor is None:
        return EMPTY
    major = abs(minor) / 10 ** minor_exponent(currency)
    return _signed(currency_sign(currency) + _short(major), minor < 0, plus and minor > 0)


def _short(major: float) -> str:
    for size, letter in _STEPS:
        if major >= size * 0.9995:
            scaled = major / size
            digits = 2 if scaled < 9.995 else 1 if scaled < 99.95 else 0
            return f"{scaled:.{digits}f}".rstrip("0").rstrip(".") + letter if digits else f"{scaled:.0f}{letter}"
    return f"{major:,.0f}"


def percent(ratio: Number | None, digits: int = 1, plus: bool = False) -> str:
    """One decimal of a percent: 106.1%."""
    if ratio is None:
        return EMPTY
    value = float(ratio) * 100
    return _signed(f"{abs(value):.{digits}f}%", value < 0, plus and value > 0)


def points(difference: Number | None) -> str:
    """A difference of two ratios in percentage points: +1.2 pts."""
    if difference is None:
        return EMPTY
    value = round(float(difference) * 100, 1)
    return _signed(f"{abs(value):.1f} pts", value < 0, value > 0)


def signed(difference: Number) -> str:
    """A difference to a tenth, with its sign: +1.5."""
    return number(difference, 1, plus=True).removesuffix(".0")


def day(value: date | datetime | None) -> str:
    """28 Feb 2027; of an instant, its day in the time zone that is active."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return EMPTY if value is None else f"{value.day:02d} {value:%b %Y}"


def late(days: int) -> str:
    """1 day late; 1,646 days late."""
    return "1 day late" if days == 1 else f"{number(days)} days late"


def initials(name: str) -> str:
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def tone(name: str) -> int:
    """A steady number from 1 to 6 for the colour of an avatar."""
    return sum(ord(letter) for letter in name) % 6 + 1
