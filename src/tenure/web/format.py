"""How values read on every page; see `tenure.core.words`."""

from tenure.core.words import (
    EMPTY,
    Number,
    currency_sign,
    day,
    initials,
    late,
    money,
    money_short,
    number,
    percent,
    points,
    signed,
    tone,
)

__all__ = [
    "EMPTY",
    "Number",
    "currency_sign",
    "day",
    "initials",
    "late",
    "money",
    "money_short",
    "number",
    "percent",
    "points",
    "signed",
    "tone",
]
