"""A move as it is looked at before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tenure.core.problems import NotAccepted
from tenure.onboarding.moving import consider
from tenure.onboarding.reading import Opened
from tenure.onboarding.schedule import Forecast, Shift
from tenure.web.onboarding import words


@dataclass(frozen=True, slots=True)
class Move:
    key: str
    title: str
    start: date
    days: int
    shifts: tuple[tuple[str, Shift], ...]
    finish: date
    new_finish: date
    late: int
    forecast: Forecast

    @property
    def by_key(self) -> Mapping[str, Shift]:
        return {one.key: one for _, one in self.shifts}

    @property
    def others(self) -> int:
        return sum(one.key != self.key for _, one in self.shifts)

    @property
    def lateness(self) -> str:
        return words.lateness(self.late)


def days_of(text: str) -> int:
    if not text.strip().isdecimal() or len(text.strip()) > 4:
        raise NotAccepted("Say how many working days it takes, as a whole number.")
    return int(text)


def looked_at(here: Opened, key: str, start: date, days: str) -> Move:
    """Raises NotAccepted with the reason why it cannot be moved there."""
    found, after = consider(here, key, start, days_of(days))
    return Move(key, here.by_key[key].task.title, after.bars[key].start, days_of(days), found.shifts, found.finish,
                found.new_finish, found.late, after)  # fmt: skip
