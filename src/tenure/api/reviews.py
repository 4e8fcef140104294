"""Business reviews: scheduled, prepared from facts, written in, held and shared."""

import base64
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Key, Page, Paging, Person, Sent, Short, Words, cut, paged, person
from tenure.api.named import colleague_of, contact_of
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.planning.models import Goal, Review, ReviewBlock, ReviewCadence
from tenure.planning.reviews import cadences, files, holding, scheduling, sharing, writing
from tenure.planning.reviews.access import require_change, review_or_404, visible_reviews
from tenure.planning.reviews.holding import Held, Step
from tenure.planning.reviews.tasks import ask, is_waiting

area = Area("Reviews")
Kind = Literal["business", "success"]
Status = Literal["scheduled", "held", "no_show", "cancelled"]
_Text = Annotated[str, Field(max_length=190)]
_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}


class ReviewOut(Schema):
    id: str
    account: str
    kind: Kind
    title: str
    status: Status
    due_on: date | None
    held_on: date | None
    customer_attended: bool
    owner: Person | None
    deck: Annotated[str, Field(description="Id of the deck document; empty until it is prepared, or imported")]
    as_of: Annotated[date | None, Field(description="Day of the facts in it; null until it is prepared")]
    prepared_at: datetime | None
    being_prepared: bool = False
    shared_at: Annotated[datetime | None, Field(description="Since when the customer sees it")]
    reason: str


class BlockOut(Schema):
    id: int
    kind: str
    title: str
    headline: Annotated[str, Field(description="Instead of what the facts say")]
    body: Annotated[str, Field(description="Markdown, typed by people")]
    facts: Annotated[dict[str, Any], Field(description="Figures, chart, table and points as they were taken")]
    facts_at: datetime | None
    internal: bool
    hidden: bool
    edited_by: Person | None
    etag: str


class GuestOut(Schema):
    name: str
    contact: str | None
    person: int | None
    attended: bool | None


class StepOut(Schema):
    task: int
    title: str
    due_on: date
    state: str
    owner: Person | None
    contact: str | None
    goal: str | None


class FoundOut(Schema):
    kind: Literal["risk", "opportunity"]
    title: str
    cause: str
    id: Annotated[str, Field(description="Of the risk or the opportunity")]


class FeedbackOut(Schema):
    name: str
    contact: str | None
    rating: int
    words: str
    given_at: datetime


class WholeOut(ReviewOut):
    blocks: list[BlockOut]
    guests: list[GuestOut]
    guests_etag: str
    decisions: list[str]
    steps: list[StepOut]
    findings: list[FoundOut]
    feedback: list[FeedbackOut]


class FileOut(Schema):
    name: str
    media_type: str
    base64: str


class CadenceOut(Schema):
    tier: str
    days: int
    deck: str


class Asked(Paging):
    status: Status = "scheduled"
    kind: Annotated[Literal["", "business", "success"], Field(description="Both unless given")] = ""
    mine: Annotated[bool, Field(description="Only those the person is to hold")] = False
    account: _Text = ""


class AskedFile(Schema):
    kind: Literal["pptx", "pdf"] = "pptx"
    for_customer: Annotated[bool, Field(description="Without what is internal")] = True


class Schedule(Sent):
    account: _Text
    due_on: Day
    kind: Kind = "business"
    deck: Annotated[str, Field(max_length=60, description="The usual one of its kind unless given")] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    owner: Annotated[Key | None, Field(description="Id of the person; the account's owner unless given")] = None


class Move(Sent):
    due_on: Day
    reason: Short = ""


class Why(Sent):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class Missed(Sent):
    again_on: Annotated[Day | None, Field(description="Another attempt is scheduled for this day")] = None


class StepIn(Sent):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    due_on: Day
    owner: Annotated[Key | None, Field(description="Id of the person; who holds the review unless given")] = None
    contact: Annotated[_Text | None, Field(description="Id of the contact who is to do it; it is shared then")] = None
    goal: Annotated[_Text | None, Field(description="Id of the objective that it serves")] = None


class Hold(Sent):
    held_on: Day
    contacts: Annotated[list[_Text], Field(max_length=100, description="Ids of the contacts who came")] = []
    decisions: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=50)] = []
    notes: Annotated[str, Field(max_length=20_000)] = ""
    steps: Annotated[list[StepIn], Field(max_length=20)] = []


