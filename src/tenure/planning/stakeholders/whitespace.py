"""What an account could have and has not: products it did not buy, and features it bought and does not use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tenure.customers.models import Account, Product, Subscription
from tenure.engine import account as history
from tenure.engine.account import REACH, FeatureUse


@dataclass(frozen=True, slots=True)
class Space:
    kind: str  # product or feature
    name: str
    sentence: str


def whitespace(account: Account, day: date) -> list[Space]:
    """As of a day. Raises NothingPublished and TooSlow."""
    return [*products(account, day), *unused(history.features(account.pk, day))]


def products(account: Account, day: date) -> list[Space]:
    """Not in any subscription in force on the day."""
    held = Subscription.objects.filter(
        account=account, start_date__lte=day, status__in=("active", "past_due", "paused")
    )
    has = set(held.filter(Q(end_date_excl=None) | Q(end_date_excl__gt=day)).values_list("product_id", flat=True))
    missing = Product.objects.exclude(pk__in=has).order_by("name")
    return [Space("product", one.name, f"{one.name} was not bought.") for one in missing]


def unused(features: Iterable[FeatureUse]) -> Sequence[Space]:
    """Entitled, and used by nobody in 30 days."""
    found = [one for one in features if one.entitled and one.state in ("idle", "never")]
    return [Space("feature", name(one.feature), _sentence(one)) for one in sorted(found, key=lambda one: one.feature)]


def _sentence(one: FeatureUse) -> str:
    if one.last_used is None:
        return f"{name(one.feature)} is paid for and was not used in {REACH} days."
    return f"{name(one.feature)} is paid for and was last used on {one.last_used:%d %b %Y}."


def name(feature: str) -> str:
    words = feature.replace("_", " ")
    return words[:1].upper() + words[1:]
