"""What the visits of a book tell: who is where, the flow of a period, how long a stage takes, where accounts stall."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tenure.metrics.journeys.journey import Journey
from tenure.metrics.journeys.visits import OPEN, Ints, Visits, number
from tenure.metrics.journeys.walking import OUT

Floats = npt.NDArray[np.float64]
_NUDGE = 1e-12  # what products of shares lose


@dataclass(frozen=True, slots=True)
class Standing:
    """One stage on one day. `median` and `upper` (three of four have gone on) are days, None where fewer went.

    `moved_on`, `fell_back` and `gone` count the visits that ended in the period that was asked.
    """

    place: int
    accounts: int
    worth: int
    stalled: int
    stalled_worth: int
    median: int | None
    upper: int | None
    moved_on: int
    fell_back: int
    gone: int

    @property
    def conversion(self) -> float | None:
        """Of those whose visit ended, the share that went on."""
        ended = self.moved_on + self.fell_back + self.gone
        return self.moved_on / ended if ended else None


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Accounts that were at `start` on the first day and at `end`, which may be OUT, on the last."""

    start: int
    end: int
    accounts: int
    worth: int

    def kind(self, journey: Journey) -> str:
        if self.end == OUT:
            return "lost"
        if self.end == self.start:
            return "stayed"
        return "back" if journey.falls(self.start, self.end) else "on"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Accounts that came to a stage in one month. `within` of the `told` that had the expected time went on in it."""

    month: date
    entered: int
    told: int
    within: int
    moved_on: int
    fell_back: int
    gone: int
    still: int


def standings(journey: Journey, visits: Visits, worth: Ints, first: date, last: date) -> list[Standing]:
    """Of the end of `last`, over the period that began at the end of `first`; `worth` is one an account."""
    known, now = visits.up_to(last), visits.on(last)
    stalls = stalled(journey, now, last)
    return [_standing(journey, place, known, now, stalls, worth, first, last) for place in range(len(journey.stages))]


def _standing(
    journey: Journey,
    place: int,
    known: Visits,
    now: Visits,
    stalls: npt.NDArray[np.bool_],
    worth: Ints,
    first: date,
    last: date,
) -> Standing:
    here, all_ = now.stage == place, known.chosen(known.stage == place)
    median, upper = (lasted(all_, last, share) for share in (0.5, 0.75))
    on, back, gone = _ends(journey, all_.chosen(all_.left > number(first)), place)
    return Standing(
        place, int(here.sum()), int(worth[now.account[here]].sum()), int((here & stalls).sum()),
        int(worth[now.account[here & stalls]].sum()), median, upper,
        int(on.sum()), int(back.sum()), int(gone.sum()),
    )  # fmt: skip


Bools = npt.NDArray[np.bool_]


def _ends(journey: Journey, visits: Visits, place: int) -> tuple[Bools, Bools, Bools]:
    """Which of the visits to one place ended by going on, by falling back, and by leaving the journey."""
    ended, gone = visits.left != OPEN, visits.then == OUT
    lower = [other for other in range(len(journey.stages)) if journey.falls(place, other)]
    back = ended & np.isin(visits.then, lower)
    return ended & ~back & ~gone, back, ended & gone


def expected(journey: Journey, stage: Ints) -> Floats:
    """The expected days of each visit's stage; endless where nothing is expected."""
    days = np.array([np.inf if one.days is None else one.days for one in journey.stages])
    return days[stage]


def stalled(journey: Journey, now: Visits, day: date) -> npt.NDArray[np.bool_]:
    """Which of the visits that last on the day have lasted longer than expected."""
    over: npt.NDArray[np.bool_] = now.days(day) > expected(journey, now.stage)
    return over


def lasted(visits: Visits, day: date, share: float) -> int | None:
    """The days within which this share of visits ended, by Kaplan and Meier: one that lasts counts for as long as it
    has. A mean of those that ended would call a stage short from which hardly anybody gets out."""
    seen = visits.chosen(visits.seen)
    days, ended = seen.days(day), seen.left != OPEN
    lengths, ends = np.unique(days[ended], return_counts=True)
    # One that still lasts after as many days had not ended by then either.
    at_risk = len(days) - np.searchsorted(np.sort(days), lengths, side="left")
    over = np.flatnonzero(np.cumprod(1 - ends / at_risk) <= 1 - share + _NUDGE)
    return int(lengths[over[0]]) if len(over) else None


def flow(visits: Visits, worth: Ints, first: date, last: date) -> list[Ribbon]:
    """Everybody on the journey at the end of `first`, by where they are at the end of `last`."""
    before, after = visits.on(first), visits.on(last)
    now = dict(zip(after.account.tolist(), after.stage.tolist(), strict=True))
    found: dict[tuple[int, int], list[int]] = {}
    for account, stage in zip(before.account.tolist(), before.stage.tolist(), strict=True):
        cell = found.setdefault((stage, now.get(account, OUT)), [0, 0])
        cell[0] += 1
        cell[1] += int(worth[account])
    return [Ribbon(start, end, n, value) for (start, end), (n, value) in sorted(found.items())]


def cohorts(journey: Journey, visits: Visits, place: int, day: date, months: int = 12) -> list[Cohort]:
    """The newest months last; a month in which nobody came is left out."""
    known = visits.up_to(day)
    here = known.chosen((known.stage == place) & known.seen)
    month = here.entered.astype("datetime64[D]").astype("datetime64[M]")
    first = np.datetime64(day, "M") - np.timedelta64(months - 1, "M")
    return [_cohort(journey, here.chosen(month == one), one.item(), day) for one in np.unique(month[month >= first])]


def _cohort(journey: Journey, came: Visits, month: date, day: date) -> Cohort:
    days = journey.stages[int(came.stage[0])].days
    on, back, gone = _ends(journey, came, int(came.stage[0]))
    told = number(day) - came.entered >= days if days else np.zeros(len(came), dtype=np.bool_)
    within = told & on & (came.days(day) <= (days or 0))
    return Cohort(month, len(came), int(told.sum()), int(within.sum()), int(on.sum()), int(back.sum()),
                  int(gone.sum()), int((came.left == OPEN).sum()))  # fmt: skip
