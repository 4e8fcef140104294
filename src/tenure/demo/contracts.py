"""What a customer has bought, as lines whose terms change on certain days. Turned into rows only at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tenure.core.money import round_half_away
from tenure.demo.catalogue import PlanSold


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a line until its next change."""

    plan: PlanSold
    seats: int
    months: int  # of one billing interval: 1, 3 or 12
    seat_minor: int  # price of a seat and month
    discount: int = 0  # percent
    status: str = "active"
    resume: int | None = None

    @property
    def price_minor(self) -> int:
        return self.seats * self.seat_minor * self.months

    @property
    def pays(self) -> bool:
        return self.status in ("active", "past_due")

    @property
    def mrr_minor(self) -> int:
        if not self.pays:
            return 0
        return round_half_away(Fraction(self.price_minor * (100 - self.discount), 100 * self.months))


@dataclass(slots=True)
class Line:
    """One subscription: terms by the day from which they hold; None ends it."""

    id: str
    changes: list[tuple[int, Terms | None]] = field(default_factory=list)

    @property
    def now(self) -> Terms | None:
        return self.changes[-1][1]

    def set(self, day: int, terms: Terms | None) -> None:
        if self.changes and self.changes[-1][0] == day:
            self.changes.pop()
        if not self.changes or self.changes[-1][1] != terms:
            self.changes.append((day, terms))

    def alter(self, day: int, **values: object) -> None:
        if self.now is not None:
            self.set(day, replace(self.now, **values))  # type: ignore[arg-type]

    def spans(self) -> Iterator[tuple[int, int | None, Terms]]:
        """Intervals [start, end) with their terms; the last may be open."""
        ends = [day for day, _ in self.changes[1:]] + [None]
        for (start, terms), end in zip(self.changes, ends, strict=True):
            if terms is not None:
                yield start, end, terms


@dataclass(slots=True)
class Renewal:
    """A yearly term that came up: what was due, what became of it, and when that was signed."""

    line: str
    term_end: int
    due_minor: int
    renewed_minor: int
    signed: int | None
    expected: float  # how sure the CSM was, 0 to 1


@dataclass(slots=True)
class Decline:
    """Usage that sinks from `start` to `end` to `floor` of what it was. A dip comes back, a churn does not."""

    start: int
    end: int
    floor: float
    recovers: bool = False
