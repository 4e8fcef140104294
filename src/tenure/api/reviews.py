"""Business reviews: the list, one with all that is in it, and its files."""

import base64
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Page, Paging, Person, cut, paged, person
from tenure.api.operations import Area
from tenure.company.roles import user_of
from tenure.planning.models import Review, ReviewBlock
from tenure.planning.reviews import files, holding
from tenure.planning.reviews.access import require_change, review_or_404, visible_reviews
from tenure.planning.reviews.tasks import is_waiting

area = Area("Reviews")
Kind = Literal["business", "success"]
Status = Literal["scheduled", "held", "no_show", "cancelled"]
Text = Annotated[str, Field(max_length=190)]
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


class ReviewStepOut(Schema):
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
    steps: list[ReviewStepOut]
    findings: list[FoundOut]
    feedback: list[FeedbackOut]


class FileOut(Schema):
    name: str
    media_type: str
    base64: str


class Asked(Paging):
    status: Status = "scheduled"
    kind: Annotated[Literal["", "business", "success"], Field(description="Both unless given")] = ""
    mine: Annotated[bool, Field(description="Only those the person is to hold")] = False
    account: Text = ""


class AskedFile(Schema):
    kind: Literal["pptx", "pdf"] = "pptx"
    for_customer: Annotated[bool, Field(description="Without what is internal")] = True


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


def changeable(request: HttpRequest, review_id: str) -> Review:
    """One that the person may change."""
    found = review_or_404(request.user, review_id)
    require_change(request.user, found)
    return found


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
        steps=[ReviewStepOut(task=one.task_id, title=one.task.title, due_on=one.task.due_on, state=one.task.state,
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
