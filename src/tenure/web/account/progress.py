"""What is under way with an account: goals and open tickets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from tenure.core.periods import DAY, starts_at
from tenure.customers.models import Account
from tenure.planning.models import Goal
from tenure.web import format as words
from tenure.web.account.moment import Moment
from tenure.work.models import Ticket


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal and how far it got, clamp((actual − baseline) ÷ (target − baseline), 0, 1); null if one is missing."""

    goal: Goal
    share: float | None
    shown: str
    late: bool

    @property
    def band(self) -> str:
        if self.share is None:
            return "idle"
        return "good" if self.share >= 1 else "warn" if self.late else "info"


def goals(account: Account, day: date, limit: int = 5) -> list[Progress]:
    """Goals of the plans that had begun, those still open first."""
    rows = Goal.objects.filter(Q(plan__started_on=None) | Q(plan__started_on__lte=day), plan__account=account).exclude(
        status="cancelled"
    )
    return [_progress(goal, day) for goal in rows.select_related("state").order_by("-status", "-due_on", "pk")[:limit]]


def _progress(goal: Goal, day: date) -> Progress:
    state = getattr(goal, "state", None)
    value = state.value if state is not None else goal.actual
    share = reached(goal.baseline, goal.target, value)
    late = goal.due_on is not None and goal.due_on < day and (share is None or share < 1)
    shown = words.EMPTY
    if value is not None and goal.target is not None:
        shown = f"{_plain(value)} of {_plain(goal.target)}"
    return Progress(goal, share, shown, late)


def reached(baseline: Decimal | None, target: Decimal | None, actual: Decimal | None) -> float | None:
    """Works for goals that should fall as well; a goal whose target is its baseline is reached when it is kept."""
    if baseline is None or target is None or actual is None:
        return None
    if target == baseline:
        return 1.0 if actual >= target else 0.0
    return float(max(Decimal(0), min(Decimal(1), (actual - baseline) / (target - baseline))))


def _plain(value: Decimal) -> str:
    return words.number(value, 0 if value == value.to_integral_value() else 1)


def open_tickets(account: Account, moment: Moment) -> list[Ticket]:
    """Tickets that were not solved by the end of the day, the oldest first."""
    end = starts_at(moment.day + DAY, moment.zone)
    unsolved = Q(solved_at=None) & ~Q(status__in=("solved", "closed")) | Q(solved_at__gte=end)
    rows = Ticket.objects.filter(unsolved, account=account, opened_at__lt=end)
    return list(rows.order_by("-escalated", "opened_at", "pk")[:6])
