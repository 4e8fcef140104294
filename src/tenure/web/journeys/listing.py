"""Accounts on a journey that are asked for: in a stage on a day, stalled, missing something, or on one ribbon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from django.http import QueryDict

from tenure.core.periods import DAY
from tenure.customers.access import visible_accounts
from tenure.customers.models import Account
from tenure.engine.journeys.kept import Book
from tenure.engine.journeys.waiting import Waiting, waiting
from tenure.metrics.journeys import Journey, Visits
from tenure.metrics.journeys.telling import expected, stalled
from tenure.metrics.journeys.visits import Ints
from tenure.web.journeys import words
from tenure.web.journeys.opened import Opened

PER_PAGE: Final = 50
LEFT: Final = "left"


@dataclass(frozen=True, slots=True)
class Asked:
    """Places of stages, None for all; `was` is where they were at the beginning of the period."""

    stage: int | None
    was: int | None
    left: bool
    stalled: bool
    misses: int | None
    page: int

    @classmethod
    def read(cls, given: QueryDict, journey: Journey) -> "Asked":
        count = len(journey.stages)
        stage = _place(given.get("stage", ""), count)
        asked = len(journey.asked(stage)) if stage is not None else 0
        was, page = _place(given.get("was", ""), count), _place(given.get("page", ""), 10**6)
        return cls(stage, was, given.get("stage") == LEFT and was is not None, "stalled" in given,
                   _place(given.get("misses", ""), asked), page or 1)  # fmt: skip

    def parameters(self) -> dict[str, object]:
        named = {"stage": LEFT if self.left else self.stage, "was": self.was, "misses": self.misses}
        kept: dict[str, object] = {name: value for name, value in named.items() if value is not None}
        return kept | ({"stalled": 1} if self.stalled else {})


def _place(text: str, count: int) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 8 and int(text) < count else None


@dataclass(frozen=True, slots=True)
class Row:
    account: Account | None
    id: str
    stage: str
    entered: date | None
    seen: bool
    days: int | None
    expected: int | None
    over: int
    arr_minor: int
    missing: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listed:
    rows: list[Row]
    total: int
    arr_minor: int
    page: int
    pages: int


def listed(here: Opened, book: Book, asked: Asked, user: Any) -> Listed:
    """The most valuable first."""
    day = here.period.first if asked.left else here.period.last
    arr = here.worth(book, day)
    found = _found(here, book, asked)
    order = np.lexsort((found.account, -arr[found.account]))
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(asked.page, pages)
    shown = found.chosen(order[(page - 1) * PER_PAGE : page * PER_PAGE])
    return Listed(list(_rows(here, book, shown, arr, asked, user)), len(found), int(arr[found.account].sum()),
                  page, pages)  # fmt: skip


def _found(here: Opened, book: Book, asked: Asked) -> Visits:
    now = book.visits.on(here.period.last)
    before = book.visits.on(here.period.first)
    if asked.was is not None:
        before = before.chosen(before.stage == asked.was)
    if asked.left:
        return before.chosen(~np.isin(before.account, now.account))
    if asked.was is not None:
        now = now.chosen(np.isin(now.account, before.account))
    if asked.stage is not None:
        now = now.chosen(now.stage == asked.stage)
    if asked.stalled:
        now = now.chosen(stalled(here.journey, now, here.period.last))
    if asked.misses is not None and asked.stage is not None and len(now):
        looked = waiting(here.law, here.period.last, [book.accounts[n] for n in now.account])
        criterion = here.journey.asked(asked.stage)[asked.misses]
        now = now.chosen(looked.unmet(asked.stage)[criterion])
    return now


def _rows(here: Opened, book: Book, shown: Visits, arr: Ints, asked: Asked, user: Any) -> Iterator[Row]:
    ids = [book.accounts[n] for n in shown.account]
    accounts = visible_accounts(user).select_related("owner").in_bulk(ids)
    looked = None if asked.left or not ids else waiting(here.law, here.period.last, ids)
    usual, days = expected(here.journey, shown.stage), shown.days(here.period.last)
    for n, key in enumerate(ids):
        place, endless = int(shown.stage[n]), bool(np.isinf(usual[n]))
        yield Row(
            accounts.get(key), key, here.journey.stages[place].name, _date(int(shown.entered[n])), bool(shown.seen[n]),
            None if asked.left else int(days[n]), None if endless else int(usual[n]),
            0 if endless or asked.left else max(0, int(days[n] - usual[n])), int(arr[shown.account[n]]),
            _missing(here, looked, n, place) if looked else [],
        )  # fmt: skip


def _missing(here: Opened, looked: Waiting, n: int, place: int) -> list[tuple[str, str]]:
    known = here.known
    values = {name: None if np.isnan(column[n]) else float(column[n]) for name, column in looked.values.items()}
    return [(words.label(one, known), words.observed(one, known, values)) for one in looked.missing(n, place)]


def _date(days: int) -> date:
    return date(1970, 1, 1) + days * DAY


def title(asked: Asked, journey: Journey) -> str:
    """What the list shows, in one sentence without its full stop."""
    name = None if asked.stage is None else journey.stages[asked.stage].name
    if asked.was is not None:
        was = journey.stages[asked.was].name
        if asked.left:
            return f"Were in {was} and left the journey"
        return (
            f"Were in {was}" if name is None else f"Stayed in {was}" if name == was else f"Moved from {was} to {name}"
        )
    return f"{'Stalled in' if asked.stalled else 'In'} {name or 'any stage'}"
