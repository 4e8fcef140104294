"""When an onboarding is completed, a Customer Success Review opens by itself.

Only for onboardings completed from the day on which this is there: an imported past of finished onboardings opens
nothing. Each onboarding has at most one, whatever is run twice: the review's id is made of the onboarding's.
"""

import uuid
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat

from tenure.automation.models import Began
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.journal.write import record
from tenure.onboarding.models import Onboarding
from tenure.planning.models import Review
from tenure.planning.reviews.scheduling import chosen_deck, expect_usual

NAME: Final = "success reviews"
WITHIN: Final = 14  # days after completion
ORIGIN: Final = "onboarding:"
_LOOKED_BACK: Final = 60 * DAY
_NAMES: Final = uuid.UUID("0d4f7a52-3c7f-4f0b-8f0b-53b7d6a0f1de")


def open_due(today: date) -> list[str]:
    """Ids of the reviews that are new."""
    since = Began.objects.get_or_create(name=NAME, defaults={"on": today})[0].on
    return [made for one in _completed(max(since, today - _LOOKED_BACK), today) if (made := _open(one))]


def review_id(onboarding_id: str) -> str:
    return f"success-{uuid.uuid5(_NAMES, onboarding_id).hex}"


def _completed(since: date, today: date) -> list[Onboarding]:
    """Completed in these days, without a review of theirs."""
    theirs = Review.objects.filter(origin=Concat(Value(ORIGIN), OuterRef("pk")))
    done = Onboarding.objects.filter(~Exists(theirs), completed_on__gte=since, completed_on__lte=today)
    return list(done.exclude(account__is_test=True).select_related("account__owner").order_by("completed_on", "pk"))


def _open(onboarding: Onboarding) -> str:
    """The id of the review; empty when another worker opened it, or no deck for it is in force."""
    try:
        deck = chosen_deck(Review.Kind.SUCCESS).deck
    except NotAccepted:
        return ""
    account = onboarding.account
    review = Review(
        id=review_id(onboarding.pk), account=account, kind=Review.Kind.SUCCESS, deck=deck.id, title=deck.name,
        owner=account.owner, due_on=(onboarding.completed_on or date.min) + WITHIN * DAY, source="Tenure",
        origin=f"{ORIGIN}{onboarding.pk}"[:200],
    )  # fmt: skip
    try:
        with transaction.atomic():
            review.save(force_insert=True)
            expect_usual(review)
            record("review.scheduled", review, account_id=account.pk, origin="onboarding", reason="Onboarding done",
                   after={"due_on": str(review.due_on), "title": review.title})  # fmt: skip
    except IntegrityError:
        return ""
    return review.pk
