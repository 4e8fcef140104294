"""Bulk changes of more accounts than one transaction should hold: a piece a transaction, so that others can write
in between.

All pieces carry the instant of the whole change: one undo takes them all back, and a second attempt of a job goes on
where the first ended. A change that is stopped half-way leaves what is done, and can be undone.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from tenure.customers import bulk
from tenure.customers.bulk import Outcome, Wish
from tenure.customers.models import Account
from tenure.journal.models import Change

MOST_AT_ONCE: Final = 20_000  # accounts; more than this is work for a job
PIECE: Final = 2_000
Say = Callable[[int, int], None]  # how many of how many; may raise to stop
T = TypeVar("T")


def change(actor: Any, accounts: QuerySet[Account], wish: Wish, at: datetime, say: Say) -> Outcome:
    """`bulk.change` in pieces. Which accounts are asked for is decided once, before the first piece."""
    before = set(bulk.changed_at(actor, at).values_list("account_id", flat=True))
    asked = accounts.order_by("pk").values_list("pk", flat=True)
    keys = [key for key in asked.iterator(PIECE) if key not in before]
    changed, already, refused = len(before), 0, 0
    for done, piece in _pieces(keys):
        say(len(before) + done, len(before) + len(keys))
        outcome = bulk.change(actor, Account.objects.filter(pk__in=piece), wish, at)
        changed, already, refused = changed + outcome.changed, already + outcome.already, refused + outcome.refused
    return Outcome(changed, already, refused, at)


def undo(actor: Any, at: datetime, now: datetime, say: Say) -> Outcome:
    """`bulk.undo` in pieces; what is taken back is journaled at `now`."""
    keys = list(bulk.changed_at(actor, at).order_by("pk").values_list("pk", flat=True))
    for done, piece in _pieces(keys):
        say(done, len(keys))
        with transaction.atomic():
            bulk.undo_some(actor, Change.objects.filter(pk__in=piece).order_by("pk"), now)
    undone = bulk.changed_at(actor, now).count()
    return Outcome(undone, len(keys) - undone, 0, now)


def _pieces(keys: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    """How many came before, and the next few."""
    for start in range(0, len(keys), PIECE):
        yield start, keys[start : start + PIECE]
