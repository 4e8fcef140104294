"""The rule: an account that becomes a customer gets an onboarding from the template that fits it.

It looks only at accounts that became customers on the day it was switched on or later, so that a book that was imported
does not come to life all at once.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tenure.company.clock import today
from tenure.company.roles import require
from tenure.customers.models import Account
from tenure.journal.write import record
from tenure.onboarding.models import Onboarding, Starting
from tenure.onboarding.starting import start_by_rule

_AT_ONCE = 500


def starting() -> Starting:
    return Starting.objects.get_or_create(pk=1)[0]


@transaction.atomic
def switch(user: Any, on: bool) -> Starting:
    """Switched off and on again it begins anew: who became a customer in between is left alone."""
    require(user, "edit_templates")
    row = Starting.objects.select_for_update().get(pk=starting().pk)
    if row.on != on:
        row.on, row.since = on, today() if on else row.since
        row.changed_by, row.changed_at = user, timezone.now()
        row.save()
        record("onboarding.rule_on" if on else "onboarding.rule_off", row, actor=user, after={"since": str(row.since)})
    return row


def waiting() -> QuerySet[Account]:
    """Customers since the rule is on, without any onboarding, the newest first."""
    row = starting()
    if not row.on or row.since is None:
        return Account.objects.none()
    new = Account.objects.filter(is_test=False, state__status="customer", state__customer_since__gte=row.since)
    had = Onboarding.objects.filter(account=OuterRef("pk"))
    return new.exclude(Exists(had)).select_related("owner", "state").order_by("-state__customer_since", "pk")


def start_for_new_customers() -> int:
    """Those whom no template fits stay without; they are looked at again, because a template may come."""
    made = 0
    for account in waiting()[:_AT_ONCE]:
        made += start_by_rule(account, today()) is not None
    return made
