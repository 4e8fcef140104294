"""Check-ins as they stood at the end of a past day: who was a customer then, under the cadences of then.

Of a large book this takes some seconds, so what was found is kept in the process until something of past days comes in,
is written over or is taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet

from tenure.company.clock import zone
from tenure.core.periods import DAY, starts_at
from tenure.customers.access import sees_every_account, visible_accounts
from tenure.customers.models import Account
from tenure.engine import publication, reading
from tenure.journal.models import Change
from tenure.planning.checkins.cadence import SOON, Cadence, Due, Touched, choose, dues
from tenure.planning.checkins.facts import touched
from tenure.planning.checkins.models import CheckInMark
from tenure.planning.models import CheckInCadence

_KEPT: Final = 4  # days
_CUSTOMERS: Final = """
    WITH held AS (
        SELECT account_id, sum(delta_minor) AS mrr, min(day) FILTER (delta_minor > 0) AS since
        FROM mrr_steps WHERE day <= $day AND ($account IS NULL OR account_id = $account)
        GROUP BY account_id, currency),
    known AS (
        SELECT account_id, max(value) FILTER (attribute = 'motion') AS motion,
               max(value) FILTER (attribute = 'tier') AS tier, max(value) FILTER (attribute = 'segment') AS segment
        FROM attributes
        WHERE coalesce(valid_from <= $day, true) AND coalesce(valid_to_excl > $day, true)
          AND ($account IS NULL OR account_id = $account)
        GROUP BY account_id)
    SELECT held.account_id, min(since) AS since, any_value(motion) AS motion, any_value(tier) AS tier,
           any_value(segment) AS segment
    FROM held LEFT JOIN known USING (account_id) GROUP BY held.account_id HAVING max(mrr) > 0"""


@dataclass(frozen=True, slots=True)
class Past:
    account_id: str
    motion: str
    cadence: Cadence
    seen: Touched
    due: Sequence[Due]  # the first first; empty where nothing is asked for


def book(day: date) -> Sequence[Past]:
    """Customers with something due, the latest first. Raises NothingPublished and TooSlow."""
    mark = CheckInMark.objects.first()
    return _book(day, publication.current().id, str(mark.past_at) if mark else "")


def of_account(account_id: str, day: date) -> Past | None:
    """None for who was no customer. Raises NothingPublished and TooSlow."""
    return next(iter(_found(day, account_id)), None)


@lru_cache(maxsize=_KEPT)
def _book(day: date, publication_id: str, marked: str) -> Sequence[Past]:
    found = [one for one in _found(day, None) if one.due]
    return tuple(sorted(found, key=lambda one: (one.due[0].on, one.account_id)))


def _found(day: date, account_id: str | None) -> list[Past]:
    rows = cadences_at(day)
    kept: dict[tuple[str, str, str], Cadence] = {}
    customers = reading.query(_CUSTOMERS, {"day": day, "account": account_id})
    seen = touched(None if account_id is None else [account_id], day)
    found = []
    for one in customers:
        kind = (one["motion"] or "", one["tier"] or "", one["segment"] or "")
        cadence = kept.get(kind) or kept.setdefault(kind, choose(rows, *kind))
        met = seen.get(one["account_id"], Touched())
        found.append(Past(one["account_id"], kind[0], cadence, met, dues(cadence, one["since"], met)))
    return found


def cadences_at(day: date) -> list[CheckInCadence]:
    """As they were set at the end of the day: what was done since is taken back, the last first."""
    rows = {(row.motion, row.tier, row.segment): row for row in CheckInCadence.objects.all()}
    later = Change.objects.filter(verb__startswith="check_in_cadence.", at__gte=starts_at(day + DAY, zone()))
    for change in later.order_by("-at", "-pk"):
        _take_back(rows, change.before, change.after)
    return list(rows.values())


def _take_back(
    rows: dict[tuple[str, str, str], CheckInCadence], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    said = {**before, **after}
    if "motion" not in said:
        return
    key = (said["motion"], said["tier"], said["segment"])
    rows.pop(key, None)
    if "people_days" in before:
        rows[key] = CheckInCadence(motion=key[0], tier=key[1], segment=key[2], people_days=before["people_days"],
                                   digital_days=before["digital_days"])  # fmt: skip


def of(user: Any, rows: Sequence[Past], among: QuerySet[Account] | None, motion: str) -> Sequence[Past]:
    """Those `among` these accounts, or all that the person may see; of a motion where one is asked for."""
    if motion:
        rows = [one for one in rows if one.motion == motion]
    if among is None and sees_every_account(user):
        return rows
    ids = set((visible_accounts(user) if among is None else among).values_list("pk", flat=True))
    return [one for one in rows if one.account_id in ids]


def in_view(rows: Sequence[Past], view: str, day: date) -> Sequence[Past]:
    """Those that are overdue (`due`), due soon (`soon`), or all of them; `reading.in_view` asks the database so."""
    if view == "due":
        return [one for one in rows if one.due[0].on < day]
    return [one for one in rows if day <= one.due[0].on <= day + SOON] if view == "soon" else rows
