"""Which reviews are asked, and the page of them; sorted and counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from tenure.core import keyed
from tenure.core.whole import whole
from tenure.planning.models import Review, ReviewCadence
from tenure.planning.reviews.access import of_person, visible_reviews
from tenure.web import whose

PER_PAGE: Final = 50
STATES: Final[Mapping[str, str]] = {
    "coming": "To come", "overdue": "Overdue", "held": "Held", "missed": "Not held",
}  # fmt: skip
_NOT_HELD: Final = ("no_show", "cancelled")


@dataclass(frozen=True, slots=True)
class Asked:
    state: str
    whose: str  # mine or all
    tier: str
    kind: str
    page: int
    on: date | None = None  # one day of the calendar, whatever state its reviews are in

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        given = request.GET
        state, kind = given.get("state", "coming"), given.get("kind", "")
        return cls(state if state in STATES else "coming", whose.chosen(request, "reviews"), given.get("tier", "")[:40],
                   kind if kind in Review.Kind.values else "", _number(given.get("page", "1")),
                   _day(given.get("on", "")))  # fmt: skip

    def address(self, **changes: Any) -> str:
        """The query of this view with some of it changed."""
        wanted = {
            "state": self.state,
            "whose": self.whose,
            "tier": self.tier,
            "kind": self.kind,
            "on": self.on,
        } | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})

    @property
    def mine(self) -> bool:
        return self.whose == whose.MINE

    @property
    def narrowed(self) -> bool:
        return self.mine or bool(self.tier or self.kind or self.on)


def in_state(state: str, today: date) -> Q:
    if state == "held":
        return Q(status="held")
    if state == "missed":
        return Q(status__in=_NOT_HELD)
    late = Q(due_on__lt=today)
    return Q(status="scheduled") & (late if state == "overdue" else ~late)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and whether there are more: to count what was held in years takes longer than to show some of it."""

    rows: list[Review]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def of_day(day: date) -> Q:
    """Held on that day, or due on it and not held elsewhere; called off is on no day."""
    return Q(status="held", held_on=day) | Q(status__in=("scheduled", "no_show"), due_on=day)


def page_of(user: Any, asked: Asked, today: date) -> Page:
    rows = chosen(user, asked).filter(of_day(asked.on) if asked.on else in_state(asked.state, today))
    of_state = {"held": ("-held_on", "-pk"), "missed": ("-due_on", "-pk")}.get(asked.state, ("due_on", "pk"))
    order = ("pk",) if asked.on else of_state
    first = (asked.page - 1) * PER_PAGE
    found = keyed.cut(rows.order_by(*order), first, first + PER_PAGE + 1, ("account__owner", "owner"))
    return Page(found[:PER_PAGE], asked.page, len(found) > PER_PAGE)


def counts(user: Any, asked: Asked, today: date) -> dict[str, int]:
    """Of what is open; what is over only grows. Of one tier every review would have to be looked up."""
    if asked.tier:
        return {}
    late = Count("pk", filter=Q(due_on__lt=today))
    found = chosen(user, asked).filter(status="scheduled").aggregate(every=Count("pk"), overdue=late)
    return {"coming": found["every"] - found["overdue"], "overdue": found["overdue"]}


def chosen(user: Any, asked: Asked) -> QuerySet[Review]:
    rows = visible_reviews(user)
    if asked.mine:
        rows = rows.filter(of_person(user))
    if asked.tier:
        rows = rows.filter(account__tier=asked.tier)
    return rows.filter(kind=asked.kind) if asked.kind else rows


def tiers() -> list[str]:
    """Those with a cadence: of others there are no reviews by themselves."""
    return list(ReviewCadence.objects.order_by("pk").values_list("pk", flat=True))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return max(1, whole(text, 6))
