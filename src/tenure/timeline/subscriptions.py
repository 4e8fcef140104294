"""What happened to an account's subscriptions: begun, changed, paused, ended."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from tenure.core.words import money, number
from tenure.customers.models import Plan, Product, Subscription
from tenure.timeline.entry import Entry, Place
from tenure.timeline.source import Reach

_PAYING = ("active", "past_due")


def subscriptions(reach: Reach, rank: int) -> Iterator[Entry]:
    """All rows are read: an account has a handful, and a change is only seen beside the row before it."""
    rows = named(Subscription.objects.filter(account_id=reach.account_id)).order_by("subscription_id", "start_date")
    for _, several in groupby(rows, key=lambda row: row.subscription_id):
        yield from _of_one(list(several), reach, rank)


def named(rows: QuerySet[Subscription]) -> QuerySet[Any]:
    """Subscription rows with `shown_name`: plan, else product, else the subscription's own id.

    A file without ids of subscriptions has that of the account in their place, which names nothing.
    """
    plan = Plan.objects.filter(pk=OuterRef("plan_id")).exclude(name="").values("name")[:1]
    product = Product.objects.filter(pk=OuterRef("product_id")).values("name")[:1]
    own = NullIf("subscription_id", "account_id", output_field=CharField())
    return rows.annotate(shown_name=Coalesce(Subquery(plan), Subquery(product), own, Value("Subscription")))


def _of_one(rows: Sequence[Subscription], reach: Reach, rank: int) -> Iterator[Entry]:
    before: Subscription | None = None
    for row in rows:
        if before is not None and before.end_date_excl != row.start_date:
            yield from _ended(before, reach, rank)
            before = None
        title, tone = _began(before, row)
        if title:
            yield _entry(row, row.start_date, title, _money(before, row), tone, reach, rank)
        before = row
    if before is not None:
        yield from _ended(before, reach, rank)


def _ended(row: Subscription, reach: Reach, rank: int) -> Iterator[Entry]:
    if row.end_date_excl is not None:
        yield _entry(row, row.end_date_excl, f"{_name(row)} ended", _money(row, None), "bad", reach, rank)


def _entry(row: Subscription, day: date, title: str, text: str, tone: str, reach: Reach, rank: int) -> Entry:
    return Entry(
        Place(reach.at(day), rank, f"{row.pk} {day}"),
        "money",
        title,
        "calendar-dollar",
        tone,
        text,
        timed=False,
        source=f"{row.source or 'Unknown source'}, subscription {row.subscription_id}",
        loaded_at=row.loaded_at,
    )


def _name(row: Subscription) -> str:
    return str(getattr(row, "shown_name", "") or row.subscription_id)


def _began(before: Subscription | None, row: Subscription) -> tuple[str, str]:
    """Title and tone of a row that begins; no title when nothing one would notice changed."""
    if before is None:
        seats = f", {number(row.seats)} seats" if row.seats is not None else ""
        return f"{_name(row)} {'trial began' if row.status == 'trialing' else 'began'}{seats}", "good"
    if before.status != row.status:
        return f"{_name(row)}: {before.status.replace('_', ' ')} → {row.status.replace('_', ' ')}", _tone(before, row)
    parts = []
    if _name(before) != _name(row):
        parts.append(f"{_name(before)} → {_name(row)}")
    if before.seats != row.seats:
        parts.append(f"seats {number(before.seats)} → {number(row.seats)}")
    if not parts and _mrr(before) != _mrr(row):
        parts.append("price changed")
    head = "" if _name(before) != _name(row) else f"{_name(row)}: "
    return (head + ", ".join(parts) if parts else ""), _tone(before, row)


def _tone(before: Subscription, row: Subscription) -> str:
    was, now = _mrr(before), _mrr(row)
    return "good" if now > was else "bad" if now < was else ""


def _mrr(row: Subscription | None) -> int:
    paying = row is not None and row.recurring and row.status in _PAYING
    return row.mrr_minor if row is not None and paying else 0


def _money(before: Subscription | None, row: Subscription | None) -> str:
    was, now, either = _mrr(before), _mrr(row), row or before
    if was == now or either is None:
        return ""
    currency = either.currency
    change = money(now - was, currency, plus=True)
    if not was or not now:
        return f"{change} MRR"
    return f"MRR {money(was, currency)} → {money(now, currency)} ({change})"
