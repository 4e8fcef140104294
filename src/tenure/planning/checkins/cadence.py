"""How often an account is to be checked in with, and by when the next is due. Pure. See docs/algorithms/goals.md.

Sales-led customers are met by people, product-led ones reached by what they read and open, hybrid ones both ways.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

PEOPLE, DIGITAL = "people", "digital"
WAYS: Final[Mapping[str, str]] = {PEOPLE: "meeting or call", DIGITAL: "message read or page visited"}
MOTIONS: Final[Mapping[str, str]] = {"sales_led": "Sales-led", "product_led": "Product-led", "hybrid": "Hybrid"}


@dataclass(frozen=True, slots=True)
class Cadence:
    """Days that may pass, by way; None where that way is not asked for."""

    people: int | None = None
    digital: int | None = None

    def days(self, way: str) -> int | None:
        return self.people if way == PEOPLE else self.digital


# Of motions that no row of `CheckInCadence` fits; an account without a motion is looked after by people.
DEFAULTS: Final[Mapping[str, Cadence]] = {
    "sales_led": Cadence(people=30),
    "product_led": Cadence(digital=60),
    "hybrid": Cadence(people=90, digital=45),
    "": Cadence(people=60),
}

SOON: Final = timedelta(days=14)  # what is due within it is due soon


class Row(Protocol):
    """A row of `CheckInCadence`."""

    @property
    def motion(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def segment(self) -> str: ...
    @property
    def people_days(self) -> int | None: ...
    @property
    def digital_days(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Touched:
    """When an account was last met and last reached, up to a day; None for never."""

    people: date | None = None
    digital: date | None = None

    def on(self, way: str) -> date | None:
        return self.people if way == PEOPLE else self.digital


@dataclass(frozen=True, slots=True)
class Due:
    on: date
    way: str


def choose(rows: Iterable[Row], motion: str, tier: str, segment: str) -> Cadence:
    """Of the rows that fit the one that names most; where one names the tier and one the segment, the tier's."""
    fits = [row for row in rows
            if row.motion == motion and row.tier in ("", tier) and row.segment in ("", segment)]  # fmt: skip
    if not fits:
        return DEFAULTS.get(motion, DEFAULTS[""])
    best = max(fits, key=lambda row: (bool(row.tier) + bool(row.segment), bool(row.tier)))
    return Cadence(best.people_days, best.digital_days)


def dues(cadence: Cadence, since: date | None, touched: Touched) -> list[Due]:
    """By when each way that is asked for is due, the first first; counted from the last time, else from the start."""
    found = []
    for way in (PEOPLE, DIGITAL):
        days, last = cadence.days(way), touched.on(way) or since
        if days is not None and last is not None:
            found.append(Due(last + timedelta(days=days), way))
    return sorted(found, key=lambda due: due.on)


def overdue(due: Due | None, day: date) -> int:
    """Days since it was due; 0 while it is not."""
    return max(0, (day - due.on).days) if due else 0
