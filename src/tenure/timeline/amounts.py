"""Money in rows of the journal: kept as minor units with a currency beside it, told as an amount."""

from collections.abc import Iterator
from typing import Any

from tenure.core.words import money

Values = dict[str, Any]
_END = "_minor"


def worth(before: Values, after: Values) -> str:
    """What a quarter was worth, before and now; how that was worked out is the reason of the row."""
    known = [money(values["amount_minor"], values.get("currency", "")) for values in (before, after)
             if "amount_minor" in values]  # fmt: skip
    told = f"{after.get('period') or before.get('period')}: {' → '.join(known)}"
    return f"{told}, as {after['said']} said" if after.get("said") else told


def is_amount(name: str) -> bool:
    return name.endswith(_END)


def amount(name: str, values: Values, others: Values) -> str:
    """In the currency beside it, or on the other side where that did not change."""
    currency = _currency(name)
    return money(values[name], values.get(currency) or others.get(currency) or "")


def currencies(*several: Values) -> Iterator[str]:
    """Names of those that are told with their amounts."""
    for values in several:
        yield from (_currency(name) for name in values if is_amount(name))


def _currency(name: str) -> str:
    return f"{name.removesuffix(_END)}_currency"
