"""The portfolio: every onboarding there is, with and without a plan, filtered, ordered and counted by the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from tenure.company.models import User
from tenure.customers.models import Milestone
from tenure.customers.occurring import occurring
from tenure.customers.scanned import SCANNED
from tenure.onboarding.models import Onboarding, Plan
from tenure.onboarding.reading import visible_onboardings

FIRST_VALUE: Final = "first_value"
_RUNNING: Final = Q(completed_on=None, cancelled_on=None)
STANDINGS: Final[Mapping[str, Q]] = {
    "stuck": Q(plan__standing=Plan.Standing.STUCK),
    "behind": Q(plan__standing=Plan.Standing.BEHIND),
    "on_track": Q(plan__standing=Plan.Standing.ON_TRACK),
    "unplanned": Q(plan__isnull=True),
}
STATES: Final[Mapping[str, Q]] = {
    "running": _RUNNING,
    **{name: _RUNNING & standing for name, standing in STANDINGS.items()},
    "completed": Q(completed_on__isnull=False),
    "cancelled": Q(completed_on__isnull=True, cancelled_on__isnull=False),
}
ORDERS: Final[Mapping[str, tuple[Any, ...]]] = {
    "finish": (F("plan__forecast_on").asc(nulls_last=True), "started_on", "pk"),
    "late": (F("plan__late_days").desc(nulls_last=True), "started_on", "pk"),
    "age": ("started_on", "pk"),
    "done": (F("plan__done_share").desc(nulls_last=True), "started_on", "pk"),
}
_ENDED: Final = {"completed": (F("completed_on").desc(), "pk"), "cancelled": (F("cancelled_on").desc(), "pk")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the portfolio; empty texts ask nothing. `lead` is the key of a person, or else nobody."""

    state: str = "running"
    lead: str = ""
    segment: str = ""
    phase: str = ""
    template: str = ""
    words: str = ""
    order: str = "late"


def asked(user: Any, wanted: Wanted) -> QuerySet[Onboarding]:
    """Without the state."""
    found = visible_onboardings(user)
    if wanted.lead:
        key = int(wanted.lead) if wanted.lead.isdecimal() and len(wanted.lead) < 18 else None
        found = found.filter(plan__isnull=False, plan__lead=key)
    named = {"account__segment": wanted.segment, "plan__phase": wanted.phase, "plan__template": wanted.template}
    found = found.filter(**{name: value for name, value in named.items() if value})
    for word in wanted.words.split()[:8]:
        found = found.filter(account__name__icontains=word)
    return found


def portfolio(user: Any, wanted: Wanted) -> QuerySet[Onboarding]:
    """In its order."""
    found = asked(user, wanted).filter(STATES[wanted.state])
    return found.order_by(*_ENDED.get(wanted.state, ORDERS[wanted.order]))


def counts(user: Any, wanted: Wanted) -> dict[str, int]:
    """How many of those that run are in each state; those that are over are not counted, because they are many."""
    running = asked(user, wanted).filter(_RUNNING)
    of_standings = {name: Count("pk", filter=standing) for name, standing in STANDINGS.items()}
    found = running.aggregate(running=Count("pk"), **of_standings)
    return {name: int(count or 0) for name, count in found.items()}


def first_values(accounts: Iterable[str]) -> dict[str, datetime]:
    """When each of these accounts first reached it; who has not is missing."""
    reached = Milestone.objects.filter(**{"account__in": list(accounts), f"milestone__{SCANNED}": FIRST_VALUE})
    return dict(reached.order_by().values_list("account").annotate(Min("reached_at")))


def offered(user: Any) -> dict[str, list[Any]]:
    """What a filter can be set to: who leads one that runs, and segments and phases that occur."""
    running = Exists(visible_onboardings(user).filter(_RUNNING, plan__lead=OuterRef("pk")))
    leads = User.objects.filter(running).values_list("pk", "name", "email")
    phases = Plan.objects.exclude(phase="").order_by().values_list("phase", flat=True).distinct()
    return {
        "leads": sorted(leads, key=lambda one: (one[1], one[2])),
        "segments": sorted(name for name, _ in occurring("segment", user)),
        "phases": sorted(phases),
    }
