"""What waits for a person today and what comes up: the rows of My day, and how many there are.

A message waits for who may approve it, or for its author while it is not sent. A risk waits while it is new to its
owner or due; taken, planned or snoozed it comes up later. A review waits from a week before it is due, for who holds
it, or for the owner of its account while nobody does, until it is held or said to be off. A change of health
waits until its day is over, a renewal from 30 days before, a draft while nobody publishes it; each of these four until
it is put away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import CharField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from tenure.company.models import User
from tenure.company.roles import may
from tenure.customers.models import AccountState
from tenure.customers.scanned import SCANNED
from tenure.health.models import Risk
from tenure.health.words import LEAST_MOVE
from tenure.library.models import Document, Kind, State
from tenure.metrics.scorecards.bands import BANDS
from tenure.planning.models import Review
from tenure.planning.reviews.access import of_person
from tenure.web.counting import at_once, counted
from tenure.work.asides import put_away_by
from tenure.work.messages.listing import for_attention, with_subject
from tenure.work.models import Message, Task

KINDS: Final = ("risk", "task", "review", "message", "change", "renewal", "draft")
REVIEW_NEAR, REVIEW_AHEAD = timedelta(days=7), timedelta(days=30)
RENEWAL_NEAR, RENEWAL_AHEAD = timedelta(days=30), timedelta(days=90)
_PAYING: Final = ("customer", "paused")
_JUDGING: Final = (Kind.SCORECARD, Kind.MEASURE, Kind.SIGNAL)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose work is looked at, by whom, on which day; everybody's when `whose` is None."""

    user: Any
    whose: User | None
    today: date
    zone: ZoneInfo

    @property
    def midnight(self) -> datetime:
        return datetime.combine(self.today, time.min, self.zone)

    @property
    def own(self) -> bool:
        return self.whose is not None and self.whose.pk == self.user.pk

    def of(self, rows: QuerySet[Any], owner: str) -> QuerySet[Any]:
        return rows if self.whose is None else rows.filter(**{owner: self.whose})


def risks(desk: Desk) -> QuerySet[Risk]:
    return _open_risks(desk).exclude(_asleep(desk.today)).exclude(_in_hand(desk.today))


def risks_later(desk: Desk) -> QuerySet[Risk]:
    return _open_risks(desk).filter(_asleep(desk.today) | _in_hand(desk.today))


def _open_risks(desk: Desk) -> QuerySet[Risk]:
    return desk.of(Risk.objects.filter(closed_at=None), "owner")


def _asleep(today: date) -> Q:
    return Q(snoozed_until__isnull=False, snoozed_until__gt=today)


def _in_hand(today: date) -> Q:
    return (Q(taken_at__isnull=False) | ~Q(plan="")) & Q(due_on__gt=today)


def tasks(desk: Desk, read: str = "exact") -> QuerySet[Task]:
    """`read` is how the state and the day are compared: SCANNED where the database is to begin elsewhere."""
    return _open_tasks(desk, read).filter(
        **{"due_on__lte" if read != SCANNED else f"due_on__{SCANNED}__lte": desk.today}
    )


def tasks_later(desk: Desk, read: str = "exact") -> QuerySet[Task]:
    return _open_tasks(desk, read).filter(**{"due_on__gt" if read != SCANNED else f"due_on__{SCANNED}__gt": desk.today})


def _open_tasks(desk: Desk, read: str) -> QuerySet[Task]:
    return desk.of(Task.objects.filter(**{f"state__{read}": Task.State.OPEN}), "owner")


def reviews(desk: Desk, read: str = "exact") -> QuerySet[Review]:
    """Overdue, due, or to be prepared. `read` as of tasks."""
    near = _scheduled(desk, read).filter(**{f"{_due(desk, read)}__lte": desk.today + REVIEW_NEAR})
    return _not_put_away(desk, near, "review", desk.today)


def reviews_later(desk: Desk, read: str = "exact") -> QuerySet[Review]:
    first, last = desk.today + REVIEW_NEAR, desk.today + REVIEW_AHEAD
    due = _due(desk, read)
    return _scheduled(desk, read).filter(**{f"{due}__gt": first, f"{due}__lte": last})


def _scheduled(desk: Desk, read: str) -> QuerySet[Review]:
    rows = Review.objects.filter(**{f"status__{read}": Review.Status.SCHEDULED})
    return rows if desk.whose is None else rows.filter(of_person(desk.whose))


