"""Changes to many accounts at once: one transaction, a journal row for each account that really changed, a way back.

All journal rows of a bulk change carry the same instant, which is how its undo finds them. Too many accounts for one
transaction are changed in pieces, see `tenure.customers.pieces`; the pieces share their instant.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tenure.company.models import User
from tenure.company.roles import require
from tenure.customers.access import writable_among
from tenure.customers.models import Account, AccountTag
from tenure.customers.verbs import EditError, person
from tenure.journal.models import Change
from tenure.journal.write import record_many

_Rows = Iterable[tuple[str, dict[str, Any], dict[str, Any]]]
_CHUNK: Final = 5000
_UNDO_WITHIN: Final = timedelta(hours=1)
_VERBS: Final = ("account.edited", "account.tagged", "account.untagged")


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be done to accounts: `assign` to the owner with this e-mail ("" for nobody), `tag` or `untag`."""

    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many accounts were changed, were so already, and may not be changed by this person. `at` is for undo."""

    changed: int
    already: int
    refused: int
    at: datetime


def checked(actor: Any, wish: Wish) -> Wish:
    """`wish` tidied; raises EditError, or Http404 for who may not do it, before anything is changed."""
    if wish.action == "assign":
        require(actor, "assign_owner")
        owner = person(wish.value)
        return Wish("assign", owner.email if owner else "")
    if wish.action in {"tag", "untag"}:
        return Wish(wish.action, _clean(wish.value))
    raise EditError("Choose what to do with the selected accounts.")


def change(actor: Any, accounts: QuerySet[Account], wish: Wish, at: datetime | None = None) -> Outcome:
    """What `wish` says, with the verb that does it."""
    if wish.action == "assign":
        return assign_owner(actor, accounts, person(wish.value), at)
    return (add_tag if wish.action == "tag" else remove_tag)(actor, accounts, wish.value, at)


@transaction.atomic
def assign_owner(
    actor: Any, accounts: QuerySet[Account], owner: User | None, at: datetime | None = None
) -> Outcome:  # fmt: skip
    """Hand accounts over to `owner`, or to nobody."""
    require(actor, "assign_owner")
    others = Q(owner__isnull=False) if owner is None else ~Q(owner=owner)
    changed, already, refused = _sorted_out(actor, accounts, others)
    at = at or timezone.now()
    was = dict(changed.values_list("pk", "owner__email"))
    _set_owner(was, owner)
    after = {"owner": owner.email if owner else ""}
    rows = ((key, {"owner": email or ""}, after) for key, email in was.items())
    record_many("account.edited", rows, model=Account, actor=actor, at=at)
    return Outcome(len(was), already, refused, at)


@transaction.atomic
def add_tag(actor: Any, accounts: QuerySet[Account], tag: str, at: datetime | None = None) -> Outcome:
    """Put a tag on accounts that do not have it."""
    tag = _clean(tag)
    changed, already, refused = _sorted_out(actor, accounts, ~Q(_tagged(tag)))
    keys, at = list(changed.values_list("pk", flat=True)), at or timezone.now()
    _put(keys, tag)
    rows: _Rows = ((key, {}, {"tag": tag}) for key in keys)
    record_many("account.tagged", rows, model=Account, actor=actor, at=at)
    return Outcome(len(keys), already, refused, at)


@transaction.atomic
def remove_tag(actor: Any, accounts: QuerySet[Account], tag: str, at: datetime | None = None) -> Outcome:
    """Take a tag off the accounts that have it."""
    tag = _clean(tag)
    changed, already, refused = _sorted_out(actor, accounts, Q(_tagged(tag)))
    keys, at = list(changed.values_list("pk", flat=True)), at or timezone.now()
    _take_off(keys, tag)
    rows: _Rows = ((key, {"tag": tag}, {}) for key in keys)
    record_many("account.untagged", rows, model=Account, actor=actor, at=at)
    return Outcome(len(keys), already, refused, at)


@transaction.atomic
def undo(actor: Any, at: datetime) -> Outcome:
    """Take back what `actor` did at that instant, wherever nobody has changed it since."""
    changes, now = list(undoable(actor, at)), timezone.now()
    done = undo_some(actor, changes, now)
    return Outcome(done, len(changes) - done, 0, now)


def undoable(actor: Any, at: datetime) -> QuerySet[Change]:
    """The journal of that bulk change; raises EditError when it is too old to be taken back."""
    if timezone.now() - at > _UNDO_WITHIN:
        raise EditError("This can no longer be undone: it is more than an hour old.")
    return changed_at(actor, at).order_by("pk")


def changed_at(actor: Any, at: datetime) -> QuerySet[Change]:
    return Change.objects.filter(actor=actor, at=at, verb__in=_VERBS)


def undo_some(actor: Any, changes: Iterable[Change], now: datetime) -> int:
    """Take these changes back, in the caller's transaction; the number of accounts that could be."""
    return sum(_undo_group(actor, group, now) for group in _grouped(changes))


