"""Which plans are asked for, and the page of them, cut and ordered by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Count, Exists, F, OrderBy, OuterRef, Q, QuerySet
from django.http import HttpRequest

from tenure.core import keyed
from tenure.customers.access import visible_rows
from tenure.customers.models import Account
from tenure.planning.models import PlanState, ProposedGoal, SuccessPlan
from tenure.web.counting import at_once, counted
from tenure.web.whose import chosen

PER_PAGE: Final = 50
_OPEN: Final = Q(is_open__in=(True,))  # compared as a value, so that it begins an index
STATES: Final[Mapping[str, tuple[str, Q]]] = {
    "open": ("In force", _OPEN),
    "overdue": ("Overdue", Q(_OPEN, overdue__gt=0)),
    "at_risk": ("Slow or behind", Q(_OPEN, at_risk__gt=0)),
    "unmeasured": ("No number yet", Q(_OPEN, unmeasured__gt=0)),
    "closed": ("Closed", Q(is_open__in=(False,))),
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
    def read(cls, request: HttpRequest) -> "Asked":
        given = request.GET
        state, sort = given.get("state", "open"), given.get("sort", "trouble")
        return cls(state if state in STATES else "open", chosen(request, "plans"),
                   sort if sort in SORTS else "trouble", given.get("q", "").replace("\x00", "").strip()[:100],
                   given.get("page", "1"))  # fmt: skip

    def address(self, **changes: str) -> str:
        """The query of this view with some of it changed."""
        wanted = {"state": self.state, "whose": self.whose, "sort": self.sort, "q": self.search} | changes
        return "?" + urlencode({name: value for name, value in wanted.items() if value})


_SHOWN: Final = ("plan__account__owner", "plan__owner")
_SHOWN_OF_PROPOSAL: Final = ("account__owner", "goal__plan")


def page_of(user: Any, asked: Asked, count: int) -> Page[PlanState]:
    """A page of them; `count` is known already, so it is not asked again."""
    plans = _asked(user, asked).filter(STATES[asked.state][1]).order_by(*SORTS[asked.sort][1], "plan")
    return keyed.page_of(plans, PER_PAGE, asked.page, _SHOWN, count)


def counts(user: Any, asked: Asked) -> dict[str, int]:
    """How many there are in each state; those of all plans each from an index, in one query."""
    plans = _asked(user, asked)
    if asked.whose == "mine" or asked.search:  # rows that are found one by one are looked at once
        return plans.aggregate(**{name: Count("pk", filter=where) for name, (_, where) in STATES.items()})
    return at_once(user, {name: counted(plans.filter(where)) for name, (_, where) in STATES.items()})


def _asked(user: Any, asked: Asked) -> QuerySet[PlanState]:
    plans = visible_rows(user, PlanState.objects.all(), "plan__account")
    if asked.whose == "mine":
        own = SuccessPlan.objects.filter(owner=user).values("pk")
        book = Account.objects.filter(owner=user).values("pk")
        others = Exists(SuccessPlan.objects.filter(pk=OuterRef("pk"), owner__isnull=False))
        plans = plans.filter(Q(plan__in=own) | Q(~others, account_id__in=book))
    if asked.search:
        named = SuccessPlan.objects.filter(name__icontains=asked.search).values("pk")  # each name read once, not joined
        of_account = Account.objects.filter(name__icontains=asked.search).values("pk")
        plans = plans.filter(Q(plan__in=named) | Q(account_id__in=of_account))
    return plans


def proposals(user: Any, whose: str, state: str = "proposed") -> QuerySet[ProposedGoal]:
    """Those that wait for us the oldest first, those that wait for the customer, or those decided the newest first."""
    found = visible_rows(user, ProposedGoal.objects.all())
    if whose == "mine":
        found = found.filter(account__owner=user)
    if state == "decided":
        return found.exclude(state__in=("proposed", "asked")).order_by(F("decided_at").desc(nulls_last=True), "-pk")
    return found.filter(state=state).order_by("created_at", "pk")


def page_of_proposals(found: QuerySet[ProposedGoal], page: str, per_page: int = PER_PAGE) -> Page[ProposedGoal]:
    return keyed.page_of(found, per_page, page, _SHOWN_OF_PROPOSAL)
