"""An account as it was: what the journal saw change after a past day is taken back, the newest change first."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Final

from tenure.core.periods import DAY, starts_at
from tenure.customers.models import Account, AccountTag
from tenure.customers.verbs import EDITABLE
from tenure.journal import reading
from tenure.journal.models import Change
from tenure.web.account.moment import Moment

_FIELDS: Final = tuple(name for name in EDITABLE if name != "owner")  # owners have dates of their own
_VERBS: Final = ("account.edited", "account.tagged", "account.untagged")


def later(account: Account, moment: Moment) -> Sequence[Change]:
    """What people changed after the day of the page, the newest first; nothing for now."""
    if moment.as_of is None:
        return ()
    return reading.since(account.pk, starts_at(moment.as_of + DAY, moment.zone), _VERBS)


def account_then(account: Account, changes: Sequence[Change]) -> Account:
    """The account with the values that these changes found. Not to be saved."""
    then = copy(account)
    for change in changes:
        for name in _FIELDS:
            if name in change.before:
                setattr(then, name, change.before[name])
    return then


def tags_then(account: Account, changes: Iterable[Change]) -> list[str]:
    """The tags before these changes."""
    tags = set(AccountTag.objects.filter(account=account).values_list("tag", flat=True))
    for change in changes:
        tags -= {change.after["tag"]} if "tag" in change.after else set()
        tags |= {change.before["tag"]} if "tag" in change.before else set()
    return sorted(tags)
