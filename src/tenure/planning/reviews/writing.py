"""What people write into a review, block by block. Nobody writes over what they have not seen."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.journal.write import record
from tenure.planning.reviews.models import Review, ReviewBlock
from tenure.planning.reviews.scheduling import locked

FIELDS: Final = ("title", "headline", "body")
_LONGEST: Final[Mapping[str, int]] = {"title": 80, "headline": 160, "body": 10_000}
MOST_BLOCKS: Final = 30


@transaction.atomic
def edit_block(user: Any, review_id: str, block_id: int, values: Mapping[str, str], *, seen: int) -> ReviewBlock:
    """Write title, headline and body over the version the person has seen; raises ChangedMeanwhile."""
    block = _block(user, review_id, block_id)
    kept = {name: _tidy(name, values[name]) for name in FIELDS if name in values}
    if not kept.get("title", block.title):
        raise NotAccepted("Give the block a title.")
    if block.version != seen:
        raise ChangedMeanwhile(block)
    before = {name: getattr(block, name) for name in kept if getattr(block, name) != kept[name]}
    if before:
        _write(block, user, **kept)
        _say(user, block, "review.written", before, {name: kept[name] for name in before})
    return block


@transaction.atomic
def show_block(user: Any, review_id: str, block_id: int, shown: bool) -> ReviewBlock:
    """Into the review, or out of it; nothing is lost."""
    block = _block(user, review_id, block_id)
    if block.hidden == shown:
        ReviewBlock.objects.filter(pk=block.pk).update(hidden=not shown)
        block.hidden = not shown
        _say(user, block, "review.block_shown" if shown else "review.block_hidden", {}, {"block": block.title})
    return block


@transaction.atomic
def move_block(user: Any, review_id: str, block_id: int, by: int) -> ReviewBlock:
    """One place up (-1) or down (1); at an end it stays."""
    block = _block(user, review_id, block_id)
    order = list(ReviewBlock.objects.filter(review_id=review_id).order_by("place", "pk"))
    at = next(n for n, one in enumerate(order) if one.pk == block.pk)
    to = max(0, min(len(order) - 1, at + (1 if by > 0 else -1)))
    order.insert(to, order.pop(at))
    for place, one in enumerate(order, 1):
        one.place = place
    ReviewBlock.objects.bulk_update(order, ["place"])
    block.place = to + 1
    return block


@transaction.atomic
def add_text(user: Any, review_id: str, title: str) -> ReviewBlock:
    """A block of one's own words at the end of what the customer sees, before what is ours."""
    review = locked(user, review_id)
    count = review.blocks.count()
    if count >= MOST_BLOCKS:
        raise NotAccepted(f"A review has at most {MOST_BLOCKS} blocks; hide or fill one of them.")
    if not (named := _tidy("title", title)):
        raise NotAccepted("Give the block a title.")
    last = review.blocks.filter(internal=False).aggregate(last=Max("place"))["last"] or 0
    for later in review.blocks.filter(place__gt=last):
        ReviewBlock.objects.filter(pk=later.pk).update(place=later.place + 1)
    block = ReviewBlock.objects.create(
        review=review, place=last + 1, kind="text", title=named, edited_by=user, edited_at=timezone.now()
    )
    _say(user, block, "review.block_added", {}, {"block": named})
    return block


def _block(user: Any, review_id: str, block_id: int) -> ReviewBlock:
    review = locked(user, review_id)
    if review.status == Review.Status.CANCELLED:
        raise NotAccepted("This review is cancelled; reschedule it to work on it.")
    block = ReviewBlock.objects.select_for_update(of=("self",)).filter(pk=block_id, review=review)
    found = block.select_related("review", "edited_by").first()
    if found is None:
        raise Http404
    return found


def _write(block: ReviewBlock, user: Any, **values: str) -> None:
    """What is typed and nothing else: facts may be taken anew at the same time."""
    for name, value in values.items():
        setattr(block, name, value)
    block.version, block.edited_by, block.edited_at = block.version + 1, user, timezone.now()
    block.save(update_fields=[*values, "version", "edited_by", "edited_at"])


def _tidy(name: str, text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\x00", "").strip()
    kept = plain if name == "body" else " ".join(plain.split())
    if len(kept) > _LONGEST[name]:
        raise NotAccepted(f"The {name} has {len(kept):,} characters; {_LONGEST[name]:,} fit. Shorten it.")
    return kept


def _say(user: Any, block: ReviewBlock, verb: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    review = block.review
    record(verb, review, actor=user, account_id=review.account_id, before=before, after={"block": block.title, **after})
