"""Filling a review from facts as of a day. What people typed is never touched, and may be typed meanwhile."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.engine import publication
from tenure.jobs import progress
from tenure.journal.write import record
from tenure.library.decks import BLOCKS, Deck
from tenure.library.reading import published_decks
from tenure.planning.reviews.access import require_change
from tenure.planning.reviews.blocks import FILLED
from tenure.planning.reviews.exhibits import Facts
from tenure.planning.reviews.ground import Ground
from tenure.planning.reviews.models import Review, ReviewBlock
from tenure.planning.reviews.scheduling import chosen_deck

USUAL_DAYS: Final = 90


def last_day() -> date:
    """The last day that is complete; raises NothingPublished."""
    return publication.current().as_of


def prepare(review_id: str, by: Any = None, as_of: date | None = None) -> int:
    """Lay out the deck where that was not done, and take the facts of every block; returns how many have facts.

    `by` is the person who asked, None for a schedule. Raises NotAccepted, NothingPublished and TooSlow.
    """
    review = _reviewed(review_id, by)
    day = _day(as_of)
    blocks = _laid_out(review)
    ground = Ground.of(review.account, day, _days(review))
    taken = [facts for facts in _taken(ground, blocks) if not facts.is_empty]
    review = Review.objects.get(pk=review.pk)
    review.as_of, review.prepared_at = day, timezone.now()
    review.save(update_fields=["as_of", "prepared_at", "loaded_at"])
    record("review.prepared", review, actor=by, account_id=review.account_id, after={"as_of": str(day)})
    return len(taken)


def refresh_block(user: Any, review_id: str, block_id: int, as_of: date | None = None) -> ReviewBlock:
    """The facts of one block anew, as of the review's day unless another is given."""
    review = _reviewed(review_id, user)
    block = review.blocks.filter(pk=block_id).first()
    if block is None:
        raise Http404
    if block.kind not in FILLED:
        raise NotAccepted("This block is filled by people; there are no facts to take.")
    ground = Ground.of(review.account, _day(as_of or review.as_of), _days(review))
    list(_taken(ground, [block]))
    return ReviewBlock.objects.select_related("review", "edited_by").get(pk=block.pk)


def facts_of(block: ReviewBlock) -> Facts | None:
    """What was taken of a block, or nothing yet."""
    return Facts.model_validate(block.facts) if block.facts else None


def _reviewed(review_id: str, by: Any) -> Review:
    review = Review.objects.select_related("account__owner", "owner").filter(pk=review_id).first()
    if review is None:
        raise Http404
    if by is not None:
        require_change(by, review)
    if review.status == Review.Status.CANCELLED:
        raise NotAccepted("This review is cancelled; reschedule it to prepare it.")
    return review


def _day(asked: date | None) -> date:
    last = last_day()
    if asked is None:
        return last
    if asked > last:
        raise NotAccepted(f"Facts are complete up to {last:%d %b %Y}; choose that day or one before.")
    if asked < last - 5 * 366 * DAY:
        raise NotAccepted("That day is more than five years ago; look at its year.")
    return asked


@transaction.atomic
def _laid_out(review: Review) -> Sequence[ReviewBlock]:
    """The blocks of the review; those of its deck when it has none yet, in the version that is in force now."""
    held = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not held.blocks.exists():
        chosen = chosen_deck(held.kind, held.deck if held.deck in published_decks() else "")
        held.deck, held.deck_version = chosen.deck.id, chosen.version
        held.title, held.owner = held.title or chosen.deck.name, held.owner or review.account.owner
        held.save()
        ReviewBlock.objects.bulk_create(_blocks(held, chosen.deck))
    return list(held.blocks.all())


def _blocks(review: Review, deck: Deck) -> list[ReviewBlock]:
    return [
        ReviewBlock(review=review, place=place, kind=one.kind, title=one.heading, prompt=one.prompt,
                    internal=one.internal)
        for place, one in enumerate(deck.blocks, 1)
    ]  # fmt: skip


def _days(review: Review) -> int:
    """How far the review looks back."""
    held = published_decks().get(review.deck)
    return held.deck.days if held else USUAL_DAYS


def _taken(ground: Ground, blocks: Sequence[ReviewBlock]) -> list[Facts]:
    """Only `facts` are written, each block by itself, so that a word typed meanwhile stays."""
    found = []
    for number, block in enumerate(blocks, 1):
        if block.kind in FILLED:
            progress.report(number, len(blocks), f"Taking the facts of {BLOCKS[block.kind].lower()}.")
            facts = FILLED[block.kind](ground)
            ReviewBlock.objects.filter(pk=block.pk).update(facts=facts.model_dump(mode="json"), facts_at=timezone.now())
            found.append(facts)
    return found
