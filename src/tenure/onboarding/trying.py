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
from tenure.onboarding.workdays import since

LOOKED_BACK: Final = 90  # days
MOST: Final = 2_000  # accounts; of more, the newest


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
    for account in newest:
        fits, others = answers[account.pk][0], answers[account.pk][1 : 1 + len(before)]
        if not fits:
            continue
        if True in others:
            earlier[before[others.index(True)].name] += 1
        else:
            taken.append(_fitted(template, account, answers[account.pk][1 + len(before) :]))
    return Tried(first, len(newest), taken, [(name, number) for name, number in earlier.items() if number])


def _fitted(template: OnboardingTemplate, account: Account, meets: Sequence[bool]) -> Fitted:
    began = cast(date, account.state.customer_since)  # they were asked by it
    steps, _ = steps_of(template, meets)
    finish = forecast(nodes_of(steps), began, began).finish
    return Fitted(account, began, finish, since(finish) - since(began) + 1, len(steps))
