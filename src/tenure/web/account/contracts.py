"""What an account has bought: subscriptions through time, how a price became MRR, and deals."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from tenure.customers.models import Account, Opportunity, Subscription
from tenure.customers.terms import in_force
from tenure.retention.models import Renewal
from tenure.timeline.subscriptions import named
from tenure.web import format as words
from tenure.web.account.moment import Moment

LIMIT = 500
_INTERVALS = {"day": "day", "week": "week", "month": "month", "year": "year"}
_TIMES = {"day": "× 365 ÷ 12", "week": "× 52 ÷ 12", "month": "", "year": "÷ 12"}
_STATUS = {
    "active": ("good", "Active"),
    "trialing": ("info", "Trial"),
    "past_due": ("warn", "Past due"),
    "paused": ("warn", "Paused"),
    "cancelled": ("idle", "Cancelled"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One interval of a subscription as a page shows it."""

    row: Any
    name: str
    now: bool
    band: str
    status: str

    @property
    def price(self) -> str:
        return f"{words.money(self.row.price_minor, self.row.currency)} {_every(self.row)}"

    @property
    def mrr(self) -> str:
        return words.money(self.row.mrr_minor, self.row.currency)

    @property
    def how(self) -> str:
        return mrr_explained(self.row)

    @property
    def from_where(self) -> str:
        return f"{self.how}, {self.source}"

    @property
    def source(self) -> str:
        return self.row.source or "Unknown source"


def subscriptions(account: Account, day: date) -> list[Held]:
    """Every interval, newest first; those in force on `day` are marked."""
    rows = named(Subscription.objects.filter(account=account, start_date__lte=day))
    return [_held(row, day) for row in rows.order_by("-start_date", "subscription_id", "pk")[:LIMIT]]


def current(account: Account, day: date) -> list[Held]:
    """What is in force on `day`, the dearest first."""
    rows = named(Subscription.objects.filter(in_force(day), account=account).exclude(status="cancelled"))
    return [_held(row, day) for row in rows.order_by("-mrr_minor", "pk")[:LIMIT]]


def _held(row: Any, day: date) -> Held:
    now = row.start_date <= day and (row.end_date_excl is None or row.end_date_excl > day)
    band, status = _STATUS.get(row.status, ("idle", row.status))
    return Held(row, row.shown_name, now, band if now else "idle", status if now else "Ended")


def _every(row: Subscription) -> str:
    if row.billing_interval == "one_off":
        return "once"
    unit = _INTERVALS.get(row.billing_interval, row.billing_interval)
    return f"a {unit}" if row.interval_count == 1 else f"every {row.interval_count} {unit}s"


def mrr_explained(row: Subscription) -> str:
    """The way from the price to MRR in one line, as rule R6 goes it."""
    if not row.recurring or row.billing_interval == "one_off":
        return "Not recurring: counts as no MRR"
    parts = [f"{words.money(row.price_minor, row.currency)} {_every(row)}"]
    if row.discount_minor:
        parts.append(f"− {words.money(row.discount_minor, row.currency)} discount")
    if row.discount_percent:
        parts.append(f"− {words.number(row.discount_percent, 2).rstrip('0').rstrip('.')}% discount")
    if row.interval_count > 1:
        parts.append(f"÷ {row.interval_count}")
    parts += [_TIMES[row.billing_interval]] if _TIMES.get(row.billing_interval) else []
    explained = f"{' '.join(parts)} = {words.money(row.mrr_minor, row.currency)} MRR"
    return explained if row.status in ("active", "past_due") else f"{explained}, not counted while {row.status}"


@dataclass(frozen=True, slots=True)
class Term:
    """A renewal as a page shows it."""

    row: Renewal
    ends: str
    due: str
    renewed: str
    band: str
    decision: str


_DECISIONS = {"renewed": ("good", "Renewed"), "churned": ("bad", "Churned")}


def renewals(account: Account, moment: Moment) -> list[Term]:
    """Terms, the latest first. What was signed after the day of the page had not been decided by then."""
    return [_term(row, moment) for row in Renewal.objects.filter(account=account).order_by("-term_end_on", "pk")[:50]]


def _term(row: Renewal, moment: Moment) -> Term:
    currency = row.currency or moment.currency
    known = moment.as_of is None or (row.signed_on or row.term_end_on) <= moment.as_of
    band, decision = _DECISIONS.get(row.decision, ("idle", "Pending")) if known else ("idle", "Pending")
    renewed = words.money(row.mrr_renewed_minor, currency) if known else words.EMPTY
    return Term(row, words.day(row.term_end_on), words.money(row.mrr_due_minor, currency), renewed, band, decision)


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity as a page shows it."""

    row: Opportunity
    kind: str
    amount: str
    band: str
    stage: str


_STAGES = {"won": ("good", "Won"), "lost": ("bad", "Lost"), "closed": ("idle", "Closed")}


def opportunities(account: Account, moment: Moment) -> list[Deal]:
    """Deals that had begun by the day, open ones first; later outcomes were not known then."""
    rows = Opportunity.objects.filter(account=account, created_on__lte=moment.day)
    return [
        _deal(row, moment) for row in rows.order_by(F("closed_on").desc(nulls_first=True), "-created_on", "pk")[:50]
    ]


def _deal(row: Opportunity, moment: Moment) -> Deal:
    closed = row.closed_on is None or row.closed_on <= moment.day
    band, stage = _STAGES.get(row.stage, ("info", "Open")) if closed else ("info", "Open")
    kind = ", ".join(
        part for part in (row.type.replace("_", " "), _TEAMS.get(row.source_team, row.source_team)) if part
    )
    return Deal(row, kind.capitalize(), words.money(row.amount_minor, row.currency or moment.currency), band, stage)


_TEAMS = {"cs": "from customer success", "sales": "from sales", "product": "from the product"}
