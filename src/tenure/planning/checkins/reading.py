"""How an account is checked in with, as of a day: its cadence, when each way was last taken, and what is due."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tenure.company.clock import today
from tenure.customers.models import Account
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.planning.checkins import past
from tenure.planning.checkins.cadence import MOTIONS, SOON, WAYS, Cadence, Due, Touched, choose, overdue
from tenure.planning.checkins.facts import touched
from tenure.planning.checkins.keeping import due_of
from tenure.planning.models import CheckInCadence


@dataclass(frozen=True, slots=True)
class CheckedIn:
    motion: str  # its key, empty where the account has none
    cadence: Cadence
    seen: Touched
    due: Sequence[Due]  # the first first
    day: date

    @property
    def motion_name(self) -> str:
        return MOTIONS.get(self.motion, "No motion")

    @property
    def ways(self) -> list[tuple[str, date | None, date, int, int | None]]:
        """In words: the way, when it was last taken, when it is due, days late, and days that may pass."""
        return [(WAYS[one.way], self.seen.on(one.way), one.on, overdue(one, self.day), self.cadence.days(one.way))
                for one in self.due]  # fmt: skip


def in_view(view: str, day: date) -> Q:
    """Rows of `CheckIn` that are overdue (`due`), due soon (`soon`), or all of them."""
    if view == "due":
        return Q(due_on__lt=day)
    return Q(due_on__gte=day, due_on__lte=day + SOON) if view == "soon" else Q()


def check_in(account: Account, day: date) -> CheckedIn:
    """Of a past day from what was known then; while nothing is computed, from what is known of the account today."""
    if day < today():
        with suppress(NothingPublished, TooSlow):
            return _then(account, day)
    rows = CheckInCadence.objects.filter(motion=account.motion)
    cadence = choose(rows, account.motion, account.tier, account.segment)
    seen = touched([account.pk], day).get(account.pk, Touched())
    return CheckedIn(account.motion, cadence, seen, due_of(account, cadence, seen), day)


def _then(account: Account, day: date) -> CheckedIn:
    found = past.of_account(account.pk, day)
    if found is None:
        return CheckedIn("", Cadence(), Touched(), (), day)
    return CheckedIn(found.motion, found.cadence, found.seen, found.due, day)
