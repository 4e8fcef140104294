"""Reviews of a month, day by day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.company.clock import today
from tenure.company.roles import needs
from tenure.core.periods import DAY, add_months
from tenure.planning.models import Review
from tenure.web.reviews.listing import Asked, chosen
from tenure.web.whose import sides

_A_DAY: Final = 4  # reviews of a day that are named
# Each by its own index; that of what was missed holds cancelled ones as well.
_STATES: Final = (
    (Q(status="scheduled"), "due_on"),
    (Q(status="held"), "held_on"),
    (Q(status__in=("no_show", "cancelled")) & Q(status="no_show"), "due_on"),
)


@dataclass
class Day:
    day: date
    inside: bool
    reviews: list[Review] = field(default_factory=list)
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.reviews)


@require_safe
@needs("read_accounts")
def page(request: HttpRequest) -> HttpResponse:
    asked, now = Asked.read(request), today()
    first = _month(request.GET.get("month", ""), now)
    context = {
        "asked": asked, "first": first, "today": now, "weeks": _weeks(request.user, asked, first),
        "before": add_months(first, -1), "after": add_months(first, 1), "here": asked.address(),
        "days": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        "whose": sides(asked.whose, lambda **to: f"{asked.address(**to)}&month={first:%Y-%m}"),
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
    """The day a review was held on, or is due; of a full day only the first are named."""
    keys: dict[str, list[str]] = defaultdict(list)
    for state, column in _STATES:
        rows = chosen(user, asked).filter(state, **{f"{column}__gte": start, f"{column}__lt": end})
        as_text = Cast(column, CharField())  # thousands of dates that are only compared
        for on, key in rows.order_by(column, "pk").values_list(as_text, "pk"):
            keys[on].append(key)
    named = Review.objects.select_related("account").in_bulk(
        {key for of_day in keys.values() for key in of_day[:_A_DAY]}
    )
    for day in days.values():
        of_day = keys[day.day.isoformat()]
        day.total, day.reviews = len(of_day), [named[key] for key in of_day[:_A_DAY]]
