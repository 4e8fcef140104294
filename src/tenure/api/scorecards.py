"""Scorecards: shown, checked, held against the past, drafted and published."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Person, Sent, Words, person
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.api.versions import IfMatch, give, hold
from tenure.company.roles import user_of
from tenure.engine.scores.record import Asked, record
from tenure.engine.tasks import judge
from tenure.jobs.once import enqueue_once
from tenure.library import verbs
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures
from tenure.metrics import scorecards as declared
from tenure.metrics.scorecards import Scorecard

area = Area("Scorecards")
Outcome = Literal["churned", "downgraded", "expanded"]
_KINDS: dict[str, str] = {"churned": "churn", "downgraded": "downgrade", "expanded": "expansion"}


class Version(Schema):
    """One version of a scorecard; of each at most one is a draft and one is published."""

    id: str
    version: int
    state: Literal["draft", "published", "retired"]
    name: str
    note: str
    author: Person | None
    edited_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    etag: str


class VersionWithBody(Version):
    scorecard: dict[str, Any]


class Checked(Schema):
    """It could be published."""

    id: str
    name: str
    groups: int
    measures: int


class Replay(Sent):
    """What is asked of the past."""

    outcome: Outcome = "churned"
    days: Annotated[int, Field(ge=1, le=180, description="How long before the outcome the score is looked at")] = 90
    cut: Annotated[int, Field(ge=1, le=99, description="Below it one is warned of")] = 70


class Record(Schema):
    """What was said beside what happened. With too few events the verdict says so and no figure is there."""

    scorecard: str
    as_of: date
    accounts: Annotated[int, Field(description="Looked at; of a large book a sample")]
    of: int
    verdict: str
    sentence: str
    events: int
    area: dict[str, float] | None
    baselines: dict[str, dict[str, float]]
    days_before: list[dict[str, Any]]
    bands: list[dict[str, Any]]
    confusion: dict[str, int] | None
    capture: dict[str, Any] | None
    lead: dict[str, Any]


class Publish(Sent):
    note: Annotated[Words, Field(min_length=1, description="What changed and why; kept with the version")]


@area.get("/scorecards", list[Version])
def scorecards(request: HttpRequest) -> list[Version]:
    """List the scorecards in force, and drafts, in the order in which they are asked."""
    found = Document.objects.filter(kind=Kind.SCORECARD).exclude(state=State.RETIRED).select_related("author")
    ordered = sorted(found, key=lambda one: (one.body.get("order", 100), one.key, one.version))
    return [_told(document) for document in ordered]


@area.get("/scorecards/{scorecard_id}", VersionWithBody)
def scorecard(
    request: HttpRequest, scorecard_id: str, response: HttpResponse,
    version: Annotated[str, Query(pattern=r"^(published|draft|\d{1,9})$")] = "published",
) -> VersionWithBody:  # fmt: skip
    """Show a version of a scorecard: the one in force, the draft, or an older one by its number."""
    found = _version(scorecard_id, version)
    give(response, _etag(found))
    return _whole(found)


@area.ask("/proof/check", Checked)
def check_scorecard(request: HttpRequest, sent: Scorecard) -> Checked:
    """Say whether a scorecard, as JSON or YAML, could be published; if not, which field is wrong."""
    made = _usable(sent)
    return Checked(id=made.id, name=made.name, groups=len(made.groups), measures=len(made.measures))


@area.ask("/proof/replay", Record)
def replay_scorecard(request: HttpRequest, sent: Scorecard, asked: Query[Replay]) -> dict[str, Any]:
    """Hold a scorecard that is not saved against the past: what it would have said of who really left."""
    return _record(_usable(sent), asked)


@area.get("/scorecards/{scorecard_id}/replay", Record)
def replay(
    request: HttpRequest, scorecard_id: str, asked: Query[Replay],
    version: Annotated[str, Query(pattern=r"^(published|draft|\d{1,9})$")] = "published",
) -> dict[str, Any]:  # fmt: skip
    """Hold a version of a scorecard against the past."""
    found = _version(scorecard_id, version)
    return _record(declared.read(found.body, published_measures(), found.title), asked)


@area.replace("/scorecards/{scorecard_id}/draft", VersionWithBody, needs="edit_scorecards")
def draft_scorecard(
    request: HttpRequest, scorecard_id: str, sent: Scorecard, response: HttpResponse, if_match: IfMatch = None
) -> VersionWithBody:
    """Save the draft of a scorecard, in place of the draft before.

    `If-Match` is the `etag` of the draft, or of the version in force when there is none; a new scorecard needs none.
    """
    if sent.id != scorecard_id:
        raise Refusal(422, f"The scorecard's id is {sent.id}, the address says {scorecard_id[:60]}.", "body.id")
    made = _usable(sent).model_dump(mode="json")
    with transaction.atomic():
        if held := _newest(scorecard_id):
            hold(if_match, _etag(held))
        found = verbs.draft(Kind.SCORECARD, made, user_of(request))
    give(response, _etag(found))
    return _whole(found)


@area.delete("/scorecards/{scorecard_id}/draft", needs="edit_scorecards")
def discard_draft(request: HttpRequest, scorecard_id: str, if_match: IfMatch = None) -> None:
    """Throw the draft away."""
    with transaction.atomic():
        held = _draft(scorecard_id)
        hold(if_match, _etag(held))
        verbs.discard(held, user_of(request))


@area.change("/scorecards/{scorecard_id}/publish", VersionWithBody, needs="edit_scorecards")
def publish_scorecard(
    request: HttpRequest, scorecard_id: str, sent: Publish, if_match: IfMatch = None
) -> VersionWithBody:
    """Put the draft in force with a note; accounts are judged with it at once.

    `If-Match` is the `etag` of the draft that was read, so that nothing is published that nobody looked at.
    """
    with transaction.atomic():
        held = _draft(scorecard_id)
        hold(if_match, _etag(held))
        found = verbs.publish(held, user_of(request), sent.note)
        enqueue_once(judge.using(by=user_of(request).pk), "judge")
    return _whole(found)


def _record(card: Scorecard, asked: Replay) -> dict[str, Any]:
    past, found = record(card, Asked(_KINDS[asked.outcome], asked.days, asked.cut))
    return {"scorecard": card.id, "as_of": past.days[-1], "accounts": len(past.accounts), "of": past.of,
            **found.as_dict()}  # fmt: skip


def _usable(sent: Scorecard) -> Scorecard:
    """With measures that there are; raises BadScorecard."""
    return declared.read(sent.model_dump(mode="json"), published_measures(), sent.name)


def _version(key: str, version: str) -> Document:
    found = Document.objects.filter(kind=Kind.SCORECARD, key=key).select_related("author")
    found = found.filter(version=int(version)) if version.isdecimal() else found.filter(state=version)
    if (document := found.first()) is None:
        raise Http404
    return document


def _newest(key: str) -> Document | None:
    """The draft, or else what is in force, held until the transaction ends."""
    found = Document.objects.select_for_update().filter(kind=Kind.SCORECARD, key=key).exclude(state=State.RETIRED)
    return found.order_by("-version").first()


def _draft(key: str) -> Document:
    held = _newest(key)
    if held is None:
        raise Http404
    if held.state != State.DRAFT:
        raise Refusal(409, f"{held.title} has no draft.")
    return held


def _told(document: Document) -> Version:
    return Version(
        id=document.key, name=document.title, author=person(document.author), etag=_etag(document),
        **{name: getattr(document, name) for name in (
            "version", "state", "note", "edited_at", "published_at", "retired_at")},
    )  # fmt: skip


def _whole(document: Document) -> VersionWithBody:
    return VersionWithBody(**_told(document).dict(), scorecard=document.body)


def _etag(document: Document) -> str:
    return f"{document.version}-{document.edited_at.isoformat()}"
