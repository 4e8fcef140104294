"""Where an account stands on a day: from the row the engine keeps for today, or computed for any day before."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Q

from tenure.company.models import User, settings_row
from tenure.core.periods import DAY
from tenure.customers.models import Account, AccountState, Assignment, Subscription
from tenure.customers.terms import end_in_force, in_force
from tenure.engine import account as history
from tenure.engine.scores import reading as scores
from tenure.retention.models import Renewal
from tenure.web.account.moment import Moment

STATUS_TONES = {"customer": "good", "paused": "warn", "lapsed": "bad", "trial": "info", "prospect": "idle"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Money is in the company's currency. A null is not known."""

    as_of: date
    status: str
    mrr_minor: int | None
    change_12m_minor: int | None
    active: int | None
    active_before: int | None
    seats: int | None
    renewal_on: date | None
    customer_since: date | None
    owner: str
    weeks: tuple[int, ...] = ()
    health: int | None = None
    health_change: int | None = None

    @classmethod
    def of_state(cls, account: Account, state: AccountState) -> Self:
        return cls(
            as_of=state.as_of,
            status=state.status,
            mrr_minor=state.mrr_minor,
            change_12m_minor=state.mrr_change_12m_minor,
            active=state.active_users_30d,
            active_before=state.active_users_30d_before,
            seats=state.seats,
            renewal_on=state.renewal_on,
            customer_since=state.customer_since,
            owner=str(account.owner or ""),
            weeks=tuple(state.usage_weeks),
            health=state.health,
            health_change=state.health_change,
        )

    @classmethod
    def on(cls, account: Account, moment: Moment, day: date) -> Self:
        """Computed from the facts of that day; raises NothingPublished."""
        money = history.mrr_history(account.pk, day, moment.currency, settings_row().longest_pause_days)
        usage = history.seats(account.pk, day)
        before, now = _health(account, day)
        return cls(
            as_of=day,
            status=_status(account, money, day),
            mrr_minor=money.reported,
            change_12m_minor=money.change_12m,
            active=usage.active,
            active_before=usage.active_before,
            seats=usage.seats,
            renewal_on=renewal_after(account, day),
            customer_since=money.first_paid,
            owner=owner_on(account, day),
            health=now,
            health_change=None if now is None or before is None else now - before,
        )

    @property
    def arr_minor(self) -> int | None:
        return None if self.mrr_minor is None else 12 * self.mrr_minor

    @property
    def utilisation(self) -> float | None:
        return self.active / self.seats if self.seats and self.active is not None else None


def _health(account: Account, day: date) -> tuple[int | None, int | None]:
    """The scores of the day before and of the day."""
    found = scores.judgements(account.pk, [day - DAY, day])
    before, now = (found[at].level.score if at in found else None for at in (day - DAY, day))
    return before, now


def _status(account: Account, money: history.MrrHistory, day: date) -> str:
    if money.paying:
        return "customer"
    if money.paused:
        return "paused"
    if money.first_paid is not None:
        return "lapsed"
    trialing = in_force(day) & Q(account=account, status="trialing")
    return "trial" if Subscription.objects.filter(trialing).exists() else "prospect"


def renewal_after(account: Account, day: date) -> date | None:
    """The next term that nobody had signed for by that day, else the next end of a subscription in force."""
    open_then = Q(signed_on=None) | Q(signed_on__gt=day)
    renewals = Renewal.objects.filter(open_then, account=account, term_end_on__gt=day)
    term = renewals.order_by("term_end_on").values_list("term_end_on", flat=True).first()
    if term is not None:
        return term
    return end_in_force(account.pk, day)


def owner_on(account: Account, day: date) -> str:
    """Who looked after it on that day; today's owner when no history of owners is known."""
    held = Assignment.objects.filter(account=account)
    emails = list(
        held.filter(Q(end_date_excl=None) | Q(end_date_excl__gt=day), start_date__lte=day)
        .order_by("-start_date")
        .values_list("csm_id", flat=True)[:1]
    )
    if emails:
        person = User.objects.filter(email=emails[0].lower()).first()
        return str(person or emails[0])
    return "" if held.exists() else str(account.owner or "")
