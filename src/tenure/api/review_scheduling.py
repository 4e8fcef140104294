"""When reviews are, with whom and who holds them: scheduled, moved, missed, called off, handed over; cadences."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, NaiveDatetime

from tenure.api.kinds import Day, Key, Sent, Short
from tenure.api.named import colleague_of
from tenure.api.reviews import Kind, ReviewOut, Text, WholeOut, area, changeable, told, whole
from tenure.api.versions import IfMatch, hold
from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.planning.models import ReviewCadence
from tenure.planning.reviews import cadences, holding, meeting, scheduling
from tenure.planning.reviews.access import review_or_404

_Id = Annotated[str, Field(max_length=254)]


class Schedule(Sent):
    account: Text
    due_on: Day
    kind: Kind = "business"
    deck: Annotated[str, Field(max_length=60, description="The usual one of its kind unless given")] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    owner: Annotated[Key | None, Field(description="Id of the person; the account's owner unless given")] = None


class MoveReview(Sent):
    due_on: Day
    reason: Short = ""


class Why(Sent):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class Missed(Sent):
    again_on: Annotated[Day | None, Field(description="Another attempt is scheduled for this day")] = None


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


class Cadence(Sent):
    days: Annotated[int | None, Field(description="Null takes the cadence away")]
    deck: Annotated[str, Field(max_length=60)] = ""


class ReviewCadenceOut(Schema):
    tier: str
    days: int
    deck: str


@area.create("/reviews", ReviewOut, needs="write_own_accounts")
def schedule_review(request: HttpRequest, sent: Schedule) -> ReviewOut:
    """Schedule a review of an account."""
    account = account_or_404(request.user, sent.account)
    return told(scheduling.schedule(
        user_of(request), account, sent.due_on, today(), kind=sent.kind, deck=sent.deck, title=sent.title,
        owner=colleague_of(sent.owner) if sent.owner else None))  # fmt: skip


@area.change("/reviews/{review_id}/reschedule", ReviewOut, needs="write_own_accounts")
def reschedule_review(request: HttpRequest, review_id: str, sent: MoveReview) -> ReviewOut:
    """Move a review to another day; one that was missed or cancelled is planned again."""
    return told(scheduling.reschedule(user_of(request), review_id, sent.due_on, today(), sent.reason))


@area.change("/reviews/{review_id}/cancel", ReviewOut, needs="write_own_accounts")
def cancel_review(request: HttpRequest, review_id: str, sent: Why) -> ReviewOut:
    """Say that there is no review, and why."""
    return told(scheduling.cancel(user_of(request), review_id, sent.reason))


@area.change("/reviews/{review_id}/missed", ReviewOut, needs="write_own_accounts")
def miss_review(request: HttpRequest, review_id: str, sent: Missed) -> ReviewOut:
    """Say that the customer did not come; gives the next attempt if one was scheduled, else the missed one."""
    again = scheduling.no_show(user_of(request), review_id, today(), sent.again_on)
    return told(again or review_or_404(request.user, review_id))


@area.change("/reviews/{review_id}/guests", WholeOut, needs="write_own_accounts")
def invite_to_review(request: HttpRequest, review_id: str, sent: Guests, if_match: IfMatch = None) -> WholeOut:
    """Whom it is for: exactly these, until it is held.

    `If-Match` is the `guests_etag` that was read.
    """
    seen = holding.invited(changeable(request, review_id).guests.all())
    hold(if_match, seen)
    holding.invite(user_of(request), review_id, sent.contacts, sent.colleagues, seen=seen)
    return whole(review_or_404(request.user, review_id))


@area.change("/reviews/{review_id}/meeting", ReviewOut, needs="write_own_accounts")
def plan_review_meeting(request: HttpRequest, review_id: str, sent: PlanMeeting) -> ReviewOut:
    """Plan its meeting: its guests are invited, and it is due on that day."""
    changeable(request, review_id)
    starts, zone = sent.starts.replace(second=0, microsecond=0), sent.zone or settings_row().time_zone
    return told(meeting.plan_meeting(user_of(request), review_id, starts, sent.minutes, zone, sent.link))


@area.change("/reviews/{review_id}/hand-over", ReviewOut, needs="write_own_accounts")
def hand_over_review(request: HttpRequest, review_id: str, sent: Owner) -> ReviewOut:
    """Give it to another who holds it."""
    changeable(request, review_id)
    return told(scheduling.hand_over(user_of(request), review_id, colleague_of(sent.owner)))


@area.get("/review-cadences", list[ReviewCadenceOut])
def review_cadences(request: HttpRequest) -> list[ReviewCadenceOut]:
    """List how many days may pass between two reviews, by tier."""
    return [ReviewCadenceOut(tier=one.pk, days=one.days, deck=one.deck) for one in ReviewCadence.objects.order_by("pk")]


@area.replace("/review-cadences/{tier}", list[ReviewCadenceOut], needs="edit_templates")
def set_review_cadence(request: HttpRequest, tier: str, sent: Cadence) -> list[ReviewCadenceOut]:
    """Set the cadence of a tier, or take it away; gives all of them."""
    cadences.set_cadence(user_of(request), tier, sent.days, sent.deck)
    return review_cadences(request)
