"""Reviews of a month, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.core.periods import DAY, add_months
from tenure.planning.models import Review
from tenure.web.reviews.listing import Asked, chosen

_A_DAY: Final = 4  # reviews of a day that are named
_STATES: Final = (("scheduled", "due_on"), ("held", "held_on"), ("no_show", "due_on"))


@dataclass
class Day:
    day: date
    inside: bool
    reviews: list[Review] = field(default_factory=list)
    total: int = 0
    keys: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.total - len(self.reviews)


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    asked, now = Asked.read(request.GET), today()
    first = _month(request.GET.get("month", ""), now)
    context = {
        "asked": asked, "first": first, "today": now, "weeks": _weeks(request.user, asked, first),
        "before": add_months(first, -1), "after": add_months(first, 1), "here": asked.address(),
        "days": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "whose": asked.address(mine=not asked.mine),
    }  # fmt: skip
    return render(request, "reviews/calendar.html", context)


def _month(text: str, now: date) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return now.replace(day=1)
    return found if abs(found - now) < timedelta(days=3660) else now.replace(day=1)


def _weeks(user: Any, asked: Asked, first: date) -> list[list[Day]]:
    start = first - first.weekday() * DAY
    last = add_months(first, 1)
    days = {day: Day(day, day.month == first.month) for day in _days(start, last)}
    _fill(days, user, asked, start, max(days) + DAY)
    every = list(days.values())
    return [every[n : n + 7] for n in range(0, len(every), 7)]


def _days(start: date, last: date) -> Iterable[date]:
    """Whole weeks."""
    day = start
    while day < last or day.weekday():
        yield day
        day += DAY


def _fill(days: dict[date, Day], user: Any, asked: Asked, start: date, end: date) -> None:
    """The day a review was held on, or is due. Each state by its own index; of a full day only the first are named."""
    for state, column in _STATES:
        span: dict[str, Any] = {"status": state, f"{column}__gte": start, f"{column}__lt": end}
        rows = chosen(user, asked).filter(**span)
        for row in rows.values(column).annotate(n=Count("pk")):
            days[row[column]].total += row["n"]
        place = Window(RowNumber(), partition_by=F(column), order_by=[F("pk").asc()])
        for key, day in rows.annotate(n=place).filter(n__lte=_A_DAY).values_list("pk", column):
            days[day].keys.append(key)
    keys = {key for day in days.values() for key in day.keys[:_A_DAY]}
    named = Review.objects.select_related("account").in_bulk(keys)
    for day in days.values():
        day.reviews = [named[key] for key in day.keys[:_A_DAY]]
