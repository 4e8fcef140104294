"""What a template would have meant for the accounts that became customers lately, before it is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Any, Final, cast

from tenure.core.periods import DAY
from tenure.customers.access import visible_accounts
from tenure.customers.models import Account
from tenure.library.onboarding import OnboardingTemplate
from tenure.library.reading import published_onboardings
from tenure.onboarding.choosing import all_meet, steps_of
from tenure.onboarding.proposing import nodes_of
from tenure.onboarding.schedule import forecast
from tenure.onboarding.workdays import day, since

LOOKED_BACK: Final = 90  # days
MOST: Final = 2_000  # accounts; of more, the newest
_MONDAY: Final = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Fitted:
    """An account that it would have been taken for; `days` are working days to the forecast finish."""

    account: Account
    began: date
    finish: date
    days: int
    steps: int


@dataclass(frozen=True, slots=True)
class Tried:
    """`of` became customers since; of those that it fits, `earlier` would have got a template that is asked before."""

    since: date
    of: int
    fitted: Sequence[Fitted]
    earlier: Sequence[tuple[str, int]]

    @property
    def fits(self) -> int:
        return len(self.fitted) + sum(number for _, number in self.earlier)

    @property
    def days(self) -> tuple[int, int, int] | None:
        """The shortest, the middle and the longest forecast."""
        found = sorted(one.days for one in self.fitted)
        return (found[0], median_low(found), found[-1]) if found else None


def tried(template: OnboardingTemplate, user: Any, today: date) -> Tried:
    first = today - LOOKED_BACK * DAY
    new = visible_accounts(user).filter(is_test=False, state__customer_since__gt=first,
                                        state__customer_since__lte=today)  # fmt: skip
    before = [one.template for one in published_onboardings() if one.template.id != template.id
              and (one.template.order, one.template.id) < (template.order, template.id)]  # fmt: skip
    conditions = [template.asks(), *(one.asks() for one in before), *(step.asks() for step in template.steps())]
    newest = new.select_related("state").order_by("-state__customer_since", "pk")[:MOST]
    answers = all_meet(new.filter(pk__in=[one.pk for one in newest]), conditions)
    taken, earlier = [], dict.fromkeys((one.name for one in before), 0)
    lengths = _Lengths(template)
    for account in newest:
        fits, *others = answers[account.pk][: 1 + len(before)]
        if not fits:
            continue
        if True in others:
            earlier[before[others.index(True)].name] += 1
        else:
            taken.append(_fitted(account, *lengths.of(answers[account.pk][1 + len(before) :])))
    return Tried(first, len(newest), taken, [(name, number) for name, number in earlier.items() if number])


class _Lengths:
    """Working days and steps of a template for those who meet the same of its conditions: the same for all of them."""

    def __init__(self, template: OnboardingTemplate) -> None:
        self.template = template
        self._known: dict[tuple[bool, ...], tuple[int, int]] = {}

    def of(self, meets: Sequence[bool]) -> tuple[int, int]:
        key = tuple(meets)
        if key not in self._known:
            steps, _ = steps_of(self.template, meets)
            finish = forecast(nodes_of(steps), _MONDAY, _MONDAY).finish
            self._known[key] = since(finish) - since(_MONDAY) + 1, len(steps)
        return self._known[key]


def _fitted(account: Account, days: int, steps: int) -> Fitted:
    began = cast(date, account.state.customer_since)  # they were asked by it
    return Fitted(account, began, day(since(began) + days - 1), days, steps)
