"""Keeps `CheckIn`: by when each customer is to be checked in with next, so that who is overdue is one query."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from tenure.company.clock import today
from tenure.core.periods import DAY
from tenure.customers.models import Account
from tenure.planning.checkins.cadence import Cadence, Due, Touched, choose, dues
from tenure.planning.checkins.facts import accounts_touched_since, past_touched_since, touched
from tenure.planning.checkins.models import CheckInMark
from tenure.planning.models import CheckIn, CheckInCadence

_AT_ONCE: Final = 2_000
_OVERLAP: Final = DAY / 24 / 60
_FIELDS: Final = ("people_on", "digital_on", "motion", "due_on", "due_by")


def keep(account_ids: Iterable[str], day: date | None = None) -> None:
    ids, on = sorted(set(account_ids)), day or today()
    for start in range(0, len(ids), _AT_ONCE):
        _keep(ids[start : start + _AT_ONCE], on)


def keep_all_that_changed() -> int:
    """Accounts of which something came in since the last time; once a day, and under new cadences, all customers."""
    on, now, mark = today(), timezone.now(), CheckInMark.objects.first()
    if mark is None or mark.day != on:
        ids, past_at = set(Account.objects.filter(state__isnull=False).values_list("pk", flat=True)), now
    else:
        since = mark.at - _OVERLAP
        ids = accounts_touched_since(since)
        ids |= set(Account.objects.filter(loaded_at__gt=since).values_list("pk", flat=True))
        past_at = now if past_touched_since(since, on) else mark.past_at
    keep(ids, on)
    CheckInMark.objects.update_or_create(pk=1, defaults={"at": now, "day": on, "past_at": past_at})
    return len(ids)


@transaction.atomic
def _keep(ids: Sequence[str], day: date) -> None:
    rows, facts = list(CheckInCadence.objects.all()), touched(ids, day)
    made = []
    for account in Account.objects.filter(pk__in=ids).select_related("state"):
        seen = facts.get(account.pk, Touched())
        due = next(iter(due_of(account, choose(rows, account.motion, account.tier, account.segment), seen)), None)
        made.append(CheckIn(account=account, people_on=seen.people, digital_on=seen.digital, motion=account.motion,
                            due_on=due.on if due else None, due_by=due.way if due else ""))  # fmt: skip
    CheckIn.objects.bulk_create(made, update_conflicts=True, unique_fields=["account"], update_fields=_FIELDS,
                                batch_size=1_000)  # fmt: skip


def due_of(account: Account, cadence: Cadence, seen: Touched) -> list[Due]:
    """Nothing is due with somebody who is no customer."""
    state = getattr(account, "state", None)
    if state is None or state.status != "customer":
        return []
    return dues(cadence, state.customer_since, seen)
