"""How onboardings go on the whole: who completes in time, how old those are that run, how far those of a year got."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from tenure.core.periods import DAY, add_months, starts_at
from tenure.core.shifted import Shifted
from tenure.customers.models import Milestone
from tenure.onboarding.listing import FIRST_VALUE, STANDINGS, STATES, Wanted, asked

AGES: Final = (30, 60, 90)  # bounds in days
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those that were started in a month. `share` is null while some of them have not had the days yet."""

    month: date
    started: int
    in_time: int
    completed: int
    cancelled: int
    matured: bool

    @property
    def share(self) -> float | None:
        return self.in_time / self.started if self.matured else None

    @property
    def running(self) -> int:
        return self.started - self.completed - self.cancelled


def cohorts(user: Any, wanted: Wanted, today: date, days: int) -> list[Cohort]:
    """By the month of their start, the last twelve, the newest first: how many completed within so many days."""
    first = add_months(today.replace(day=1), 1 - _MONTHS)
    of_days = (
        asked(user, wanted).filter(started_on__gte=first, started_on__lte=today).order_by().values_list("started_on")
        .annotate(
            started=Count("pk"), in_time=Count("pk", filter=Q(completed_on__lte=Shifted("started_on", days))),
            completed=Count("pk", filter=STATES["completed"]), cancelled=Count("pk", filter=STATES["cancelled"]),
        )
    )  # fmt: skip
    months: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for day, *counted in of_days:
        month = day.replace(day=1)
        months[month] = [one + more for one, more in zip(months[month], counted, strict=True)]
    return [
        Cohort(month, started, in_time, completed, cancelled, add_months(month, 1) - DAY + days * DAY <= today)
        for month, (started, in_time, completed, cancelled) in sorted(months.items(), reverse=True)
    ]


@dataclass(frozen=True, slots=True)
class Aged:
    """How many have been running for so long, by how they stand. `until` is null for the oldest."""

    since: int
    until: int | None
    stuck: int
    behind: int
    on_track: int
    unplanned: int

    @property
    def all(self) -> int:
        return self.stuck + self.behind + self.on_track + self.unplanned


def ageing(user: Any, wanted: Wanted, today: date) -> list[Aged]:
    running = asked(user, wanted).filter(STATES["running"])
    bounds = list(zip((0, *AGES), (*AGES, None), strict=True))
    columns = {
        f"{name}_{number}": Count("pk", filter=standing & _between(today, since, until))
        for number, (since, until) in enumerate(bounds) for name, standing in STANDINGS.items()
    }  # fmt: skip
    found = running.aggregate(**columns)
    return [
        Aged(since, until, *(int(found[f"{name}_{number}"] or 0) for name in STANDINGS))
        for number, (since, until) in enumerate(bounds)
    ]


def _between(today: date, since: int, until: int | None) -> Q:
    """Begun at least `since` days ago, and fewer than `until`."""
    old = Q(started_on__lte=today - since * DAY) if since else Q()
    return old & (Q(started_on__gt=today - until * DAY) if until else Q())


@dataclass(frozen=True, slots=True)
class Funnel:
    """Of those that were started in the twelve months: how many got how far."""

    started: int
    first_value: int
    completed: int
    cancelled: int

    @property
    def steps(self) -> Sequence[tuple[str, int, float | None]]:
        whole = self.started or None
        named = (("Started", self.started), ("First value", self.first_value), ("Completed", self.completed))
        return [(name, count, count / whole if whole else None) for name, count in named]


def funnel(user: Any, wanted: Wanted, today: date, zone: Any) -> Funnel:
    """First value counts when it was reached on the first day or later, and by now."""
    first = add_months(today, -_MONTHS) + DAY
    end: datetime = starts_at(today + DAY, zone)
    # Which day a moment belongs to is asked of Python, row by row: only where it is within a day of the start.
    near = Q(reached_at__gte=Shifted(OuterRef("started_on"), -1)) & Q(on__gte=OuterRef("started_on"))
    since = Q(reached_at__gte=Shifted(OuterRef("started_on"), 1)) | near
    reached = Milestone.objects.alias(on=TruncDate("reached_at", tzinfo=zone)).filter(
        since, account=OuterRef("account"), milestone=FIRST_VALUE, reached_at__lt=end
    )
    rows = asked(user, wanted).filter(started_on__gte=first, started_on__lte=today)
    found = rows.aggregate(
        started=Count("pk"), first_value=Count("pk", filter=Exists(reached)),
        completed=Count("pk", filter=STATES["completed"]), cancelled=Count("pk", filter=STATES["cancelled"]),
    )  # fmt: skip
    return Funnel(**{name: int(count or 0) for name, count in found.items()})
