"""Where documents are used: which others name them, and how many rows live by them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.urls import reverse

from tenure.customers.models import AccountState
from tenure.customers.occurring import once_a_book
from tenure.library.models import Document, Kind
from tenure.library.reading import readers, senders
from tenure.onboarding.models import Plan
from tenure.planning.models import SuccessPlan
from tenure.planning.reviews.models import Review, ReviewCadence

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Use:
    """`words` on its own, such as the title of a scorecard, or "12 accounts"."""

    words: str
    url: str = ""


def used(documents: Collection[Document]) -> Mapping[Key, Sequence[Use]]:
    """By kind and key; a query for each kind among them."""
    keys: dict[str, list[str]] = defaultdict(list)
    for one in documents:
        keys[one.kind].append(one.key)
    found: dict[Key, list[Use]] = defaultdict(list)
    for kind, wanted in keys.items():
        for look in _LOOKS.get(kind, ()):
            for key, use in look(wanted):
                found[kind, key].append(use)
    return found


def _measures(keys: Collection[str]) -> list[tuple[str, Use]]:
    found = readers()
    return [(key, _named(one)) for key in keys for one in found.get(key, [])]


def _messages(keys: Collection[str]) -> list[tuple[str, Use]]:
    found = senders()
    return [(key, _named(one)) for key in keys for one in found.get(key, [])]


def _named(document: Document) -> Use:
    return Use(document.title, reverse("library:document", args=[document.kind, document.key]))


def _counted(rows: Callable[[], QuerySet[Any]], column: str, one: str, many: str) -> Any:
    def look(keys: Collection[str]) -> list[tuple[str, Use]]:
        counted = rows().filter(**{f"{column}__in": keys}).order_by().values_list(column).annotate(Count("pk"))
        return [(key, Use(_so_many(number, one, many))) for key, number in counted]

    return look


def _so_many(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _scored(keys: Collection[str]) -> list[tuple[str, Use]]:
    judged = AccountState.objects.order_by().values_list("scorecard").annotate(Count("pk"))
    counted = once_a_book("accounts-by-scorecard", lambda: dict(judged))
    return [(key, Use(_so_many(counted[key], "account", "accounts"))) for key in keys if key in counted]


def _running() -> QuerySet[Any]:
    return Plan.objects.filter(onboarding__completed_on=None, onboarding__cancelled_on=None)


_LOOKS: Final[Mapping[str, Sequence[Callable[[Collection[str]], list[tuple[str, Use]]]]]] = {
    Kind.MEASURE: (_measures,),
    Kind.SCORECARD: (_scored,),
    Kind.MESSAGE: (_messages,),
    Kind.ONBOARDING: (_counted(_running, "template", "running onboarding", "running onboardings"),),
    Kind.SUCCESS_PLAN: (_counted(SuccessPlan.objects.all, "template", "plan", "plans"),),
    Kind.DECK: (
        _counted(Review.objects.all, "deck", "review", "reviews"),
        _counted(ReviewCadence.objects.all, "deck", "tier", "tiers"),
    ),
}
