"""Who belongs to whom: the account's parents and children on a day, and what the whole group pays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q

from tenure.customers.models import Account, AccountParent, AccountState
from tenure.engine.account import mrr_of
from tenure.engine.publication import NothingPublished
from tenure.web.account import lineage
from tenure.web.account.moment import Moment

SHOWN: Final = 20
_MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Member:
    account: Account
    arr_minor: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """An account's relations. `size` and `arr_minor` are of the ultimate parent's whole group, itself included; ARR is
    that of the day, in the company's currency, and null when that of a member is not known."""

    top: Member | None
    above: Member | None
    children: Sequence[Member]
    size: int
    arr_minor: int | None

    @property
    def alone(self) -> bool:
        return self.size <= 1 and self.above is None


def _held(day: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to_excl=None) | Q(valid_to_excl__gt=day))


def group(account: Account, moment: Moment) -> Group:
    day = moment.day
    above = _climb(account, day)
    top = above[-1] if above else account
    members = lineage.group(top.pk, day)
    children = _children(account, day) if len(members) > 1 else []
    known = members if len(members) <= _MOST else {other.pk for other in (*above, *children)}
    arrs = {} if len(members) <= 1 and not above else _arrs(known, moment)
    top_, *nearest = (Member(one, arrs.get(one.pk)) for one in (top, *above[:1]))
    return Group(
        top=top_,
        above=nearest[0] if nearest else None,
        children=[Member(child, arrs.get(child.pk)) for child in children],
        size=len(members),
        arr_minor=_total(members, arrs),
    )


def _climb(account: Account, day: date) -> list[Account]:
    """Parents, the nearest first."""
    found = lineage.above(account.pk, day)
    accounts = Account.objects.in_bulk(found) if found else {}
    return [accounts[key] for key in found]


def _children(account: Account, day: date) -> list[Account]:
    links = AccountParent.objects.filter(_held(day), parent_account=account).select_related("account")
    dearest = F("account__state__arr_minor").desc(nulls_last=True)
    return [link.account for link in links.order_by(dearest, "account__name", "pk")[:SHOWN]]


def _arrs(members: Collection[str], moment: Moment) -> Mapping[str, int | None]:
    """ARR of accounts on the day; nothing while nothing is computed."""
    if moment.as_of is None:
        return dict(AccountState.objects.filter(account__in=members).values_list("account_id", "arr_minor"))
    try:
        mrrs = mrr_of(members, moment.as_of, moment.currency)
    except NothingPublished:
        return {}
    return {key: None if mrr is None else 12 * mrr for key, mrr in mrrs.items()}


def _total(members: Collection[str], arrs: Mapping[str, int | None]) -> int | None:
    """Of a group that is too large, or of which a rate is missing, there is no total."""
    found = [arrs[key] for key in members if key in arrs]
    known = [arr for arr in found if arr is not None]
    return sum(known) if known and len(known) == len(found) and len(members) <= _MOST else None
