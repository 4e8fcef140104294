"""The history of a measure: median and quartiles of accounts over the weeks of a year, and one account beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from tenure.customers.access import visible_accounts
from tenure.customers.filters import search
from tenure.customers.models import Account
from tenure.engine.measures import looking
from tenure.metrics.measures import Measure, in_sentence
from tenure.metrics.measures.spread import Quartiles, quartiles
from tenure.web import charts
from tenure.web import format as words
from tenure.web.charts.theme import iso
from tenure.web.measures.spreading import kind
from tenure.web.measures.who import Who
from tenure.web.measures.words import value

_CANDIDATES: Final = 8


@dataclass(frozen=True, slots=True)
class Named:
    """The account that was asked for by id or by name; `several` when the name fits more than one."""

    typed: str = ""
    account: Account | None = None
    several: Sequence[Account] = ()
    problem: str = ""


def named(typed: str, user: Any) -> Named:
    typed = " ".join(typed.split())[:200]
    if not typed:
        return Named()
    seen = visible_accounts(user)
    if exact := seen.filter(pk=typed).first():
        return Named(exact.name, exact)
    found = list(search(seen, typed).order_by("name", "pk")[: _CANDIDATES + 1])
    alone = [one for one in found if one.name.casefold() == typed.casefold()] or found
    if len(alone) == 1:
        return Named(alone[0].name, alone[0])
    problem = "" if found else f"No account has {typed!r} in its name, domain or id."
    return Named(typed, several=found[:_CANDIDATES], problem=problem)


def told(measure: Measure, who: Who, account: Account | None, user: Any) -> dict[str, Any]:
    """Raises NothingPublished and TooSlow."""
    book, ids = looking.weeks(measure), who.ids(user)
    found = quartiles(book.values[0], book.of(ids))
    rows = [_row(measure, day, one) for day, one in zip(book.days, found, strict=True)]
    mine = _mine(measure, book, account)
    table = [(row["date"], row["shown"], row["half"], row["known"], mine[n]["shown"] if mine else "")
             for n, row in enumerate(rows)]  # fmt: skip
    return {
        "as_of": book.today, "table": table[::-1], "empty": not any(one.known for one in found) and not mine,
        "missing": account is not None and not mine, "now": mine[-1]["shown"] if mine else "",
        "accounts": found[-1].of, "chart": charts.measure_history(rows, mine, kind(measure), _finding(measure, rows)),
    }  # fmt: skip


def _row(measure: Measure, day: Any, one: Quartiles) -> dict[str, Any]:
    lower, upper = value(measure, one.lower), value(measure, one.upper)
    return {
        "day": iso(day), "date": words.day(day), "lower": one.lower, "median": one.median, "upper": one.upper,
        "shown": value(measure, one.median), "half": words.EMPTY if one.median is None else f"{lower} and {upper}",
        "known": f"{one.known:,} of {one.of:,}",
    }  # fmt: skip


def _mine(measure: Measure, book: looking.Book, account: Account | None) -> list[dict[str, Any]]:
    """The account's own values; nothing when the account is not in what was computed."""
    if account is None or account.pk not in book.accounts:
        return []
    numbers = book.values[0][:, book.accounts.index(account.pk)]
    return [
        {"day": iso(day), "date": words.day(day), "name": account.name, "value": None if number != number else number,
         "shown": value(measure, None if number != number else number),
         "text": f"{account.name} {value(measure, number)}" if number == number else ""}
        for day, number in zip(book.days, map(float, numbers), strict=True)
    ]  # fmt: skip


def _finding(measure: Measure, rows: Sequence[dict[str, Any]]) -> str:
    known = [row for row in rows if row["median"] is not None]
    if not known:
        return f"{measure.name} was not known of any of these accounts in this time."
    first, last = known[0], known[-1]
    return f"The median of {in_sentence(measure.name)} was {first['shown']} on {first['date']} and is {last['shown']}."
