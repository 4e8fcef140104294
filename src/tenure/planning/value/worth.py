"""What objectives were worth, by quarter: reckoned from their rates, written by hand, confirmed by the customer."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from tenure.company.clock import today
from tenure.core.money import CURRENCIES, minor_exponent
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Contact
from tenure.library.reading import published_measures
from tenure.metrics.measures.describing import UNITS
from tenure.planning.access import shared_goal_locked, writable_goal
from tenure.planning.models import Goal, ValueRealised
from tenure.planning.plans.accepting import accepted
from tenure.planning.plans.standing import values_of
from tenure.planning.telling import tell
from tenure.planning.value import customer_value
from tenure.planning.value.quarters import Quarter, quarters
from tenure.planning.value.reckoning import Rate, Reckoned, Values, reckon

_AT_ONCE: Final = 1_000


def version(row: ValueRealised | None) -> str:
    return row.changed_at.isoformat() if row else ""


@transaction.atomic
def write(
    user: Any, goal_id: str, period: str, amount_minor: int, currency: str, how: str, *, seen: str
) -> ValueRealised:
    """What a quarter was worth, by hand and with how that was worked out; the rate does not overwrite it any more."""
    goal, quarter = writable_goal(user, goal_id), _quarter(period)
    kept = accepted({"how": how}, goal.plan.account)
    _refuse(kept["how"], amount_minor, currency)
    held = ValueRealised.objects.select_for_update().filter(goal=goal, period=quarter.name).first()
    if version(held) != seen:
        raise ChangedMeanwhile(held)
    before = _told(held) if held else {}
    row = held or ValueRealised(goal=goal, account_id=goal.plan.account_id, period=quarter.name)
    row.amount_minor, row.currency, row.how, row.reckoned = amount_minor, currency, kept["how"], False
    row.until, row.written_by = min(quarter.last, today()), user
    row.verified_on, row.verified_contact, row.verified_said = None, None, ""
    row.save()
    tell("value.written", goal, goal.plan.account_id, user, before=before, after=_told(row) | {"name": goal.name},
         reason=row.how)  # fmt: skip
    customer_value.keep([goal.plan.account_id])
    return row


@transaction.atomic
def remove(user: Any, goal_id: str, period: str, *, seen: str) -> None:
    """Take away what was written or reckoned and seen so; a rate reckons it anew."""
    goal = writable_goal(user, goal_id)
    held = ValueRealised.objects.select_for_update().filter(goal=goal, period=period).first()
    if held is None:
        raise NotAccepted(f"Nothing stands there for {period[:20]} any more.")
    if version(held) != seen:
        raise ChangedMeanwhile(held)
    held.delete()
    tell("value.removed", goal, goal.plan.account_id, user, before=_told(held), after={"name": goal.name})
    customer_value.keep([goal.plan.account_id])


@transaction.atomic
def verify(
    user: Any, goal_id: str, period: str, *, said: str = "", by: Contact | None = None, contact: Contact | None = None
) -> ValueRealised:
    """The customer confirms what a quarter was worth; from then on it is not reckoned anew."""
    goal = shared_goal_locked(contact, goal_id) if contact else writable_goal(user, goal_id)
    who = contact or by
    kept = accepted({"verified_contact": who, "verified_said": said or str(who or "")}, goal.plan.account)
    if not kept["verified_said"]:
        raise NotAccepted("Say who at the customer confirmed it.")
    row = ValueRealised.objects.select_for_update().filter(goal=goal, period=period).first()
    if row is None:
        raise NotAccepted(f"Nothing stands there for {period[:20]}.")
    if row.until < _quarter(row.period).last:
        raise NotAccepted(f"{row.period} is not over; it is confirmed when it is whole.")
    if row.verified_on is None:
        row.verified_on, row.verified_contact = today(), kept["verified_contact"]
        row.verified_said = kept["verified_said"]
        row.save()
        tell("value.verified", goal, goal.plan.account_id, user, contact,
             after=_told(row) | {"name": goal.name, "said": row.verified_said})  # fmt: skip
        customer_value.keep([goal.plan.account_id])
    return row


def keep_of_plans(plan_ids: Sequence[str]) -> None:
    """Reckon the objectives of these plans that have a rate, quarter by quarter until today."""
    for start in range(0, len(plan_ids), _AT_ONCE):
        goals = Goal.objects.filter(plan__in=plan_ids[start : start + _AT_ONCE])
        touched = goals.filter(Q(rate_minor__isnull=False) | Q(worth__reckoned=True)).distinct()
        keep(list(touched.values_list("pk", flat=True)))


@transaction.atomic
def keep(goal_ids: Sequence[str]) -> None:
    """Reckon these objectives, and of their accounts what all objectives were worth."""
    if not goal_ids:
        return
    # What a rate reckoned goes with the rate.
    gone = ValueRealised.objects.filter(goal__in=goal_ids, reckoned=True, verified_on=None, goal__rate_minor=None)
    accounts = set(gone.values_list("account", flat=True))
    gone.delete()
    customer_value.keep(accounts | _keep(goal_ids))


def _keep(goal_ids: Sequence[str]) -> set[str]:
    """The accounts of which something changed."""
    day, declared = today(), published_measures()
    goals = list(Goal.objects.filter(pk__in=goal_ids).select_related("plan"))
    held = {(row.goal_id, row.period): row for row in ValueRealised.objects.filter(goal__in=goal_ids)}
    values, made, changed = values_of(goals, day), [], []
    for goal in goals:
        unit = UNITS[declared[goal.measure].unit] if goal.measure in declared else goal.unit
        for quarter, found in reckoned(goal, values.get(goal.pk, ()), day):
            row = held.get((goal.pk, quarter.name))
            if row is not None and (not row.reckoned or row.verified_on):
                continue
            new = _row(goal, quarter, found, min(quarter.last, day), unit)
            if row is None:
                made.append(new)
            elif _told(row) | {"until": row.until} != _told(new) | {"until": new.until}:
                new.pk = row.pk
                changed.append(new)
    ValueRealised.objects.bulk_create(made, batch_size=1_000)
    for row in changed:
        row.save()
    return {row.account_id for row in (*made, *changed)}


def reckoned(goal: Goal, values: Values, day: date) -> Iterator[tuple[Quarter, Reckoned]]:
    """Quarter by quarter from the baseline to the day, or to the end of the objective."""
    begun = goal.baseline_on or goal.plan.started_on
    if goal.rate_minor is None or goal.baseline is None or goal.target is None or begun is None:
        return
    if goal.status == "cancelled":
        return
    rate = Rate(goal.rate_minor, goal.rate_per, goal.baseline, goal.target < goal.baseline)
    last = min(day, goal.closed_on) if goal.closed_on else day
    for quarter in quarters(begun, last):
        found = reckon(rate, values, max(quarter.start, begun), min(quarter.last, last))
        if found is not None:
            yield quarter, found


def _row(goal: Goal, quarter: Quarter, found: Reckoned, until: date, unit: str) -> ValueRealised:
    digits = minor_exponent(goal.rate_currency)
    rate = f"{(goal.rate_minor or 0) / 10**digits:,.{digits}f} {goal.rate_currency}"
    if goal.rate_per == "month":
        begun = max(quarter.start, goal.baseline_on or goal.plan.started_on or quarter.start)
        days = (until - begun).days + 1
        better = f"{_number(found.units)} {unit} better than the baseline on average over {days} days"
        how = f"{better}, at {rate} each a month"
    else:
        how = f"{_number(found.units)} {unit} gained for the first time, at {rate} each"
    return ValueRealised(goal=goal, account_id=goal.plan.account_id, period=quarter.name, until=until, reckoned=True,
                         amount_minor=found.minor, currency=goal.rate_currency, how=how[:300])  # fmt: skip


def _number(units: Fraction) -> str:
    return f"{float(units):,.2f}".rstrip("0").rstrip(".")


def _told(row: ValueRealised) -> dict[str, Any]:
    return {"period": row.period, "amount_minor": row.amount_minor, "currency": row.currency, "how": row.how}


def _quarter(period: str) -> Quarter:
    found = Quarter.named(period)
    if found is None:
        raise NotAccepted(f"“{period[:20]}” is no quarter; write it like 2026-Q3.")
    if found.start > today():
        raise NotAccepted(f"{period} has not begun; choose a quarter that has.")
    return found


def _refuse(how: str, amount_minor: int, currency: str) -> None:
    if currency not in CURRENCIES:
        raise NotAccepted("Say in which currency, such as EUR or USD.")
    if not 0 <= amount_minor < 10**15:
        raise NotAccepted("The amount is not below zero, and below ten trillion.")
    if not how:
        raise NotAccepted("Say how it was worked out; a number alone convinces nobody.")
