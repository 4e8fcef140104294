"""How an account is checked in with, as of a day: its cadence, when each way was last taken, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenure.customers.models import Account
from tenure.planning.checkins.cadence import MOTIONS, WAYS, Cadence, Due, Touched, choose, overdue
from tenure.planning.checkins.facts import touched
from tenure.planning.checkins.keeping import due_of
from tenure.planning.models import CheckInCadence


@dataclass(frozen=True, slots=True)
class CheckedIn:
    motion: str
    cadence: Cadence
    seen: Touched
    due: Sequence[Due]  # the first first
    day: date

    @property
    def ways(self) -> list[tuple[str, date | None, date, int, int | None]]:
        """In words: the way, when it was last taken, when it is due, days late, and days that may pass."""
        return [(WAYS[one.way], self.seen.on(one.way), one.on, overdue(one, self.day), self.cadence.days(one.way))
                for one in self.due]  # fmt: skip


def check_in(account: Account, day: date) -> CheckedIn:
    rows = CheckInCadence.objects.filter(motion=account.motion)
    cadence = choose(rows, account.motion, account.tier, account.segment)
    seen = touched([account.pk], day).get(account.pk, Touched())
    return CheckedIn(MOTIONS.get(account.motion, "No motion"), cadence, seen, due_of(account, cadence, seen), day)
