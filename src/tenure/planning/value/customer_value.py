"""`CustomerValue` of the quarters that are over: what the objectives of an account were worth beside what it paid.

Rows that came in by file are another system's word and stay as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.customers.models import Subscription
from tenure.engine.account.rates import Native, Rates
from tenure.engine.publication import NothingPublished
from tenure.planning.models import CustomerValue, ValueRealised
from tenure.planning.value.quarters import Quarter
from tenure.planning.value.reckoning import paid

SOURCE: Final = "Tenure"
_PAYING: Final = ("active", "past_due")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Spent:
    """MRR rows of an account by currency, each (start, end exclusive, MRR in minor units)."""

    rows: Mapping[str, Sequence[tuple[date, date | None, int]]]

    def paid(self, first: date, last: date) -> Native:
        """What was paid from the first to the last day, by currency."""
        found = {currency: paid(rows, first, last) for currency, rows in self.rows.items()}
        return {currency: minor for currency, minor in found.items() if minor}


def spending(accounts: Collection[str]) -> Mapping[str, Spent]:
    rows: dict[str, dict[str, list[tuple[date, date | None, int]]]] = defaultdict(lambda: defaultdict(list))
    found = Subscription.objects.filter(account__in=accounts, recurring=True, status__in=_PAYING, mrr_minor__gt=0)
    for one in found.values_list("account", "currency", "start_date", "end_date_excl", "mrr_minor"):
        rows[one[0]][one[1]].append(one[2:])
    return {account: Spent(rows[account]) for account in accounts}


def keep(accounts: Iterable[str] | None = None) -> None:
    """Of these accounts, or of all that have a value."""
    every = ValueRealised.objects.values_list("account", flat=True).distinct()
    ids = sorted(set(every if accounts is None else accounts))
    for start in range(0, len(ids), _AT_ONCE):
        _keep(ids[start : start + _AT_ONCE])


@transaction.atomic
def _keep(accounts: Sequence[str]) -> None:
    spent, company = spending(accounts), settings_row().currency
    by_quarter: dict[tuple[str, str], list[ValueRealised]] = defaultdict(list)
    for row in ValueRealised.objects.filter(account__in=accounts):
        by_quarter[row.account_id, row.period].append(row)
    held = {(row.account_id, row.period): row for row in CustomerValue.objects.filter(account__in=accounts)}
    rates = _rates({row.currency for rows in by_quarter.values() for row in rows}, spent.values(), company)
    for key, rows in by_quarter.items():
        if key not in held or held[key].source == SOURCE:
            _write(key, rows, spent[key[0]], rates, company, held.get(key))
    stale = [row.pk for key, row in held.items() if row.source == SOURCE and key not in by_quarter]
    CustomerValue.objects.filter(pk__in=stale).delete()


def _rates(currencies: set[str], spent: Iterable[Spent], company: str) -> Rates:
    every = currencies | {currency for one in spent for currency in one.rows}
    try:
        return Rates.of(every, company)
    except NothingPublished:
        return Rates((), company)


def _write(
    key: tuple[str, str], rows: Sequence[ValueRealised], spent: Spent, rates: Rates, company: str,
    held: CustomerValue | None,
) -> None:  # fmt: skip
    quarter = Quarter.named(key[1])
    if quarter is None or quarter.last >= today():
        return
    worth: Native = defaultdict(int)
    for row in rows:
        worth[row.currency] += row.amount_minor
    cost = spent.paid(quarter.start, quarter.last)
    currency, value, total = in_one(worth, cost, rates, company, quarter.last)
    if value is None or total is None:
        return  # a rate is missing: what cannot be added is not shown as if it were
    verified = [row.verified_on for row in rows]
    wanted = {"account_id": key[0], "period": key[1], "currency": currency, "realised_value_minor": value,
              "total_cost_minor": total, "source": SOURCE,
              "customer_verified_on": max(filter(None, verified)) if all(verified) else None}  # fmt: skip
    if held is None or any(getattr(held, name) != one for name, one in wanted.items()):
        CustomerValue.objects.update_or_create(pk="|".join(key), defaults=wanted)


def in_one(worth: Native, cost: Native, rates: Rates, company: str, day: date) -> tuple[str, int | None, int | None]:
    """Value and cost in the one currency that both are in, else in the company's at the rates of the day."""
    only = worth.keys() | cost.keys()
    if len(only) == 1:
        [currency] = only
        return currency, worth.get(currency, 0), cost.get(currency, 0)
    return company, rates.total(dict(worth), day), rates.total(dict(cost), day)
