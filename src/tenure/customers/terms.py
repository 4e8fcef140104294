"""Subscriptions as of a day, whatever became of them later."""

from datetime import date

from django.db.models import Min, Q

from tenure.customers.models import Subscription


def in_force(day: date) -> Q:
    """Subscription rows that hold on the day."""
    return Q(start_date__lte=day) & (Q(end_date_excl=None) | Q(end_date_excl__gt=day))


def end_in_force(account_id: str, day: date) -> date | None:
    """When the first of the subscriptions in force ends; None where none does."""
    held = Subscription.objects.filter(in_force(day), account=account_id)
    ends: date | None = held.aggregate(ends=Min("end_date_excl"))["ends"]
    return ends
