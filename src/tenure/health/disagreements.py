"""Accounts of which the CSM and the score say different things, by what is at stake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from tenure.core.periods import DAY
from tenure.customers.access import visible_accounts
from tenure.health.models import Stance
from tenure.health.pulses import FRESH

STATES: Final = {"open": "Open", "kept": "Kept to"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which disagreements: of a state, of one's own book or of all, of one account or of any."""

    state: str = "open"
    mine: bool = False
    account: str = ""


def asked_of(given: Mapping[str, Any]) -> Asked:
    state = given.get("state", "open")
    return Asked(state if state in STATES else "open", "mine" in given, str(given.get("account", "")))


def disagreements(user: Any, asked: Asked, today: date) -> QuerySet[Stance]:
    """The most valuable first."""
    found = _seen(user, asked).filter(_in_state(asked.state, today))
    return found.order_by(F("arr_minor").desc(nulls_last=True), "pk")


def in_order(accounts: Sequence[str]) -> list[Stance]:
    """The stances of these accounts, in this order, with all that a list shows."""
    found = Stance.objects.select_related("account__owner", "account__state", "pulse__by", "kept_by").in_bulk(accounts)
    return [found[account] for account in accounts if account in found]


def counts(user: Any, asked: Asked, today: date) -> dict[str, Any]:
    """How many there are of each state, and the value of the open ones."""
    wanted = {state: Count("pk", filter=_in_state(state, today)) for state in STATES}
    return _seen(user, asked).aggregate(**wanted, value=Sum("arr_minor", filter=_in_state("open", today)))


def _seen(user: Any, asked: Asked) -> QuerySet[Stance]:
    """A stale judgement disagrees with nothing."""
    found = Stance.objects.filter(differs=True, given_at__gt=timezone.now() - FRESH * DAY)
    accounts = visible_accounts(user)
    if asked.mine:
        found = found.filter(account__in=accounts.filter(owner=user))
    else:  # row by row, so that the order of the index is kept: most of them are seen
        found = found.filter(Exists(accounts.filter(pk=OuterRef("account_id"))))
    return found.filter(account_id=asked.account) if asked.account else found


def _in_state(state: str, today: date) -> Q:
    kept = Q(kept_until__gt=today)
    return kept if state == "kept" else Q(kept_until=None) | Q(kept_until__lte=today)
