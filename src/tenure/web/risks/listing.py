"""Which risks are asked, and the page of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest

from tenure.health.listing import STATES, in_state, order, seen_by
from tenure.health.models import Risk
from tenure.web.whose import ALL, MINE, chosen

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Asked:
    state: str
    whose: str  # mine or all
    kind: str
    page: str

    @classmethod
    def read(cls, request: HttpRequest) -> "Asked":
        given = request.GET
        state = given.get("state", "open")
        return cls(state if state in STATES else "open", chosen(request, "risks", first=ALL), given.get("kind", ""),
                   given.get("page", "1"))  # fmt: skip

    def address(self, **changes: str) -> str:
        """The query of this view with some of it changed."""
        wanted = {"state": self.state, "whose": self.whose, "kind": self.kind} | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})


def page_of(user: Any, asked: Asked, today: date) -> Page[Risk]:
    risks = _asked(user, asked).filter(in_state(asked.state, today))
    return Paginator(risks.order_by(*order(asked.state)), PER_PAGE).get_page(asked.page)


def counts(user: Any, asked: Asked, today: date) -> dict[str, Any]:
    """How many there are of each state, and the value of the open ones."""
    wanted = {state: Count("pk", filter=in_state(state, today)) for state in STATES}
    return _asked(user, asked).aggregate(**wanted, value=Sum("value_minor", filter=in_state("open", today)))


def kinds(user: Any) -> list[tuple[str, str]]:
    """Kinds of open risks with their titles."""
    found = seen_by(user).filter(closed_at=None).exclude(kind="raised").order_by("title")
    return [*found.values_list("kind", "title").distinct(), ("raised", "Raised by a person")]


def _asked(user: Any, asked: Asked) -> QuerySet[Risk]:
    risks = seen_by(user)
    if asked.whose == MINE:
        risks = risks.filter(owner=user)
    return risks.filter(kind=asked.kind) if asked.kind else risks
