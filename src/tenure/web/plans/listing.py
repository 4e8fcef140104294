"""Which plans are asked for, and the page of them, cut and ordered by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OrderBy, Q, QuerySet
from django.http import QueryDict

from tenure.company.models import Role
from tenure.customers.access import visible_rows
from tenure.planning.models import PlanState, ProposedGoal

PER_PAGE: Final = 50
STATES: Final[Mapping[str, tuple[str, Q]]] = {
    "open": ("In force", Q(is_open=True)),
    "overdue": ("Overdue", Q(is_open=True, overdue__gt=0)),
    "at_risk": ("Slow or behind", Q(is_open=True, at_risk__gt=0)),
    "unmeasured": ("No number yet", Q(is_open=True, unmeasured__gt=0)),
    "closed": ("Closed", Q(is_open=False)),
}
SORTS: Final[Mapping[str, tuple[str, Sequence[OrderBy]]]] = {
    "trouble": ("Trouble first", (F("overdue").desc(), F("at_risk").desc())),
    "due": ("Next due first", (F("next_due_on").asc(nulls_last=True),)),
    "moved": ("Last changed first", (F("moved_on").desc(),)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    state: str
    whose: str  # mine or all
    sort: str
    search: str
    page: str

    @classmethod
    def read(cls, given: QueryDict, user: Any) -> "Asked":
        state, sort, whose = given.get("state", "open"), given.get("sort", "trouble"), given.get("whose", "")
        usual = "mine" if user.role == Role.CSM else "all"
        return cls(state if state in STATES else "open", whose if whose in ("mine", "all") else usual,
                   sort if sort in SORTS else "trouble", given.get("q", "").replace("\x00", "").strip()[:100],
                   given.get("page", "1"))  # fmt: skip

    def address(self, **changes: str) -> str:
        """The query of this view with some of it changed."""
        wanted = {"state": self.state, "whose": self.whose, "sort": self.sort, "q": self.search} | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})


def page_of(user: Any, asked: Asked) -> Page[PlanState]:
    plans = _asked(user, asked).filter(STATES[asked.state][1])
    plans = plans.select_related("plan__account__owner", "plan__owner").order_by(*SORTS[asked.sort][1], "plan")
    return Paginator(plans, PER_PAGE).get_page(asked.page)


def counts(user: Any, asked: Asked) -> dict[str, int]:
    return _asked(user, asked).aggregate(**{name: Count("pk", filter=where) for name, (_, where) in STATES.items()})


def _asked(user: Any, asked: Asked) -> QuerySet[PlanState]:
    plans = visible_rows(user, PlanState.objects.all(), "plan__account")
    if asked.whose == "mine":
        plans = plans.filter(Q(plan__owner=user) | Q(plan__owner=None, plan__account__owner=user))
    if asked.search:
        plans = plans.filter(Q(plan__name__icontains=asked.search) | Q(plan__account__name__icontains=asked.search))
    return plans


def proposals(user: Any, whose: str, state: str = "proposed") -> QuerySet[ProposedGoal]:
    """Those that wait for us the oldest first, those that wait for the customer, or those decided the newest first."""
    found = visible_rows(user, ProposedGoal.objects.all()).select_related("account__owner", "goal__plan")
    if whose == "mine":
        found = found.filter(account__owner=user)
    if state == "decided":
        return found.exclude(state__in=("proposed", "asked")).order_by(F("decided_at").desc(nulls_last=True), "-pk")
    return found.filter(state=state).order_by("created_at", "pk")
