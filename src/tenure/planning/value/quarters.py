"""Quarters, as `CustomerValue` names them: 2026-Q3."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from tenure.core.periods import DAY, add_months

_NAMED: Final = re.compile(r"^(19|20|21)(\d\d)-Q([1-4])$")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    start: date

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(date(day.year, day.month - (day.month - 1) % 3, 1))

    @classmethod
    def named(cls, name: str) -> Self | None:
        found = _NAMED.match(name)
        return cls(date(int(found[1] + found[2]), 3 * int(found[3]) - 2, 1)) if found else None

    @property
    def end(self) -> date:
        """The first day after it."""
        return add_months(self.start, 3)

    @property
    def last(self) -> date:
        return self.end - DAY

    @property
    def next(self) -> "Quarter":
        return Quarter(self.end)

    @property
    def name(self) -> str:
        return f"{self.start.year}-Q{self.start.month // 3 + 1}"

    def __str__(self) -> str:
        return self.name


def quarters(first: date, last: date) -> Iterator[Quarter]:
    """Those that hold any of these days."""
    quarter = Quarter.of(first)
    while quarter.start <= last:
        yield quarter
        quarter = quarter.next
