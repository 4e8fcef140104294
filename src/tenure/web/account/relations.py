"""Who belongs to whom: the account's parents and children on a day, and what the whole group pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from tenure.customers.models import Account, AccountParent, AccountState

SHOWN: Final = 20
_DEEPEST: Final = 8  # levels below the ultimate parent; also the end of a circle in bad data
_MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Group:
    """An account's relations. `size` and `arr_minor` are of the ultimate parent's whole group, itself included; the
    ARR is today's, in the company's currency, and null when that of a member is not known."""

    top: Account | None
    above: Account | None
    children: Sequence[Account]
    size: int
    arr_minor: int | None

    @property
    def alone(self) -> bool:
        return self.size <= 1 and self.above is None


def _held(day: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to_excl=None) | Q(valid_to_excl__gt=day))


def group(account: Account, day: date) -> Group:
    above = _climb(account, day)
    top = above[-1] if above else account
    members = _below(top.pk, day)
    links = AccountParent.objects.filter(_held(day), parent_account=account).select_related("account__state")
    children = [link.account for link in links.order_by("-account__state__arr_minor", "account__name")[:SHOWN]]
    return Group(top, above[0] if above else None, children, len(members), _total(members))


def _climb(account: Account, day: date) -> list[Account]:
    """Parents, the nearest first. Of two parents on one day the one that came later holds."""
    found: list[Account] = []
    seen = {account.pk}
    at = account.pk
    while len(found) < _DEEPEST:
        links = AccountParent.objects.filter(_held(day), account_id=at).select_related("parent_account__state")
        link = links.order_by("-valid_from", "-pk").first()
        if link is None or link.parent_account_id in seen:
            break
        found.append(link.parent_account)
        at = link.parent_account_id
        seen.add(at)
    return found


def _below(top: str, day: date) -> set[str]:
    """Ids of the whole group, level by level."""
    members, level = {top}, {top}
    for _ in range(_DEEPEST):
        links = AccountParent.objects.filter(_held(day), parent_account__in=sorted(level)[:_MOST])
        level = set(links.values_list("account_id", flat=True)[:_MOST]) - members
        if not level:
            break
        members |= level
    return members


def _total(members: set[str]) -> int | None:
    if len(members) > _MOST:
        return None
    arrs = list(AccountState.objects.filter(account__in=members).values_list("arr_minor", flat=True))
    return sum(arr for arr in arrs if arr is not None) if arrs and None not in arrs else None
