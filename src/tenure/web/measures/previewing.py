"""What a definition says of real accounts today, beside what the version in force says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tenure.customers.access import visible_accounts
from tenure.customers.models import AccountState
from tenure.engine.measures import looking
from tenure.metrics.measures import Measure
from tenure.metrics.measures.spread import Spread, spread
from tenure.web import format as words
from tenure.web.measures.words import value

_MOVED: Final = 6  # accounts that move most
_LARGEST: Final = 6  # those that pay most


@dataclass(frozen=True, slots=True)
class Line:
    """An account with its value in words under both definitions; `before` is empty for a measure that is new."""

    account: str
    name: str
    before: str
    now: str
    change: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    """`differs` is how many accounts have another value than by the version in force, None for a new measure."""

    as_of: date
    now: Spread
    before: Spread | None
    differs: int | None
    lines: Sequence[Line]


def preview(measure: Measure, published: Measure | None, user: Any) -> Preview:
    """Raises NothingPublished and TooSlow."""
    book = looking.today([measure])
    there, now = book.there[-1], book.values[0][-1]
    before = looking.today([published]).values[0][-1] if published else now
    moves = _moves(before, now) & there
    chosen = _chosen(book, before, now, moves)
    return Preview(
        book.today, _spread(measure, now[there]), _spread(measure, before[there]) if published else None,
        int(moves.sum()) if published else None, _lines(measure, published, book, before, now, chosen, user),
    )  # fmt: skip


def _spread(measure: Measure, values: npt.NDArray[np.float64]) -> Spread:
    return spread(values, whole=measure.unit != "ratio")


def _moves(before: npt.NDArray[np.float64], now: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Whose value is another one, or became known or unknown."""
    same: npt.NDArray[np.bool_] = np.isclose(before, now, rtol=1e-9, atol=1e-12, equal_nan=True)
    return ~same


def _chosen(
    book: looking.Book, before: npt.NDArray[np.float64], now: npt.NDArray[np.float64], moves: npt.NDArray[np.bool_]
) -> list[int]:
    """Those that move most, then those that pay most; each once."""
    size = np.where(moves, np.nan_to_num(np.abs(now - before), nan=np.inf), -1)
    first = [int(n) for n in np.argsort(-size, kind="stable")[:_MOVED] if moves[n]]
    at = {account: n for n, account in enumerate(book.accounts)}
    largest = AccountState.objects.filter(arr_minor__gt=0).order_by("-arr_minor").values_list("account_id", flat=True)
    paying = [at[account] for account in largest[: 2 * _LARGEST + _MOVED] if account in at]
    rest = [n for n in paying if n not in first and book.there[-1, n]]
    return first + rest[:_LARGEST]


def _lines(
    measure: Measure, published: Measure | None, book: looking.Book, before: npt.NDArray[np.float64],
    now: npt.NDArray[np.float64], chosen: Sequence[int], user: Any,
) -> list[Line]:  # fmt: skip
    ids = [book.accounts[n] for n in chosen]
    names = dict(visible_accounts(user).filter(pk__in=ids).values_list("pk", "name"))
    return [
        _line(measure, published, account, names[account], float(before[n]), float(now[n]))
        for n, account in zip(chosen, ids, strict=True) if account in names
    ]  # fmt: skip


def _line(measure: Measure, published: Measure | None, account: str, name: str, before: float, now: float) -> Line:
    was, is_ = _known(before), _known(now)
    if published is None:
        return Line(account, name, "", value(measure, is_), "", None)
    moved = None if was is None or is_ is None or np.isclose(was, is_) else is_ - was
    better = None if moved is None else (moved > 0) == (measure.good == "up")
    return Line(account, name, value(published, was), value(measure, is_), _change(measure, moved), better)


def _change(measure: Measure, moved: float | None) -> str:
    if moved is None:
        return ""
    if measure.unit == "ratio":
        return words.points(moved)
    return words.number(moved, 0 if moved.is_integer() else 1, plus=True)


def _known(number: float) -> float | None:
    return None if np.isnan(number) else number
