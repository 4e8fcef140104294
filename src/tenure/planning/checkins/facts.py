"""When accounts were last met and last reached, from what happened up to the end of a day.

People: a meeting or a call. Digital: a message that was opened or answered, a mail of theirs, a visit to their page.
A message that nobody opened reached nobody.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, QuerySet

from tenure.company.clock import zone
from tenure.core.periods import DAY, local_date, starts_at
from tenure.planning.checkins.cadence import Touched
from tenure.work.messages.models import IncomingMail, Mail
from tenure.work.models import Touchpoint
from tenure.work.portal.models import PortalVisit

_MET: Final = ("meeting", "call")
_Of = Callable[[QuerySet[Any]], QuerySet[Any]]


def touched(accounts: Collection[str] | None, day: date) -> Mapping[str, Touched]:
    """Of these accounts, or of all; those that were never touched are missing."""
    before, here = starts_at(day + DAY, zone()), zone()

    def last(rows: QuerySet[Any], at: str) -> dict[str, date]:
        mine = rows if accounts is None else rows.filter(account__in=accounts)
        found = mine.filter(**{f"{at}__lt": before}).order_by().values_list("account").annotate(last=Max(at))
        return {account: local_date(moment, here) for account, moment in found}

    people = last(Touchpoint.objects.filter(kind__in=_MET), "occurred_at")
    ways = [
        last(Touchpoint.objects.filter(kind="email").exclude(direction="out"), "occurred_at"),
        last(Mail.objects.filter(kind=Mail.Kind.MESSAGE, first_opened_at__isnull=False), "first_opened_at"),
        last(IncomingMail.objects.filter(ours=False, account__isnull=False), "at"),
        last(PortalVisit.objects.all(), "at"),
    ]
    keys = people.keys() | {key for way in ways for key in way}
    return {key: Touched(people.get(key), max((way[key] for way in ways if key in way), default=None)) for key in keys}


def accounts_touched_since(at: datetime) -> set[str]:
    """Accounts of which something came in since, whenever it happened."""
    found = set(Touchpoint.objects.filter(loaded_at__gt=at).values_list("account", flat=True))
    found |= set(Mail.objects.filter(first_opened_at__gt=at).values_list("account", flat=True))
    found |= set(IncomingMail.objects.filter(at__gt=at, account__isnull=False).values_list("account", flat=True))
    return found | set(PortalVisit.objects.filter(at__gt=at).values_list("account", flat=True))
