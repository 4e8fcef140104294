"""How much of the day is done, from the journal: of everything touched today, what was done to it last."""

from dataclasses import dataclass
from typing import Final

from tenure.journal.models import Change
from tenure.web.waiting import Desk

# What takes an item off the day, and what brings it back.
AWAY: Final = (
    "risk.taken", "risk.planned", "risk.snoozed", "risk.assigned", "risk.saved", "risk.lost", "risk.false_alarm",
    "task.done", "task.cancelled", "task.rescheduled", "task.handed_over", "day.seen", "day.put_off",
)  # fmt: skip
BACK: Final = ("risk.given_back", "risk.woken", "risk.reopened", "task.reopened", "task.put_back", "day.brought_back")
_MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    left: int

    @property
    def all(self) -> int:
        return self.done + self.left

    @property
    def width(self) -> int:
        """Of the bar, in percent."""
        return round(100 * self.done / self.all) if self.all else 100


def progress(desk: Desk, left: int) -> Progress:
    told = Change.objects.filter(at__gte=desk.midnight, verb__in=(*AWAY, *BACK))
    told = told.filter(actor__isnull=False) if desk.whose is None else told.filter(actor=desk.whose)
    rows = told.order_by("at", "pk").values_list("subject_type", "subject_id", "verb")[:_MOST]
    last = {(kind, key): verb for kind, key, verb in rows}
    return Progress(sum(verb in AWAY for verb in last.values()), left)
