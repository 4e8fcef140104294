"""On which days something that repeats comes again: the rule as data, its days by iCalendar's recurrence rules."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from dateutil import rrule

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
UNITS: Final = {"days": "day", "weeks": "week", "months": "month"}
MOST: Final = {"days": 366, "weeks": 104, "months": 60}
_FREQUENCY: Final = {"days": rrule.DAILY, "weeks": rrule.WEEKLY, "months": rrule.MONTHLY}
_SHORTEST_MONTH: Final = 28


@dataclass(frozen=True, slots=True)
class Rule:
    """Every so many days, weeks or months; of weeks on these weekdays (0 is Monday), or on the start's."""

    every: int
    unit: str
    weekdays: tuple[int, ...] = ()

    def problem(self) -> str:
        """Why this is no rule; empty when it is one."""
        if self.unit not in UNITS:
            return "Say whether it comes again every so many days, weeks or months."
        if not 1 <= self.every <= MOST[self.unit]:
            return f"It can come again every 1 to {MOST[self.unit]} {self.unit}."
        if self.weekdays and self.unit != "weeks":
            return "Weekdays go with weeks; take them away or repeat by weeks."
        return "" if all(0 <= day < len(WEEKDAYS) for day in self.weekdays) else "A week has no such day."

    def after(self, day: date, start: date) -> date:
        """The first day after `day`, counted from `start`; of a month that is too short its last day."""
        found: datetime = self._days(start).after(datetime.combine(day, time.min))
        return found.date()

    def last(self, day: date, start: date) -> date | None:
        """The latest day that is not after `day`; None before the start."""
        found: datetime | None = self._days(start).before(datetime.combine(day, time.min), inc=True)
        return found.date() if found else None

    def _days(self, start: date) -> Any:
        by: dict[str, Any] = {}
        if self.weekdays:
            by["byweekday"] = self.weekdays
        if self.unit == "months" and start.day > _SHORTEST_MONTH:
            by |= {"bymonthday": range(_SHORTEST_MONTH, start.day + 1), "bysetpos": -1}
        begin = datetime.combine(start, time.min)
        return rrule.rrule(_FREQUENCY[self.unit], dtstart=begin, interval=self.every, **by)

    def __str__(self) -> str:
        """“Every 2 weeks on Mon and Thu”."""
        often = f"Every {UNITS[self.unit]}" if self.every == 1 else f"Every {self.every} {self.unit}"
        named = [WEEKDAYS[day] for day in sorted(self.weekdays)]
        return f"{often} on {' and '.join(filter(None, (', '.join(named[:-1]), named[-1])))}" if named else often
