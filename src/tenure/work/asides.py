"""Putting away what one has seen, and bringing it back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tenure.company.roles import require
from tenure.core.problems import NotAccepted
from tenure.journal.write import record
from tenure.work.models import Aside


@transaction.atomic
def put_away(user: Any, kind: str, key: str, until: date, *, account_id: str = "", title: str = "", reason: str = "",
             later: bool = False) -> Aside:  # fmt: skip
    """It does not wait for this person before the day `until`; `later` when it was put off, not dealt with."""
    require(user, "write_own_accounts")
    aside, made = Aside.objects.get_or_create(user=user, kind=kind, key=key, defaults={"until": until})
    if not made and aside.until >= until:
        return aside
    aside.until = until
    aside.save()
    record("day.put_off" if later else "day.seen", aside, actor=user, account_id=account_id,
           after={"title": title, "until": str(until)}, reason=reason)  # fmt: skip
    return aside


@transaction.atomic
def bring_back(user: Any, aside_id: int) -> None:
    """Undo of putting away."""
    aside = Aside.objects.filter(pk=aside_id, user=user).first()
    if aside is None:
        return
    record("day.brought_back", aside, actor=user)
    aside.delete()


def back_for_all(kind: str, key: str) -> None:
    """It is no longer what was put away: it waits for everybody again."""
    Aside.objects.filter(kind=kind, key=key).delete()


def put_away_by(user: Any, kind: str, key: str, day: Any) -> Exists:
    """Whether the row of the outer query is put away on `day`; its key is the column `key`."""
    return Exists(Aside.objects.filter(user=user, kind=kind, key=OuterRef(key), until__gt=day))


def check_later(until: date, reason: str, today: date) -> None:
    """A day to come and a reason, as for a risk."""
    if until <= today:
        raise NotAccepted("Choose a day after today.")
    if not reason.strip():
        raise NotAccepted("Say why it may wait.")
