"""When accounts were last met and last reached, from what happened up to the end of a day.

People: a meeting or a call. Digital: a message that was opened or answered, a mail of theirs, a visit to their page.
A message that nobody opened reached nobody.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, QuerySet, Value

from tenure.company.clock import zone
from tenure.core.periods import DAY, local_date, starts_at
from tenure.journal.models import Change
from tenure.planning.checkins.cadence import DIGITAL, PEOPLE, Touched
from tenure.work.messages.models import IncomingMail, Mail
from tenure.work.models import Touchpoint
from tenure.work.portal.models import PortalVisit

_MET: Final = ("meeting", "call")


def touched(accounts: Collection[str] | None, day: date) -> Mapping[str, Touched]:
    """Of these accounts, or of all; those that were never touched are missing. In one query."""
    here = zone()
    before = starts_at(day + DAY, here)

    def last(way: str, rows: QuerySet[Any], at: str) -> Any:
        mine = rows if accounts is None else rows.filter(account__in=accounts)
        found = mine.filter(**{f"{at}__lt": before}).order_by().values("account")
        return found.annotate(last=Max(at), way=Value(way)).values_list("account", "last", "way")

    people = last(PEOPLE, Touchpoint.objects.filter(kind__in=_MET), "occurred_at")
    every = people.union(
        last(DIGITAL, Touchpoint.objects.filter(kind="email").exclude(direction="out"), "occurred_at"),
        last(DIGITAL, Mail.objects.filter(kind=Mail.Kind.MESSAGE, first_opened_at__isnull=False), "first_opened_at"),
        last(DIGITAL, IncomingMail.objects.filter(ours=False, account__isnull=False), "at"),
        last(DIGITAL, PortalVisit.objects.all(), "at"),
        all=True,
    )
    found: dict[str, dict[str, date]] = {}
    for account, moment, way in every:
        ways, on = found.setdefault(account, {}), local_date(moment, here)
        ways[way] = max(on, ways.get(way, on))
    return {account: Touched(ways.get(PEOPLE), ways.get(DIGITAL)) for account, ways in found.items()}


def accounts_touched_since(at: datetime) -> set[str]:
    """Accounts of which something came in, was written over or taken back since, whenever it happened."""
    found = set(Touchpoint.objects.filter(loaded_at__gt=at).values_list("account", flat=True))
    found |= set(_taken_back_since(at).values_list("account_id", flat=True))
    found |= set(Mail.objects.filter(first_opened_at__gt=at).values_list("account", flat=True))
    found |= set(IncomingMail.objects.filter(at__gt=at, account__isnull=False).values_list("account", flat=True))
    return found | set(PortalVisit.objects.filter(at__gt=at).values_list("account", flat=True))


def past_touched_since(at: datetime, day: date) -> bool:
    """Whether what is known of the days before this one is another since: mails are opened and pages visited today."""
    late = Touchpoint.objects.filter(loaded_at__gt=at, occurred_at__lt=starts_at(day, zone()))
    return late.exists() or _taken_back_since(at).exists()


def _taken_back_since(at: datetime) -> QuerySet[Change]:
    return Change.objects.filter(verb="touchpoint.deleted", at__gt=at)
