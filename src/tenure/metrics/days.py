"""The days a question is about, in expressions: as literals, or as blanks of a statement that serves every day.

Building and compiling an expression costs some 200 ms, and its text does not depend on the day. So `statements` builds
it once with blanks and fills in the days of each question.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final

import ibis

from tenure.core.periods import DAY, add_months
from tenure.metrics.ask import Ask

Column = Any  # Ibis comes without types

_BLANK: Final = re.compile(r"\bASKED_DAY\('(\w+)', (-?\d+)\)")


def asked_day(anchor: str, offset: int) -> date:
    """A blank in a statement; no database ever sees it."""
    raise NotImplementedError


_blank: Final[Any] = ibis.udf.scalar.builtin(asked_day, signature=(("string", "int64"), "date"))


def day(ask: Ask, anchor: str, offset: int = 0) -> Column:
    """A day of the question, moved by `offset` days.

    Anchors: opening, closing, known (what is after it is unknown), cut_0 and so on (the cuts of the question), and
    month_0 and so on (the end of the last month closed by the closing day, and of the months before it).
    """
    return _blank(anchor, offset) if ask.blank else ibis.literal(_moved(ask, anchor, offset))


def filled(template: str, ask: Ask) -> str:
    """The statement with the days of `ask` in its blanks.

    A text in the statement that looks like a blank stays one: its quotes are escaped, so it does not match.
    """
    return _BLANK.sub(lambda blank: f"DATE '{_moved(ask, blank[1], int(blank[2])).isoformat()}'", template)


def spread(template: str, asks: Sequence[Ask]) -> str:
    """The statement with blanks as one of many questions: its rows for each of them, in their order.

    A statement of one row costs some ten milliseconds before it reads anything, so a number's past is asked at once.
    """
    blanks = list(dict.fromkeys(_BLANK.findall(template)))
    names = {blank: f"day_{number}" for number, blank in enumerate(blanks)}
    days = [[f"DATE '{_moved(ask, name, int(by)).isoformat()}'" for name, by in blanks] for ask in asks]
    values = ", ".join(f"({', '.join([str(place), *row])})" for place, row in enumerate(days))
    each = _BLANK.sub(lambda blank: f"asked.{names[blank[1], blank[2]]}", template)
    columns = ", ".join(["place", *names.values()])
    return (
        f"SELECT answer.* FROM (VALUES {values}) AS asked({columns}), LATERAL ({each}) AS answer ORDER BY asked.place"
    )


def _moved(ask: Ask, anchor: str, offset: int) -> date:
    name, _, number = anchor.partition("_")
    return _DAYS[name](ask, int(number or 0)) + timedelta(days=offset)


def _month_end(ask: Ask, back: int) -> date:
    return add_months((ask.period.closing + DAY).replace(day=1) - DAY, -back)


_DAYS: Final[dict[str, Callable[[Ask, int], date]]] = {
    "opening": lambda ask, _: ask.period.opening,
    "closing": lambda ask, _: ask.period.closing,
    "known": lambda ask, _: ask.known_on,
    "cut": lambda ask, number: ask.cuts[number],
    "month": _month_end,
}
