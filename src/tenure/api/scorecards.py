"""Scorecards: shown, checked, held against the past, drafted and published."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api import documents
from tenure.api.documents import Publish, Version, VersionWithBody, Which
from tenure.api.kinds import Sent
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give
from tenure.company.roles import user_of
from tenure.engine.scores.record import Asked, record
from tenure.library.models import Document, Kind, State
from tenure.library.reading import published_measures
from tenure.metrics import scorecards as declared
from tenure.metrics.scorecards import Scorecard

area = Area("Scorecards")
Outcome = Literal["churned", "downgraded", "expanded"]
_KINDS: dict[str, str] = {"churned": "churn", "downgraded": "downgrade", "expanded": "expansion"}


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


@area.get("/scorecards", list[Version])
def scorecards(request: HttpRequest) -> list[Version]:
    """List the scorecards in force, and drafts, in the order in which they are asked."""
    found = Document.objects.filter(kind=Kind.SCORECARD).exclude(state=State.RETIRED).select_related("author")
    ordered = sorted(found, key=lambda one: (one.body.get("order", 100), one.key, one.version))
    return [documents.told(document) for document in ordered]


@area.get("/scorecards/{scorecard_id}", VersionWithBody)
def scorecard(
    request: HttpRequest, scorecard_id: str, response: HttpResponse,
    version: Which = "published",
) -> VersionWithBody:  # fmt: skip
    """Show a version of a scorecard: the one in force, the draft, or an older one by its number."""
    shown = documents.whole(documents.found(Kind.SCORECARD, scorecard_id, version))
    give(response, shown.etag)
    return shown


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
    version: Which = "published",
) -> dict[str, Any]:  # fmt: skip
    """Hold a version of a scorecard against the past."""
    found = documents.found(Kind.SCORECARD, scorecard_id, version)
    return _record(declared.read(found.body, published_measures(), found.title), asked)


@area.replace("/scorecards/{scorecard_id}/draft", VersionWithBody, needs="edit_scorecards")
def draft_scorecard(
    request: HttpRequest, scorecard_id: str, sent: Scorecard, response: HttpResponse, if_match: IfMatch = None
) -> VersionWithBody:
    """Save the draft of a scorecard, in place of the draft before.

    `If-Match` is the `etag` of the draft, or of the version in force when there is none; a new scorecard needs none.
    """
    body = _usable(sent).model_dump(mode="json")
    saved = documents.whole(documents.save(Kind.SCORECARD, scorecard_id, body, user_of(request), if_match))
    give(response, saved.etag)
    return saved


@area.delete("/scorecards/{scorecard_id}/draft", needs="edit_scorecards")
def discard_scorecard(request: HttpRequest, scorecard_id: str, if_match: IfMatch = None) -> None:
    """Throw the draft of a scorecard away."""
    documents.throw_away(Kind.SCORECARD, scorecard_id, user_of(request), if_match)


@area.change("/scorecards/{scorecard_id}/publish", VersionWithBody, needs="edit_scorecards")
def publish_scorecard(
    request: HttpRequest, scorecard_id: str, sent: Publish, if_match: IfMatch = None
) -> VersionWithBody:
    """Put the draft in force with a note; accounts are judged with it at once.

    `If-Match` is the `etag` of the draft that was read, so that nothing is published that nobody looked at.
    """
    return documents.whole(documents.put_in_force(Kind.SCORECARD, scorecard_id, sent.note, user_of(request), if_match))


def _record(card: Scorecard, asked: Replay) -> dict[str, Any]:
    past, found = record(card, Asked(_KINDS[asked.outcome], asked.days, asked.cut))
    return {"scorecard": card.id, "as_of": past.days[-1], "accounts": len(past.accounts), "of": past.of,
            **found.as_dict()}  # fmt: skip


def _usable(sent: Scorecard) -> Scorecard:
    """With measures that there are; raises BadScorecard."""
    return declared.read(sent.model_dump(mode="json"), published_measures(), sent.name)
