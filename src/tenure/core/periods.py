"""Local dates, half-open periods and windows (rules R3 and R4 of docs/numbers.md)."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
_WINDOW = re.compile(r"^(\d{1,4})([dmwqy])$")
_MONTHS = {"m": 1, "q": 3, "y": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open range of local dates `[start, end)`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"The period must end after it starts: {self.start} to {self.end}.")

    @property
    def opening(self) -> date:
        """The day whose closing balance is this period's opening balance."""
        return self.start - DAY

    @property
    def closing(self) -> date:
        """The last day inside the period."""
        return self.end - DAY

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @classmethod
    def trailing(cls, as_of: date, window: str = "12m") -> "Period":
        """The period of length `window` that closes at the end of `as_of`.

        Month-end to month-end; mid-month it opens on the same day before, and 29 February opens on the 28th.
        """
        return cls(back(as_of, window) + DAY, as_of + DAY)


def back(day: date, window: str) -> date:
    """`day` moved back by a window such as 30d, 4w, 12m, 1q or 1y; the last day of a month stays a last day."""
    match = _WINDOW.match(window)
    if not match or int(match[1]) == 0:
        raise ValueError(f"{window!r} is not a window; write 30d, 4w, 12m, 1q or 1y.")
    count, unit = int(match[1]), match[2]
    if unit in "dw":
        return day - timedelta(days=count * (7 if unit == "w" else 1))
    return add_months(day, -count * _MONTHS[unit])


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months, kept inside the month; a last day of a month becomes a last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def month_of(day: date) -> Period:
    start = day.replace(day=1)
    return Period(start, (start + timedelta(days=31)).replace(day=1))


def months(start: date, end: date) -> Iterator[Period]:
    """Calendar months that overlap `[start, end)`, cut to it."""
    while start < end:
        month = month_of(start)
        yield Period(start, min(month.end, end))
        start = month.end


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def starts_at(day: date, zone: ZoneInfo) -> datetime:
    """The instant in UTC at which the local day begins."""
    # Convert through the zone: adding 24 hours to yesterday's start is wrong across a change of the clock.
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
