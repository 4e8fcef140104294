"""The days of the simulation: what has happened, what is only about to happen, and the clock of the reporting zone."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from tenure.core.periods import add_months, starts_at

EPOCH = date(1970, 1, 1)
# Stories are told this far past the end, so that today's usage already announces a churn that is still to come, and
# the end of every yearly term that runs now is known.
AHEAD = 380


def number(day: date) -> int:
    """Days since 1970: the form in which the simulator counts and Arrow keeps dates."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=number)


@dataclass(frozen=True)
class Calendar:
    """Days as numbers. Facts are known up to and including `end`; usage is recorded from `usage_first` on."""

    end: int
    years: int = 3
    usage_days: int | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @cached_property
    def first(self) -> int:
        return number(add_months(day_of(self.end), -12 * self.years)) + 1

    @property
    def usage_first(self) -> int:
        return self.first if self.usage_days is None else self.end - self.usage_days + 1

    @property
    def horizon(self) -> int:
        return self.end + AHEAD

    @property
    def weeks(self) -> int:
        return (self.end - self.usage_first) // 7 + 1

    def known(self, day: int | None) -> int | None:
        """The day if it has happened by now, else nothing."""
        return None if day is None or day > self.end else day

    def midnight(self, day: int) -> int:
        """Seconds since 1970 (UTC) at which the local day begins."""
        return self._midnights[day]

    @cached_property
    def _midnights(self) -> "_Midnights":
        return _Midnights(self.zone)

    def at(self, day: int, hour: float) -> int:
        """Seconds since 1970 of a local hour; kept inside the day where the clock skips an hour."""
        start = self.midnight(day)
        return min(start + int(hour * 3600), self.midnight(day + 1) - 1)


class _Midnights(dict[int, int]):
    """Looked up millions of times, so each day asks the zone once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def __missing__(self, day: int) -> int:
        self[day] = int(starts_at(day_of(day), self._zone).timestamp())
        return self[day]
