"""Risks that a person may see, by state, and how good the alarms were."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, OrderBy, Q, QuerySet

from tenure.customers.access import visible_rows
from tenure.health.models import Risk

STATES: Final = {"open": "Open", "snoozed": "Snoozed", "closed": "Closed"}


@dataclass(frozen=True, slots=True)
class Quality:
    """What became of the alarms of one kind."""

    all: int = 0
    open: int = 0
    saved: int = 0
    lost: int = 0
    false_alarm: int = 0

    @property
    def true(self) -> float | None:
        """The share of true alarms among those that were closed; None when none was."""
        closed = self.saved + self.lost + self.false_alarm
        return (self.saved + self.lost) / closed if closed else None


def seen_by(user: Any) -> QuerySet[Risk]:
    return visible_rows(user, Risk.objects.all()).select_related("account", "owner")


def in_state(state: str, today: date) -> Q:
    """A snoozed risk is open and quiet."""
    quiet = Q(closed_at=None, snoozed_until__gt=today)
    if state == "closed":
        return Q(closed_at__isnull=False)
    return quiet if state == "snoozed" else Q(closed_at=None) & ~quiet


def order(state: str) -> list[OrderBy]:
    """The newest closed first, of the others the most valuable."""
    if state == "closed":
        return [F("closed_at").desc(), F("pk").asc()]
    return [F("value_minor").desc(nulls_last=True), F("due_on").asc(), F("pk").asc()]


def quality(user: Any) -> Mapping[str, Quality]:
    """By kind; nothing but zeros for a kind that never gave an alarm."""
    outcomes = {name: Count("pk", filter=Q(outcome=name)) for name in Risk.Outcome.values}
    rows = seen_by(user).order_by().values("kind")
    found: Any = rows.annotate(all=Count("pk"), open=Count("pk", filter=Q(closed_at=None)), **outcomes)
    by_kind: dict[str, Quality] = defaultdict(Quality)
    for row in found:
        by_kind[row["kind"]] = Quality(**{name: row[name] for name in ("all", "open", *outcomes)})
    return by_kind