class WriteBlock(Sent):
    title: Annotated[str, Field(min_length=1, max_length=80)]
    headline: Annotated[str, Field(max_length=160)] = ""
    body: Words = ""


class Feedback(Sent):
    contact: _Text
    rating: Annotated[int, Field(ge=1, le=5)]
    words: Annotated[str, Field(max_length=5_000)] = ""


class Cadence(Sent):
    days: Annotated[int | None, Field(description="Null takes the cadence away")]
    deck: Annotated[str, Field(max_length=60)] = ""


@area.get("/reviews", Page[ReviewOut])
def reviews(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List reviews: those to come as they fall due, the others the newest first."""
    found = visible_reviews(request.user).filter(status=asked.status).select_related("owner")
    if asked.mine:
        found = found.filter(owner=user_of(request))
    found = found.filter(account=asked.account) if asked.account else found
    found = found.filter(kind=asked.kind) if asked.kind else found
    order = ("due_on", "pk") if asked.status == "scheduled" else ("-held_on", "-due_on", "-pk")
    return paged(request, asked, [told(one) for one in cut(found.order_by(*order), asked)])


@area.get("/reviews/{review_id}", WholeOut)
def review(request: HttpRequest, review_id: str) -> WholeOut:
    """Show one review with its blocks, who came, what was decided, and what came of it."""
    return whole(review_or_404(request.user, review_id))


@area.get("/reviews/{review_id}/file", FileOut, needs="export")
def review_file(request: HttpRequest, review_id: str, asked: Query[AskedFile]) -> FileOut:
    """Give the review as an editable PowerPoint presentation or as a PDF, in base64."""
    found = review_or_404(request.user, review_id)
    make = files.slides if asked.kind == "pptx" else files.paper
    content = base64.b64encode(make(found, asked.for_customer)).decode()
    return FileOut(name=f"review.{asked.kind}", media_type=_TYPES[asked.kind], base64=content)


@area.create("/reviews", ReviewOut, needs="write_own_accounts")
def schedule_review(request: HttpRequest, sent: Schedule) -> ReviewOut:
    """Schedule a review of an account."""
    account = account_or_404(request.user, sent.account)
    return told(scheduling.schedule(
        user_of(request), account, sent.due_on, today(), kind=sent.kind, deck=sent.deck, title=sent.title,
        owner=colleague_of(sent.owner) if sent.owner else None))  # fmt: skip


@area.change("/reviews/{review_id}/reschedule", ReviewOut, needs="write_own_accounts")
def reschedule_review(request: HttpRequest, review_id: str, sent: Move) -> ReviewOut:
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


@area.change("/reviews/{review_id}/prepare", ReviewOut, needs="write_own_accounts")
def prepare_review(request: HttpRequest, review_id: str) -> ReviewOut:
    """Fill its blocks from facts, in the background; what people typed stays."""
    found = review_or_404(request.user, review_id)
    require_change(request.user, found)
    ask(found.pk, user_of(request))
    return told(found)


@area.change("/reviews/{review_id}/hold", WholeOut, needs="write_own_accounts")
def hold_review(request: HttpRequest, review_id: str, sent: Hold) -> WholeOut:
    """Write down that it was held: who came, what was decided, and the steps it ended in."""
    found = review_or_404(request.user, review_id)
    require_change(request.user, found)
    contacts = [contact_of(found.account_id, key, "body.contacts").pk for key in sent.contacts]
    steps = [_step(found, one) for one in sent.steps]
    held = Held(sent.held_on, (), sent.notes, sent.decisions, steps, contacts)
    holding.hold(user_of(request), review_id, held, today(), seen=holding.version(found))
    return whole(review_or_404(request.user, review_id))


@area.change("/reviews/{review_id}/steps", WholeOut, needs="write_own_accounts")
def add_review_step(request: HttpRequest, review_id: str, sent: StepIn) -> WholeOut:
    """Add a step that came of it, which is a task."""
    found = review_or_404(request.user, review_id)
    require_change(request.user, found)
    holding.add_step(user_of(request), found, _step(found, sent))
    return whole(found)


@area.change("/reviews/{review_id}/share", ReviewOut, needs="write_own_accounts")
def share_review(request: HttpRequest, review_id: str) -> ReviewOut:
    """Show it on the customer's page, without what is internal or hidden."""
    return told(sharing.share(user_of(request), review_id))


@area.change("/reviews/{review_id}/unshare", ReviewOut, needs="write_own_accounts")
def unshare_review(request: HttpRequest, review_id: str) -> ReviewOut:
    """Take it off the customer's page."""
    return told(sharing.share(user_of(request), review_id, False))


@area.change("/reviews/{review_id}/feedback", WholeOut, needs="write_own_accounts")
def review_feedback(request: HttpRequest, review_id: str, sent: Feedback) -> WholeOut:
    """Write down what a contact thought of it."""
    found = review_or_404(request.user, review_id)
    require_change(request.user, found)
    contact = contact_of(found.account_id, sent.contact)
    sharing.give_feedback(review_id, sent.rating, sent.words, contact=contact, user=user_of(request))
    return whole(found)


@area.replace("/reviews/{review_id}/blocks/{block_id}", BlockOut, needs="write_own_accounts")
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


@area.get("/review-cadences", list[CadenceOut])
def review_cadences(request: HttpRequest) -> list[CadenceOut]:
    """List how many days may pass between two reviews, by tier."""
    return [CadenceOut(tier=one.pk, days=one.days, deck=one.deck) for one in ReviewCadence.objects.order_by("pk")]


@area.replace("/review-cadences/{tier}", list[CadenceOut], needs="edit_templates")
def set_review_cadence(request: HttpRequest, tier: str, sent: Cadence) -> list[CadenceOut]:
    """Set the cadence of a tier, or take it away; gives all of them."""
    cadences.set_cadence(user_of(request), tier, sent.days, sent.deck)
    return review_cadences(request)


def _step(review: Review, sent: StepIn) -> Step:
    goal = Goal.objects.filter(pk=sent.goal, plan__account=review.account_id).first() if sent.goal else None
    if sent.goal and goal is None:
        raise Refusal(422, f"There is no objective {sent.goal[:60]!r} of this account.", "body.goal")
    contact = contact_of(review.account_id, sent.contact) if sent.contact else None
    owner = colleague_of(sent.owner) if sent.owner else None
    return Step(sent.title, sent.due_on, owner, contact, goal)


def _fields(row: Review) -> dict[str, Any]:
    names = ("id", "kind", "title", "status", "due_on", "held_on", "customer_attended", "deck", "as_of",
             "prepared_at", "shared_at", "reason")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"account": row.account_id, "owner": person(row.owner)}


