"""What people do with the blocks of a review besides writing in them, and with the people it is for."""

from typing import Annotated, Literal

from django.http import HttpRequest
from pydantic import Field, NaiveDatetime

from tenure.api.kinds import Day, Key, Sent
from tenure.api.named import colleague_of
from tenure.api.reviews import BlockOut, ReviewOut, WholeOut, area, told, told_block, whole
from tenure.api.versions import IfMatch, hold
from tenure.company.models import settings_row
from tenure.company.roles import user_of
from tenure.planning.models import Review
from tenure.planning.reviews import holding, meeting, preparing, scheduling, writing
from tenure.planning.reviews.access import require_change, review_or_404

_BLOCK = "/reviews/{review_id}/blocks/{block_id}"
_Id = Annotated[str, Field(max_length=254)]


class Title(Sent):
    title: Annotated[str, Field(min_length=1, max_length=80)]


class Shown(Sent):
    shown: bool


class MoveBlock(Sent):
    to: Literal["up", "down"]


class Anew(Sent):
    as_of: Annotated[Day | None, Field(description="The day of the review's facts unless given")] = None


class Guests(Sent):
    contacts: Annotated[list[_Id], Field(max_length=100, description="Ids of contacts of the account")]
    colleagues: Annotated[list[_Id], Field(max_length=40, description="E-mail addresses")] = []


class PlanMeeting(Sent):
    starts: Annotated[NaiveDatetime, Field(description="Local time in `zone`")]
    minutes: Annotated[int, Field(ge=1, le=3 * 24 * 60)] = 60
    zone: Annotated[str, Field(max_length=60, description="The company's unless given")] = ""
    link: Annotated[str, Field(max_length=500)] = ""


class Owner(Sent):
    owner: Key


@area.create("/reviews/{review_id}/blocks", BlockOut, needs="write_own_accounts")
def add_review_block(request: HttpRequest, review_id: str, sent: Title) -> BlockOut:
    """Add a block of one's own words, after what the customer sees."""
    _may(request, review_id)
    return told_block(writing.add_text(user_of(request), review_id, sent.title))


@area.change(f"{_BLOCK}/show", BlockOut, needs="write_own_accounts")
def show_review_block(request: HttpRequest, review_id: str, block_id: Key, sent: Shown) -> BlockOut:
    """Into the review, or out of it; nothing is lost."""
    _may(request, review_id)
    return told_block(writing.show_block(user_of(request), review_id, block_id, sent.shown))


@area.change(f"{_BLOCK}/move", WholeOut, needs="write_own_accounts")
def move_review_block(request: HttpRequest, review_id: str, block_id: Key, sent: MoveBlock) -> WholeOut:
    """One place up or down."""
    found = _may(request, review_id)
    writing.move_block(user_of(request), review_id, block_id, -1 if sent.to == "up" else 1)
    return whole(found)


@area.change(f"{_BLOCK}/refresh", BlockOut, needs="write_own_accounts")
def refresh_review_block(request: HttpRequest, review_id: str, block_id: Key, sent: Anew) -> BlockOut:
    """Take the facts of one block anew; what people typed stays."""
    _may(request, review_id)
    return told_block(preparing.refresh_block(user_of(request), review_id, block_id, sent.as_of))


@area.change("/reviews/{review_id}/guests", WholeOut, needs="write_own_accounts")
def invite_to_review(request: HttpRequest, review_id: str, sent: Guests, if_match: IfMatch = None) -> WholeOut:
    """Whom it is for: exactly these, until it is held.

    `If-Match` is the `guests_etag` that was read.
    """
    seen = holding.invited(_may(request, review_id).guests.all())
    hold(if_match, seen)
    holding.invite(user_of(request), review_id, sent.contacts, sent.colleagues, seen=seen)
    return whole(review_or_404(request.user, review_id))


@area.change("/reviews/{review_id}/meeting", ReviewOut, needs="write_own_accounts")
def plan_review_meeting(request: HttpRequest, review_id: str, sent: PlanMeeting) -> ReviewOut:
    """Plan its meeting: its guests are invited, and it is due on that day."""
    _may(request, review_id)
    starts, zone = sent.starts.replace(second=0, microsecond=0), sent.zone or settings_row().time_zone
    return told(meeting.plan_meeting(user_of(request), review_id, starts, sent.minutes, zone, sent.link))


@area.change("/reviews/{review_id}/hand-over", ReviewOut, needs="write_own_accounts")
def hand_over_review(request: HttpRequest, review_id: str, sent: Owner) -> ReviewOut:
    """Give it to another who holds it."""
    _may(request, review_id)
    return told(scheduling.hand_over(user_of(request), review_id, colleague_of(sent.owner)))


def _may(request: HttpRequest, review_id: str) -> Review:
    found = review_or_404(request.user, review_id)
    require_change(request.user, found)
    return found
