"""What each quarter was worth to an account beside what it paid, as of a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tenure.company.clock import today
from tenure.customers.models import Account
from tenure.engine.account.rates import Native
from tenure.planning.models import CustomerValue, ValueRealised
from tenure.planning.value import customer_value, past
from tenure.planning.value.customer_value import SOURCE, Spent
from tenure.planning.value.quarters import Quarter

MOST: Final = 8  # quarters that are shown


@dataclass(frozen=True, slots=True)
class OfQuarter:
    """`money` are currency, value and cost; `source` is where a row of a file came from, empty where we reckoned it.

    A value is None where it is told of the whole quarter only, and the quarter was not over on a past day.
    """

    name: str
    money: Sequence[tuple[str, int | None, int]]
    verified: bool
    source: str
    so_far: bool

    @property
    def share(self) -> float | None:
        """Value for each unit of cost, where both are known and in one currency."""
        if len(self.money) != 1:
            return None
        [(_, value, cost)] = self.money
        return value / cost if value is not None and cost else None


@dataclass(frozen=True, slots=True)
class _Known:
    worth: Mapping[str, Mapping[str, int | None]]  # by quarter and currency
    verified: Mapping[str, Sequence[bool]]
    kept: Mapping[str, CustomerValue]  # that came in by file
    spent: Spent


def by_quarter(account: Account, day: date) -> list[OfQuarter]:
    """The running one so far; the newest first."""
    known = _known(account, day)
    names = sorted({*known.worth, *known.kept}, reverse=True)
    found = (one for name in names if (one := _of(name, known, day)))
    return [one for one, _ in zip(found, range(MOST), strict=False)]


def _known(account: Account, day: date) -> _Known:
    worth: dict[str, dict[str, int | None]] = defaultdict(dict)
    verified: dict[str, list[bool]] = defaultdict(list)
    rows = ValueRealised.objects.filter(account=account).select_related("goal__plan")
    for row, minor in past.amounts(list(rows), day):
        before = worth[row.period].get(row.currency, 0)
        worth[row.period][row.currency] = None if minor is None or before is None else before + minor
        verified[row.period].append(bool(row.verified_on and row.verified_on <= day))
    kept = {row.period: row for row in CustomerValue.objects.filter(account=account).exclude(source=SOURCE)}
    return _Known(worth, verified, kept, customer_value.spending([account.pk])[account.pk])


def _of(name: str, known: _Known, day: date) -> OfQuarter | None:
    quarter = Quarter.named(name)
    if quarter is None or quarter.start > day:
        return None
    cost = known.spent.paid(quarter.start, min(quarter.last, day))
    if row := known.kept.get(name):
        return _of_file(row, quarter, cost, day)
    worth, said = known.worth.get(name, {}), known.verified.get(name, ())
    money = [(one, worth.get(one, 0), cost.get(one, 0)) for one in sorted(worth.keys() | cost.keys())]
    return OfQuarter(name, money, bool(said) and all(said), "", quarter.last >= day)


def _of_file(row: CustomerValue, quarter: Quarter, cost: Native, day: date) -> OfQuarter:
    """It tells the whole quarter: of a past day before its end it tells nothing, and the cost is what we know of it."""
    confirmed = bool(row.customer_verified_on and row.customer_verified_on <= day)
    whole = (row.currency, row.realised_value_minor, row.total_cost_minor)
    until_then = (row.currency, None, cost.get(row.currency, 0))
    money = [until_then if day < min(quarter.last, today()) else whole]
    return OfQuarter(row.period, money, confirmed, row.source or "a file", quarter.last >= day)