def told(row: Review) -> ReviewOut:
    return ReviewOut(**_fields(row))


def whole(row: Review) -> WholeOut:
    minutes, guests = getattr(row, "minutes", None), list(row.guests.all())
    steps = row.steps.select_related("task__owner").order_by("task__due_on", "pk")
    return WholeOut(
        **_fields(row), being_prepared=is_waiting(row.pk),
        blocks=[told_block(one) for one in row.blocks.select_related("edited_by")],
        guests=[GuestOut(name=one.name, contact=one.contact_id, person=one.user_id, attended=one.attended)
                for one in guests],
        guests_etag=holding.invited(guests),
        decisions=minutes.decisions if minutes else [],
        steps=[StepOut(task=one.task_id, title=one.task.title, due_on=one.task.due_on, state=one.task.state,
                       owner=person(one.task.owner), contact=one.task.contact_id, goal=one.goal_id) for one in steps],
        findings=[FoundOut(kind="risk" if one.kind == "risk" else "opportunity", title=one.title, cause=one.cause,
                           id=one.made_id)
                  for one in row.findings.all()],
        feedback=[FeedbackOut(name=one.name, contact=one.contact_id, rating=one.rating, words=one.words,
                              given_at=one.given_at) for one in row.feedback.all()],
    )  # fmt: skip


def told_block(row: ReviewBlock) -> BlockOut:
    names = ("id", "kind", "title", "headline", "body", "facts", "facts_at", "internal", "hidden")
    return BlockOut(**{name: getattr(row, name) for name in names}, edited_by=person(row.edited_by),
                    etag=str(row.version))  # fmt: skip
