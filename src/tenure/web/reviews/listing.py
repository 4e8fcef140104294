"""Which reviews are asked, and the page of them; sorted and counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from tenure.planning.models import Review, ReviewCadence
from tenure.planning.reviews.access import visible_reviews

PER_PAGE: Final = 50
STATES: Final[Mapping[str, str]] = {
    "coming": "To come", "overdue": "Overdue", "held": "Held", "missed": "Not held",
}  # fmt: skip
_NOT_HELD: Final = ("no_show", "cancelled")


@dataclass(frozen=True, slots=True)
class Asked:
    state: str
    mine: bool
    tier: str
    kind: str
    page: str

    @classmethod
    def read(cls, given: QueryDict) -> "Asked":
        state, kind = given.get("state", "coming"), given.get("kind", "")
        return cls(state if state in STATES else "coming", "mine" in given, given.get("tier", "")[:40],
                   kind if kind in Review.Kind.values else "", given.get("page", "1"))  # fmt: skip

    def address(self, **changes: Any) -> str:
        """The query of this view with some of it changed."""
        wanted = {"state": self.state, "mine": self.mine, "tier": self.tier, "kind": self.kind} | changes
        return "?" + urlencode({name: "1" if value is True else value for name, value in wanted.items() if value})

    @property
    def narrowed(self) -> bool:
        return self.mine or bool(self.tier or self.kind)


def in_state(state: str, today: date) -> Q:
    if state == "held":
        return Q(status="held")
    if state == "missed":
        return Q(status__in=_NOT_HELD)
    late = Q(due_on__lt=today)
    return Q(status="scheduled") & (late if state == "overdue" else ~late)


def page_of(user: Any, asked: Asked, today: date) -> Page[Review]:
    rows = chosen(user, asked).filter(in_state(asked.state, today)).select_related("account__owner", "owner")
    order = {"held": ("-held_on", "-pk"), "missed": ("-due_on", "-pk")}.get(asked.state, ("due_on", "pk"))
    return Paginator(rows.order_by(*order), PER_PAGE).get_page(asked.page)


def counts(user: Any, asked: Asked, today: date) -> dict[str, int]:
    return chosen(user, asked).aggregate(
        **{f"n_{state}": Count("pk", filter=in_state(state, today)) for state in STATES}
    )


def chosen(user: Any, asked: Asked) -> QuerySet[Review]:
    rows = visible_reviews(user)
    if asked.mine:
        rows = rows.filter(Q(owner=user) | Q(owner=None, account__owner=user))
    if asked.tier:
        rows = rows.filter(account__tier=asked.tier)
    return rows.filter(kind=asked.kind) if asked.kind else rows


def tiers() -> list[str]:
    """Those with a cadence: of others there are no reviews by themselves."""
    return list(ReviewCadence.objects.order_by("pk").values_list("pk", flat=True))