def _sorted_out(actor: Any, accounts: QuerySet[Account], differs: Q) -> tuple[QuerySet[Account], int, int]:
    """The accounts to change, locked, and how many of the asked ones are so already or may not be changed.

    Asked again inside the transaction by id, so that a filter on what is being changed cannot shift under the change.
    """
    asked = accounts.order_by().values("pk")
    count = accounts.order_by().count()
    allowed = writable_among(actor, Account.objects.filter(pk__in=asked))
    chosen = allowed.filter(differs).order_by("pk").select_for_update(of=("self",))
    permitted, changing = allowed.count(), chosen.count()
    return chosen, permitted - changing, count - permitted


def _tagged(tag: str) -> Exists:
    return Exists(AccountTag.objects.filter(account=OuterRef("pk"), tag=tag))


def _set_owner(keys: Iterable[str], owner: User | None) -> None:
    """`loaded_at` is when it is really written: the instant of the whole change may be long before a late piece."""
    for some in _chunks(keys):
        _remember_owner(some)
        Account.objects.filter(pk__in=some).update(owner=owner, loaded_at=timezone.now())


def _remember_owner(keys: Sequence[str]) -> None:
    """What `EditableFact.save` does for one: few groups, as most rows have the same owner and no other change."""
    groups: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    for key, owner, said in Account.objects.filter(pk__in=keys).values_list("pk", "owner_id", "file_said"):
        if "owner_id" not in said:
            groups[owner, json.dumps(said)].append(key)
    for (before, said), some in groups.items():
        Account.objects.filter(pk__in=some).update(file_said=json.loads(said) | {"owner_id": before})


def _put(keys: Iterable[str], tag: str) -> None:
    rows = (AccountTag(account_id=key, tag=tag) for key in keys)
    AccountTag.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def _take_off(keys: Iterable[str], tag: str) -> None:
    for some in _chunks(keys):
        AccountTag.objects.filter(account__in=some, tag=tag).delete()


def _clean(tag: str) -> str:
    tag = " ".join(tag.split())
    if not tag:
        raise EditError("Type a tag first.")
    if len(tag) > 60:
        raise EditError("A tag has at most 60 characters.")
    return tag


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(keys)
    while some := list(islice(iterator, _CHUNK)):
        yield some


def _grouped(changes: Iterable[Change]) -> list[list[Change]]:
    """Changes with the same verb and the same values, which are undone by one statement."""
    groups: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.verb, str(change.before), str(change.after)), []).append(change)
    return list(groups.values())


def _undo_group(actor: Any, changes: list[Change], now: datetime) -> int:
    first = changes[0]
    keys = [change.account_id for change in changes]
    if first.verb == "account.edited":
        undone = _give_back(keys, first.before["owner"], first.after["owner"])
    elif first.verb == "account.tagged":
        undone = _still(keys, Q(_tagged(first.after["tag"])))
        _take_off(undone, first.after["tag"])
    else:
        undone = _still(keys, ~Q(_tagged(first.before["tag"])))
        _put(undone, first.before["tag"])
    rows = ((key, first.after, first.before) for key in undone)
    return record_many(_OPPOSITE[first.verb], rows, model=Account, actor=actor, at=now, reason="Undo")


_OPPOSITE: Final = {
    "account.edited": "account.edited",
    "account.tagged": "account.untagged",
    "account.untagged": "account.tagged",
}


def _give_back(keys: list[str], before: str, after: str) -> list[str]:
    owner = User.objects.filter(email=before).first() if before else None
    if before and owner is None:
        return []
    undone = _still(keys, Q(owner__email=after) if after else Q(owner=None))
    _set_owner(undone, owner)
    return undone


def _still(keys: list[str], as_left: Q) -> list[str]:
    """Those of `keys` that are as the change left them."""
    return [
        key
        for some in _chunks(keys)
        for key in Account.objects.filter(as_left, pk__in=some)
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    ]
