"""Who of the invited has signed in and used what they came for: users of the product, from usage events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from tenure.company.clock import zone
from tenure.core.periods import DAY, starts_at
from tenure.customers.models import Contact, ProductUser
from tenure.engine.account import UserUse, users_using
from tenure.onboarding.models import Plan

MOST: Final = 2_000  # users of one account that are told one by one, by name; all are counted
_BEFORE, _REACH = timedelta(days=60), timedelta(days=240)  # before the first day, and at most


@dataclass(frozen=True, slots=True)
class Invited:
    """A user of the product and how far they got; `contact` where they are one as well."""

    user: ProductUser
    use: UserUse | None
    contact: Contact | None

    @property
    def state(self) -> tuple[str, str]:
        """Band and word."""
        if self.use is None:
            return "bad", "Never signed in"
        return ("good", "Uses it") if self.use.used else ("warn", "Signed in")

    @property
    def waits(self) -> bool:
        return self.use is None or not self.use.used


@dataclass(frozen=True, slots=True)
class Access:
    """Those who have not signed in first, then those who have not used what they came for; the counts are of all."""

    people: tuple[Invited, ...]
    feature: str
    day: date
    invited: int
    signed_in: int
    using: int

    @property
    def to_remind(self) -> list[ProductUser]:
        """Those who wait and can be written to."""
        return [one.user for one in self.people if one.waits and one.user.email]


def access(plan: Plan, day: date) -> Access:
    """Raises NothingPublished while nothing is computed yet."""
    onboarding, feature = plan.onboarding, plan.first_value_feature
    after = max(onboarding.started_on - _BEFORE, day - _REACH)
    use = users_using(onboarding.account_id, feature, after, day)
    contacts, users = _contacts(onboarding.account_id, day), _users(onboarding.account_id, day)
    people = [
        Invited(user, use.get(user.pk), contacts.get(user.pk) or contacts.get(user.email.lower() or "-"))
        for user in users.order_by("name", "pk")[:MOST]
    ]
    everybody = [one.user.pk for one in people] if len(people) < MOST else users.values_list("pk", flat=True)
    there = [use[key] for key in everybody if key in use]
    return Access(tuple(sorted(people, key=_order)), feature, day, invited=len(everybody), signed_in=len(there),
                  using=sum(one.used for one in there))  # fmt: skip


def _users(account_id: str, day: date) -> QuerySet[ProductUser]:
    users = ProductUser.objects.filter(account=account_id, is_internal=False).exclude(deactivated_on__lte=day)
    return users.exclude(created_at__gte=starts_at(day + DAY, zone()))


def _contacts(account_id: str, day: date) -> Mapping[str, Contact]:
    """By the id of their user and by their address; only those who can be written to."""
    found: dict[str, Contact] = {}
    for one in Contact.objects.filter(account=account_id).exclude(email="").exclude(left_on__lte=day):
        found[one.email.lower()] = one
        if one.user_id:
            found[one.user_id] = one
    return found


def _order(one: Invited) -> tuple[int, str]:
    return (0 if one.use is None else 1 if one.waits else 2, one.user.name)
