"""The four figures above the list, of everything it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tenure.customers.totals import Totals
from tenure.web import format as words


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    full: str
    change: str = ""
    good: bool | None = None
    said: str = ""
    past: Sequence[float] = ()


def figures(sums: Totals, currency: str, arr_past: Sequence[float] = ()) -> list[Figure]:
    """`arr_past` is the ARR of what the list holds over time, oldest first, where it is known."""
    return [_arr(sums, currency, arr_past), _users(sums), _seats(sums), _renewing(sums, currency)]


def _arr(sums: Totals, currency: str, past: Sequence[float]) -> Figure:
    count = f"{words.number(sums.accounts)} {'account' if sums.accounts == 1 else 'accounts'}"
    change, good = _change(sums.arr_change)
    said = f"in 12 months · {count}" if change else count
    full = words.money(sums.arr_minor, currency)
    return Figure("ARR in this view", words.money_short(sums.arr_minor, currency), full, change, good, said, past)


def _users(sums: Totals) -> Figure:
    change, good = _change(sums.active_users_change)
    said = f"from {words.number(sums.active_users_before)} the 30 days before" if change else "in the last 30 days"
    return Figure("Active users", words.number(sums.active_users), "In the last 30 days", change, good, said)


def _seats(sums: Totals) -> Figure:
    used = f"{words.number(sums.seated_users)} of {words.number(sums.seats)} seats active in 30 days"
    said = used if sums.utilisation is not None else "No seats in this view"
    return Figure("Seats used", words.percent(sums.utilisation), used, said=said)


def _renewing(sums: Totals, currency: str) -> Figure:
    value = words.money_short(sums.renewing_arr_minor if sums.renewing else 0, currency)
    said = f"{words.number(sums.renewing)} {'account' if sums.renewing == 1 else 'accounts'}"
    share = _share(sums)
    return Figure(
        "Renewing within 90 days", value, words.money(sums.renewing_arr_minor or 0, currency),
        said=f"{said} · {share} of ARR" if share else said,
    )  # fmt: skip


def _share(sums: Totals) -> str:
    if not sums.arr_minor or sums.renewing_arr_minor is None:
        return ""
    return words.percent(Fraction(sums.renewing_arr_minor, sums.arr_minor), 0)


def _change(ratio: Fraction | None) -> tuple[str, bool | None]:
    if ratio is None:
        return "", None
    shown = words.percent(ratio, plus=True)
    return shown, None if not ratio else ratio > 0
