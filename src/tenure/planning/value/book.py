"""Customer value of a book: what was agreed, attained and verified, and value against cost of the last quarter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from tenure.company.models import settings_row
from tenure.core.periods import DAY
from tenure.customers.access import visible_rows
from tenure.customers.models import Account
from tenure.customers.scanned import SCANNED
from tenure.planning.models import CustomerValue, PlanState
from tenure.planning.value.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the plans in force; `money` is of the quarter: currency, value, cost, and the part of the value verified."""

    plans: int
    objectives: int
    attained: int
    verified: int
    quarter: Quarter
    money: Sequence[tuple[str, int, int, int]]


def totals(user: Any, day: date, *, mine: bool) -> Totals:
    """Of what the person sees, or of their own accounts. The quarter is the last one that is over."""
    plans = visible_rows(user, PlanState.objects.filter(is_open__in=(True,)), "plan__account")
    if mine:
        plans = plans.filter(account_id__in=Account.objects.filter(owner=user).values("pk"))
    sums: Mapping[str, int | None] = plans.aggregate(
        plans=Count("pk"), objectives=Sum("objectives"), attained=Sum("attained"), verified=Sum("verified")
    )
    quarter = Quarter.of(Quarter.of(day).start - DAY)
    counted = {name: value or 0 for name, value in sums.items()}
    return Totals(quarter=quarter, money=_money(user, quarter, mine), **counted)


def _money(user: Any, quarter: Quarter, mine: bool) -> list[tuple[str, int, int, int]]:
    values = visible_rows(user, CustomerValue.objects.all())
    if mine:  # from the accounts of the book, not from everybody's values of the quarter
        values = values.filter(**{"account__owner": user, f"period__{SCANNED}": quarter.name})
    else:
        values = values.filter(period=quarter.name)
    by_currency = values.order_by().values_list("currency").annotate(
        worth=Sum("realised_value_minor"), cost=Sum("total_cost_minor"),
        verified=Sum("realised_value_minor", filter=Q(customer_verified_on__isnull=False)))  # fmt: skip
    usual = settings_row().currency
    return sorted((currency or usual, worth, cost, verified or 0) for currency, worth, cost, verified in by_currency)
