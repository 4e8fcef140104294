"""The blocks of a review: filled from facts, added, written in, moved, shown."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from pydantic import Field

from tenure.api.kinds import Day, Key, Sent, Words
from tenure.api.reviews import BlockOut, ReviewOut, WholeOut, area, changeable, told, told_block, whole
from tenure.api.versions import IfMatch, give, hold
from tenure.company.roles import user_of
from tenure.planning.models import ReviewBlock
from tenure.planning.reviews import preparing, writing
from tenure.planning.reviews.access import review_or_404
from tenure.planning.reviews.tasks import ask_by

_BLOCK = "/reviews/{review_id}/blocks/{block_id}"


class WriteBlock(Sent):
    title: Annotated[str, Field(min_length=1, max_length=80)]
    headline: Annotated[str, Field(max_length=160)] = ""
    body: Words = ""


class Title(Sent):
    title: Annotated[str, Field(min_length=1, max_length=80)]


class Shown(Sent):
    shown: bool


class MoveBlock(Sent):
    to: Literal["up", "down"]


class Anew(Sent):
    as_of: Annotated[Day | None, Field(description="The day of the review's facts unless given")] = None


@area.change("/reviews/{review_id}/prepare", ReviewOut, needs="write_own_accounts")
def prepare_review(request: HttpRequest, review_id: str) -> ReviewOut:
    """Fill its blocks from facts, in the background; what people typed stays."""
    found = changeable(request, review_id)
    ask_by(user_of(request), found)
    return told(found)


@area.create("/reviews/{review_id}/blocks", BlockOut, needs="write_own_accounts")
def add_review_block(request: HttpRequest, review_id: str, sent: Title) -> BlockOut:
    """Add a block of one's own words, after what the customer sees."""
    changeable(request, review_id)
    return told_block(writing.add_text(user_of(request), review_id, sent.title))


@area.replace(_BLOCK, BlockOut, needs="write_own_accounts")
def write_review_block(
    request: HttpRequest, review_id: str, block_id: Key, sent: WriteBlock, response: HttpResponse,
    if_match: IfMatch = None,
) -> BlockOut:  # fmt: skip
    """Write title, headline and words of a block; its facts stay.

    `If-Match` is the `etag` of the block that was read; if somebody changed it since, nothing is overwritten.
    """
    found = ReviewBlock.objects.filter(pk=block_id, review=review_or_404(request.user, review_id)).first()
    if found is None:
        raise Http404
    hold(if_match, str(found.version))
    written = writing.edit_block(user_of(request), review_id, block_id, sent.dict(), seen=found.version)
    give(response, str(written.version))
    return told_block(written)


@area.change(f"{_BLOCK}/show", BlockOut, needs="write_own_accounts")
def show_review_block(request: HttpRequest, review_id: str, block_id: Key, sent: Shown) -> BlockOut:
    """Into the review, or out of it; nothing is lost."""
    changeable(request, review_id)
    return told_block(writing.show_block(user_of(request), review_id, block_id, sent.shown))


@area.change(f"{_BLOCK}/move", WholeOut, needs="write_own_accounts")
def move_review_block(request: HttpRequest, review_id: str, block_id: Key, sent: MoveBlock) -> WholeOut:
    """One place up or down."""
    found = changeable(request, review_id)
    writing.move_block(user_of(request), review_id, block_id, -1 if sent.to == "up" else 1)
    return whole(found)


@area.change(f"{_BLOCK}/refresh", BlockOut, needs="write_own_accounts")
def refresh_review_block(request: HttpRequest, review_id: str, block_id: Key, sent: Anew) -> BlockOut:
    """Take the facts of one block anew; what people typed stays."""
    changeable(request, review_id)
    return told_block(preparing.refresh_block(user_of(request), review_id, block_id, sent.as_of))
