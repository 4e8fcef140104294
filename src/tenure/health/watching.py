"""Signals to risks: what fired opens a risk, or joins the open one of its kind.

Each day is looked at again until it is over, and each firing counts once (account, signal, day), whatever is killed or
run twice. The first time, the last `FIRST` days are looked at, so that the risks of a new installation have dates.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from tenure.core.periods import DAY
from tenure.customers.models import Account
from tenure.engine import publication
from tenure.engine.scores.watching import Fired, Seen, fired
from tenure.health.models import Risk, Sign, Watched
from tenure.journal.write import record
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.metrics.signals import SCORES

FIRST = 30


def watch() -> int:
    """Look at the days since the last time; returns how many signs are new."""
    now = publication.current()
    mark = Watched.objects.first()
    if mark and (mark.publication, mark.day) == (now.id, now.today):
        return 0
    since = max(mark.day if mark else now.today - FIRST * DAY, now.today - FIRST * DAY)
    new = _keep(fired(since, now.today), now.today)
    Watched.objects.update_or_create(pk=1, defaults={"day": now.today, "publication": now.id})
    return new


def _keep(found: Iterable[Fired], today: date) -> int:
    names = published_measures()
    return sum(_keep_one(one, names, today) for one in found)


@transaction.atomic
def _keep_one(one: Fired, names: dict[str, Measure], today: date) -> bool:
    if Sign.objects.filter(account_id=one.account_id, kind=one.signal.id, day=one.day).exists():
        return False
    account = Account.objects.select_related("state", "owner").filter(pk=one.account_id).first()
    if account is None:
        return False  # deleted since its facts were copied
    risk, said = _open(account, one, today), [_said(seen, names) for seen in one.seen]
    risk.cause, risk.last_sign_on, risk.signs_seen = "; ".join(said) + ".", one.day, risk.signs_seen + 1
    opened = risk.pk is None
    risk.save()
    seen = [
        {"measure": test.measure, "before": test.before, "after": test.after, "said": words}
        for test, words in zip(one.seen, said, strict=True)
    ]
    Sign.objects.create(risk=risk, account_id=account.pk, kind=one.signal.id, day=one.day, seen=seen)
    record("risk.opened" if opened else "risk.sign_joined", risk, account_id=account.pk, origin=one.signal.id,
           after={"title": risk.title}, reason=risk.cause)  # fmt: skip
    return True


def _open(account: Account, one: Fired, today: date) -> Risk:
    """The open risk of the kind, or a new one, which is due counted from the day on which people can see it."""
    held = Risk.objects.select_for_update().filter(account=account, kind=one.signal.id, closed_at=None).first()
    state: Any = getattr(account, "state", None)
    return held or Risk(
        account=account, kind=one.signal.id, title=one.signal.name, owner=account.owner, opened_on=one.day,
        due_on=today + one.signal.due_days * DAY, value_minor=state.arr_minor if state else None,
    )  # fmt: skip


def _said(seen: Seen, names: dict[str, Measure]) -> str:
    """Such as: Health 62 → 38, or: Health −16.2 in 7 days."""
    if days := SCORES.get(seen.measure):
        return f"Health {_number(seen.after)} in {days} days"
    name = names[seen.measure].name if seen.measure in names else "Health"
    was = "" if seen.before is None or seen.before == seen.after else f"{_number(seen.before)} → "
    return f"{name} {was}{_number(seen.after)}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".removesuffix(".0").replace("-", "−")
