"""How often customers of a tier are reviewed, and reviews that are scheduled by themselves because of it.

An account that pays and whose tier has a cadence is due so many days after its last review, or after it became a
customer. A review that did not take place, cancelled or no-show, puts off the next one as if it had been held: that
somebody decided so is no reason to ask again the next morning. While a review is open, no other is scheduled.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, DateField, Exists, F, Max, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from tenure.company.roles import require
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.models import Account, Contact
from tenure.journal.write import record, record_many
from tenure.library.reading import published_decks
from tenure.planning.reviews.models import Review, ReviewCadence, ReviewGuest
from tenure.planning.reviews.scheduling import USUAL

AHEAD: Final = 30  # days before it is due a review is scheduled
SHORTEST, LONGEST = 7, 1100
ORIGIN: Final = "cadence"
_CHUNK: Final = 500
_NAMES: Final = uuid.UUID("6d1f3f0a-5a0e-4d0f-9c39-0f6f2a5f7c11")


@dataclass(frozen=True, slots=True)
class Due:
    """An account, whom it belongs to, the day its cadence counts from, and the day its review is due."""

    account_id: str
    owner_id: int | None
    base: date
    due_on: date

    @property
    def review_id(self) -> str:
        """The same however often it is looked for, so that two workers make one review."""
        return f"cadence-{uuid.uuid5(_NAMES, f'{self.account_id}|{self.base}').hex}"


@transaction.atomic
def set_cadence(user: Any, tier: str, days: int | None, deck: str = "") -> ReviewCadence | None:
    """Days between two reviews of the customers of a tier; None takes the cadence away."""
    require(user, "edit_templates")
    name = " ".join(tier.replace("\x00", "").split())
    if not name or len(name) > 40:
        raise NotAccepted("Give a tier of at most 40 characters.")
    held = ReviewCadence.objects.filter(pk=name).first()
    before = {"days": held.days, "deck": held.deck} if held else {}
    if days is None:
        if held:
            record("cadence.removed", held, actor=user, before=before)
            held.delete()
        return None
    _fits(days, deck)
    made = ReviewCadence.objects.update_or_create(pk=name, defaults={"days": days, "deck": deck, "source": "Tenure"})[0]
    if before != {"days": days, "deck": deck}:
        record("cadence.set", made, actor=user, before=before, after={"tier": name, "days": days, "deck": deck})
    return made


def _fits(days: int, deck: str) -> None:
    if not SHORTEST <= days <= LONGEST:
        raise NotAccepted(f"Give a number of days between {SHORTEST} and {LONGEST:,}.")
    if deck and deck not in published_decks():
        raise NotAccepted(f"There is no deck {deck!r} in force; choose another.")


def schedule_due(today: date) -> int:
    """Schedule the review of every account that is due within AHEAD days; returns how many are new."""
    decks = {key: held.deck.name for key, held in published_decks().items()}
    made = 0
    for cadence in ReviewCadence.objects.all():
        deck = cadence.deck if cadence.deck in decks else USUAL[Review.Kind.BUSINESS]
        found = due(cadence, today)
        while some := list(islice(found, _CHUNK)):
            made += _schedule(some, deck, decks.get(deck, "Business review"))
    return made


def due(cadence: ReviewCadence, today: date) -> Iterator[Due]:
    """Accounts of the tier without an open review whose next one is due within AHEAD days."""
    latest = today + (AHEAD - cadence.days) * DAY
    found = _based(cadence.pk).filter(base__lte=latest).values_list("pk", "owner_id", "base")
    for account_id, owner_id, base in list(found):
        yield Due(account_id, owner_id, base, base + cadence.days * DAY)


def _based(tier: str) -> Any:
    """Paying accounts of a tier without an open review, with the day that their cadence counts from."""
    over = Case(
        When(reviews__status="held", then=F("reviews__held_on")),
        When(reviews__status__in=("no_show", "cancelled"), then=F("reviews__due_on")),
        output_field=DateField(),
    )
    waiting = Review.objects.filter(account=OuterRef("pk"), status="scheduled")
    paying = Account.objects.filter(~Exists(waiting), tier=tier, is_test=False, state__mrr_minor__gt=0)
    return paying.annotate(base=Coalesce(Max(over), F("state__customer_since")))


@transaction.atomic
def _schedule(some: Sequence[Due], deck: str, title: str) -> int:
    taken = set(Review.objects.filter(pk__in=[one.review_id for one in some]).values_list("pk", flat=True))
    new = [one for one in some if one.review_id not in taken]
    Review.objects.bulk_create(
        [
            Review(id=one.review_id, account_id=one.account_id, owner_id=one.owner_id, due_on=one.due_on, deck=deck,
                   title=title, origin=ORIGIN, source="Tenure", loaded_at=timezone.now())
            for one in new
        ]
    )  # fmt: skip
    _expect(new)
    said: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        (one.account_id, {}, {"review": one.review_id, "due_on": str(one.due_on), "title": title}) for one in new
    ]
    record_many("review.scheduled", said, model=Account, actor=None, at=timezone.now(), origin=ORIGIN)
    return len(new)


def _expect(new: Sequence[Due]) -> None:
    """Sponsors and champions who are still there, six at most."""
    review_of = {one.account_id: one.review_id for one in new}
    usual = Q(account__in=review_of, left_on=None, role__in=("executive_sponsor", "champion"))
    people = Contact.objects.filter(usual).order_by("account_id", "name", "pk")
    ReviewGuest.objects.bulk_create(
        ReviewGuest(review_id=review_of[account], contact=one, name=str(one))
        for account, group in groupby(people, key=lambda contact: contact.account_id)
        for one in list(group)[:6]
    )
