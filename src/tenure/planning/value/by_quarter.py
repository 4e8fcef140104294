"""What each quarter was worth to an account beside what it paid, as of a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tenure.customers.models import Account
from tenure.planning.models import CustomerValue, ValueRealised
from tenure.planning.value import customer_value
from tenure.planning.value.customer_value import Spent
from tenure.planning.value.quarters import Quarter

MOST: Final = 8  # quarters that are shown


@dataclass(frozen=True, slots=True)
class OfQuarter:
    """`money` are currency, value and cost; `source` is where a row of a file came from, empty where we reckoned it."""

    name: str
    money: Sequence[tuple[str, int, int]]
    verified: bool
    source: str
    so_far: bool

    @property
    def share(self) -> float | None:
        """Value for each unit of cost, where both are in one currency."""
        if len(self.money) != 1 or not self.money[0][2]:
            return None
        return self.money[0][1] / self.money[0][2]


@dataclass(frozen=True, slots=True)
class _Known:
    worth: Mapping[str, Mapping[str, int]]  # by quarter and currency
    verified: Mapping[str, Sequence[bool]]
    kept: Mapping[str, CustomerValue]
    spent: Spent


def by_quarter(account: Account, day: date) -> list[OfQuarter]:
    """The running one so far; the newest first."""
    known = _known(account, day)
    names = sorted({*known.worth, *known.kept}, reverse=True)
    found = (one for name in names if (one := _of(name, known, day)))
    return [one for one, _ in zip(found, range(MOST), strict=False)]


def _known(account: Account, day: date) -> _Known:
    worth: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    verified: dict[str, list[bool]] = defaultdict(list)
    for row in ValueRealised.objects.filter(account=account):
        worth[row.period][row.currency] += row.amount_minor
        verified[row.period].append(bool(row.verified_on and row.verified_on <= day))
    kept = {row.period: row for row in CustomerValue.objects.filter(account=account)}
    return _Known(worth, verified, kept, customer_value.spending([account.pk])[account.pk])


def _of(name: str, known: _Known, day: date) -> OfQuarter | None:
    quarter = Quarter.named(name)
    if quarter is None or quarter.start > day:
        return None
    row = known.kept.get(name)
    if row is not None and row.source != customer_value.SOURCE:
        confirmed = bool(row.customer_verified_on and row.customer_verified_on <= day)
        money = [(row.currency, row.realised_value_minor, row.total_cost_minor)]
        return OfQuarter(name, money, confirmed, row.source or "a file", False)
    cost = known.spent.paid(quarter.start, min(quarter.last, day))
    worth, said = known.worth.get(name, {}), known.verified.get(name, ())
    money = [(one, worth.get(one, 0), cost.get(one, 0)) for one in sorted(worth.keys() | cost.keys())]
    return OfQuarter(name, money, bool(said) and all(said), "", quarter.last >= day)