def _due(desk: Desk, read: str) -> str:
    """Of one person the database starts with what is theirs, not with everything that is due in these days."""
    return "due_on" if desk.whose is None and read != SCANNED else f"due_on__{SCANNED}"


def changes(desk: Desk) -> QuerySet[AccountState]:
    """Accounts whose score moved by 5 points or changed its band since the day before."""
    moved = Q(health_change__gte=LEAST_MOVE) | Q(health_change__lte=-LEAST_MOVE)
    for _, least in BANDS[1:]:
        moved |= Q(health__gte=least, before__lt=least) | Q(health__lt=least, before__gte=least)
    rows = AccountState.objects.alias(before=F("health") - F("health_change"))
    return _not_put_away(desk, desk.of(rows, "account__owner").filter(moved), "change", OuterRef("as_of"))


def renewals(desk: Desk) -> QuerySet[AccountState]:
    near = _renewing(desk, desk.today, desk.today + RENEWAL_NEAR)
    return _not_put_away(desk, near, "renewal", desk.today)


def renewals_later(desk: Desk) -> QuerySet[AccountState]:
    first = desk.today + RENEWAL_NEAR + timedelta(days=1)
    return _renewing(desk, first, desk.today + RENEWAL_AHEAD)


def _renewing(desk: Desk, first: date, last: date) -> QuerySet[AccountState]:
    """Of one person the database starts with their accounts, not with everybody who renews in these days."""
    day = "renewal_on" if desk.whose is None else f"renewal_on__{SCANNED}"
    rows = AccountState.objects.filter(**{f"status__{SCANNED}__in": _PAYING, f"{day}__gte": first, f"{day}__lte": last})
    return desk.of(rows, "account__owner")


def drafts(desk: Desk) -> QuerySet[Document]:
    """For who may publish them, on their own day."""
    if not (desk.own and may(desk.user, "edit_scorecards")):
        return Document.objects.none()
    rows = Document.objects.filter(state=State.DRAFT, kind__in=_JUDGING).alias(key_text=Cast("pk", CharField()))
    return _not_put_away(desk, rows, "draft", desk.today, "key_text")


def messages(desk: Desk) -> QuerySet[Message]:
    """To approve, and one's own that were not sent or came back; on one's own day, until it is done."""
    return with_subject(for_attention(desk.user)) if desk.own else Message.objects.none()


def _not_put_away(desk: Desk, rows: QuerySet[Any], kind: str, day: Any, key: str = "pk") -> QuerySet[Any]:
    """What somebody put away is away from their own day; a team's day has everything."""
    return rows if desk.whose is None else rows.exclude(put_away_by(desk.whose, kind, key, day))


TODAY: Final[Mapping[str, Callable[[Desk], QuerySet[Any]]]] = {
    "risk": risks,
    "task": tasks,
    "review": reviews,
    "message": messages,
    "change": changes,
    "renewal": renewals,
    "draft": drafts,
}
LATER: Final[Mapping[str, Callable[[Desk], QuerySet[Any]]]] = {
    "risk": risks_later,
    "task": tasks_later,
    "review": reviews_later,
    "renewal": renewals_later,
}


@dataclass(frozen=True, slots=True)
class Counts:
    today: Mapping[str, int]
    later: Mapping[str, int]
    at_stake: int  # of the risks of today

    @property
    def all_today(self) -> int:
        return sum(self.today.values())

    @property
    def all_later(self) -> int:
        return sum(self.later.values())


def count(desk: Desk, later: bool = True) -> Counts:
    """Everything that is counted, in one query."""
    asked = {f"today_{kind}": counted(rows(desk)) for kind, rows in TODAY.items()}
    if later:
        asked |= {f"later_{kind}": counted(rows(desk)) for kind, rows in LATER.items()}
        asked["at_stake"] = _sum(risks(desk), "value_minor")
    found = at_once(desk.user, asked)
    return Counts(
        {kind: found[f"today_{kind}"] for kind in TODAY},
        {kind: found[f"later_{kind}"] for kind in LATER} if later else {},
        found.get("at_stake", 0),
    )


def _sum(rows: QuerySet[Any], column: str) -> Any:
    return Subquery(rows.order_by().annotate(n=Func(column, function="SUM")).values("n"))
